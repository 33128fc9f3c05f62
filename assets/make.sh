#!/bin/sh
# Makes the fonts and pictures of this folder from their sources. Needed only when an icon is added
# or a font is renewed: what it makes is committed.
#
# Uses: npm (inter-ui, lucide-static, @resvg/resvg-js), pip (fonttools, brotli, picosvg) and the Debian package fonts-jetbrains-mono.
set -eu
cd "$(dirname "$0")"
work=../target/assets
mkdir -p "$work"

npm pack --silent --pack-destination "$work" inter-ui@4.1.1 lucide-static@1.62.0
for archive in "$work"/*.tgz; do
    name=$(basename "$archive" .tgz)
    mkdir -p "$work/$name"
    tar -xzf "$archive" -C "$work/$name" --strip-components 1
done

[ -d "$work/venv" ] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet fonttools==4.68.0 brotli==1.2.1 picosvg==0.23.0
"$work/venv/bin/python" make.py \
    --inter "$work/inter-ui-4.1.1/variable/InterVariable.woff2" \
    --mono /usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf \
    --icons "$work/lucide-static-1.62.0/icons"

cp "$work/inter-ui-4.1.1/LICENSE.txt" fonts/Inter-OFL.txt
cp "$work/lucide-static-1.62.0/LICENSE" icons/Lucide-ISC.txt
npm install --silent --no-save --prefix "$work" @resvg/resvg-js@2.6.2
NODE_PATH="$work/node_modules" node -e '
const { Resvg } = require("@resvg/resvg-js"), fs = require("fs");
const icon = new Resvg(fs.readFileSync("icon.svg", "utf8"), { fitTo: { mode: "width", value: 256 } });
fs.writeFileSync("icon-256.png", icon.render().asPng());
'
