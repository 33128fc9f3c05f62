#!/usr/bin/env bash
# run.sh PROGRAM TEST.py [SIZE]: a real X server without a screen, a window manager and an accessibility bus, all of
# them this script's own; then the test, which starts the program itself. Nothing of the person's desktop or settings
# is touched, and nothing is left running.
set -euo pipefail
if [ -z "${POOLWALK_DESKTOP_BUS:-}" ]; then
    exec env POOLWALK_DESKTOP_BUS=1 dbus-run-session -- "$0" "$@"
fi
program=$(realpath "$1") test=$2 size=${3:-1920x1200}
export XDG_RUNTIME_DIR=$(mktemp -d)
chmod 700 "$XDG_RUNTIME_DIR"
export HOME=$XDG_RUNTIME_DIR/home XDG_CONFIG_HOME=$XDG_RUNTIME_DIR/config XDG_DATA_HOME=$XDG_RUNTIME_DIR/data
mkdir -p "$HOME" "$XDG_CONFIG_HOME" "$XDG_DATA_HOME"
unset WAYLAND_DISPLAY WAYLAND_SOCKET
export LIBGL_ALWAYS_SOFTWARE=1

pids=()
finish() {
    kill "${pids[@]}" 2>/dev/null || true
    wait "${pids[@]}" 2>/dev/null || true
    rm -rf "$XDG_RUNTIME_DIR"
}
trap finish EXIT
until_true() {
    local what=$1
    shift
    for _ in $(seq 200); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.05
    done
    echo "$what did not come up" >&2
    exit 1
}

Xvfb -displayfd 3 -screen 0 "${size}x24" +extension GLX -nolisten tcp 3>"$XDG_RUNTIME_DIR/display" >/dev/null 2>&1 &
pids+=($!)
until_true Xvfb test -s "$XDG_RUNTIME_DIR/display"
export DISPLAY=:$(cat "$XDG_RUNTIME_DIR/display")
# Without frames around windows a window's place is where its picture is.
cat >"$XDG_RUNTIME_DIR/openbox.xml" <<'XML'
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <applications><application class="*"><decor>no</decor></application></applications>
</openbox_config>
XML
openbox --config-file "$XDG_RUNTIME_DIR/openbox.xml" >/dev/null 2>&1 &
pids+=($!)
/usr/libexec/at-spi-bus-launcher --launch-immediately >/dev/null 2>&1 &
pids+=($!)
a11y() {
    gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus \
        --method org.freedesktop.DBus.Properties.Set org.a11y.Status "$1" '<true>'
}
until_true "the accessibility bus" a11y IsEnabled
until_true "the accessibility bus" a11y ScreenReaderEnabled
/usr/bin/python3 "$test" "$program"
