"""Subsets Inter and JetBrains Mono, and draws the icon font from Lucide's SVGs. Called by make.sh."""

import argparse
import pathlib
import re

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.svgLib.path import parse_path
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from picosvg.svg import SVG

HERE = pathlib.Path(__file__).parent

# Latin, Latin-1, Latin Extended-A, the comma-below letters of Romanian, combining accents, and the signs that the window uses.
CHARACTERS = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), 0x218, 0x219, 0x21A, 0x21B, *range(0x300, 0x305), 0x308, 0x30A, 0x30C, 0x327, 0x328,
    *map(ord, "–—‘’‚“”„†•…‰′″‹›⁄€™←↑→↓↔−≈≠≤≥×÷∞✓✗●○▲▶▼◀⌘⇧⌃⌥⏎⇥␣\u2009\u200a\u200b\u2011\u202f\u2212\ufffd"),
]  # fmt: skip

# 550 for tabs and buttons, 600 for names. Digits are as wide as each other, so that a running clock stands still.
WEIGHTS = {"Regular": 400, "Medium": 550, "SemiBold": 600}

# The order gives the code points: append, never sort.
ICONS = """
waves play step-forward square check circle-check x circle-x triangle-alert circle-alert info eye eye-off copy
clipboard-paste clipboard-check chevron-down chevron-right chevron-up chevron-left search sun moon sun-moon user-round
users-round fingerprint shield-check shield-alert globe key-round clock inbox footprints braces send list-checks wrench
rotate-cw refresh-cw arrow-right arrow-left pen-line loader-circle plus minus trash-2 save folder-open download upload
file-text external-link settings lock mail smartphone message-square circle-question-mark keyboard ellipsis panel-right
terminal hash calendar hourglass unplug server ban link code log-in log-out corner-down-left lightbulb monitor
""".split()

STROKE = 1.75  # of a 24 unit square; Lucide's own is 2
FIRST = 0xE000
UNIT = 40  # font units for each unit of the square


def face(source, target, ratio, weight=None):
    font = TTFont(source)
    if weight is not None:
        instantiateVariableFont(font, {"opsz": 14, "wght": weight}, inplace=True)
        equal_digits(font)
    options = subset.Options(hinting=False, layout_features=["kern", "mark", "mkmk", "ccmp", "locl"], name_IDs=[0, 1, 2, 13, 14])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    line_height(font, ratio)
    font.flavor = None
    save(font, target)


def line_height(font, ratio):
    """Sets the height of a line, in parts of the size, by adding as much above as below: capitals stay in the middle."""
    hhea, os2 = font["hhea"], font["OS/2"]
    extra = (ratio * font["head"].unitsPerEm - (hhea.ascent - hhea.descent)) / 2
    hhea.ascent, hhea.descent, hhea.lineGap = round(hhea.ascent + extra), round(hhea.descent - extra), 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = hhea.ascent, hhea.descent, 0
    os2.usWinAscent, os2.usWinDescent = hhea.ascent, -hhea.descent


def equal_digits(font):
    table = font["cmap"].getBestCmap()
    swaps = {}
    for record in font["GSUB"].table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for lookup in font["GSUB"].table.LookupList.Lookup[index].SubTable:
                    swaps.update(getattr(lookup, "ExtSubTable", lookup).mapping)
    wanted = {code: swaps[table[code]] for code in map(ord, "0123456789") if table[code] in swaps}
    assert len(wanted) == 10, wanted
    for cmap in font["cmap"].tables:
        if cmap.isUnicode():
            cmap.cmap.update(wanted)


def icons(folder, target):
    size = 24 * UNIT
    glyphs, metrics, codes = {".notdef": TTGlyphPen(None).glyph()}, {".notdef": (size, 0)}, {}
    for index, name in enumerate(ICONS):
        pen = TTGlyphPen(None)
        # An SVG's y points down, a font's up.
        outline = TransformPen(Cu2QuPen(pen, max_err=1.0, reverse_direction=True), (UNIT, 0, 0, -UNIT, 0, size))
        text = (folder / f"{name}.svg").read_text().replace('stroke-width="2"', f'stroke-width="{STROKE}"')
        for shape in SVG.fromstring(text.replace("currentColor", "black")).topicosvg().shapes():
            parse_path(shape.as_path().d, outline)
        glyphs[name], metrics[name], codes[FIRST + index] = pen.glyph(), (size, 0), name
    builder = FontBuilder(size, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(codes)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (size, builder.font["glyf"][name].xMin if name in codes.values() else 0) for name in metrics})
    builder.setupHorizontalHeader(ascent=size, descent=0)
    builder.setupOS2(sTypoAscender=size, sTypoDescender=0, usWinAscent=size, usWinDescent=0)
    builder.setupNameTable({"familyName": "Poolwalk Icons", "styleName": "Regular", "copyright": "Lucide Icons and Contributors, ISC"})
    builder.setupPost(keepGlyphNames=False)
    save(builder.font, target)


def rust(target):
    rows = []
    for index, name in enumerate(ICONS):
        constant = re.sub(r"-2$", "", name).replace("-", "_").upper()
        rows.append(f'/// Lucide\'s `{name}`.\npub const {constant}: Icon = Icon(\'\\u{{{FIRST + index:04x}}}\');\n')
    body = "".join(rows)
    head = (
        "//! The icons: where each sits in the icon font. Written by `assets/make.py`, which has the list.\n//! Knows nothing of sizes and colors.\n\n"
        "use super::Icon;\n\n"
    )
    tail = f"\n/// Every icon, for a test that the font has them.\n#[cfg(test)]\npub(super) const ALL_ICONS: std::ops::RangeInclusive<char> = '\\u{{{FIRST:04x}}}'..='\\u{{{FIRST + len(ICONS) - 1:04x}}}';\n"
    target.write_text(head + body + tail)


def save(font, target):
    target.parent.mkdir(exist_ok=True)
    font["head"].created = font["head"].modified = 3_600_000_000  # the same bytes from the same sources
    font.recalcTimestamp = False
    font.save(target)
    print(f"{target.name}: {target.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for argument in ("--inter", "--mono", "--icons"):
        parser.add_argument(argument, required=True, type=pathlib.Path)
    given = parser.parse_args()
    for name, weight in WEIGHTS.items():
        face(given.inter, HERE / f"fonts/Inter-{name}.ttf", 20 / 13, weight)
    face(given.mono, HERE / "fonts/JetBrainsMono-Regular.ttf", 18 / 12)
    icons(given.icons, HERE / "icons/icons.ttf")
    rust(HERE / "../src/ui/theme/icons.rs")
