#!/usr/bin/env bash
# window.sh PROGRAM: how soon the first frame is on the screen, what an idle window costs in CPU over ten seconds, and
# how much memory it holds, under an X server without a graphics card. Prints a Markdown table.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
exec "$here/../desktop/run.sh" "$1" "$here/window.py"
