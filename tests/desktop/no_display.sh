#!/usr/bin/env bash
# no_display.sh PROGRAM: without a display the window program says so in one line, with the way to what is missing, and
# walks the first practice user in the terminal. The first command always shows a whole walk.
set -euo pipefail
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
said=$home/stdout beside=$home/stderr
code=0
env -u DISPLAY -u WAYLAND_DISPLAY -u WAYLAND_SOCKET HOME="$home" XDG_CONFIG_HOME="$home" XDG_RUNTIME_DIR="$home" \
    timeout 60 "$1" </dev/null >"$said" 2>"$beside" || code=$?
fail() {
    printf 'no display: %s (exit code %s)\n── stdout\n%s\n── stderr\n%s\n' "$1" "$code" "$(cat "$said")" "$(cat "$beside")" >&2
    exit 1
}
[ "$code" = 0 ] || fail "did not end well"
grep -qi 'display' "$beside" || grep -qi 'display' "$said" || fail "does not say that there is no display"
for word in InitiateAuth GetId GetCredentialsForIdentity; do
    grep -q "$word" "$said" || fail "the walk has no $word"
done
! grep -qi 'panicked' "$beside" || fail "panicked"
echo "desktop: without a display, a whole walk in the terminal"
