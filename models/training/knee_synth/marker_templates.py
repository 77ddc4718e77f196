"""`knee_synth marker-templates`: what characters look like as side markers of lead on a film.

Every character is drawn in several fonts (Debian's fonts-dejavu-core and fonts-liberation), turned
by up to 10 degrees, cut out, brought to a small grid and averaged.
"""

import argparse
import base64
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

ROWS, COLUMNS = 16, 12
CHARACTERS = "RLABCDEFGHIJKMNOPQSTUVWXYZ0123456789"
#: Characters that are drawn mirrored too, as on a film seen from behind: lower case then.
MIRRORED = "RL"
FONTS = (
    "dejavu/DejaVuSans-Bold.ttf",
    "dejavu/DejaVuSans.ttf",
    "liberation/LiberationSans-Bold.ttf",
    "liberation/LiberationSans-Regular.ttf",
    "liberation/LiberationSansNarrow-Bold.ttf",
)
FONT_PIXELS = 120
_ANGLES = (-10, -5, 0, 5, 10)
_TILE, _CORNER = (240, 240), (60, 40)
_LINE = 92


def template(
    character: str, fonts: Sequence[ImageFont.FreeTypeFont], mirrored: bool = False
) -> np.ndarray:
    """Share of each cell of the grid that the character covers (16, 12), 0 to 1: the mean over the
    fonts, which have 120 pixels, and the angles."""
    glyphs = [_glyph(character, font, angle, mirrored) for font in fonts for angle in _ANGLES]
    return np.mean(glyphs, axis=0)


def _glyph(
    character: str, font: ImageFont.FreeTypeFont, angle: float, mirrored: bool
) -> np.ndarray:
    tile = Image.new("L", _TILE, 0)
    ImageDraw.Draw(tile).text(_CORNER, character, 255, font)
    tile = tile.rotate(angle, resample=Image.Resampling.BILINEAR)
    if mirrored:
        tile = tile.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    cut = tile.crop(tile.point(lambda value: 255 * (value > 127)).getbbox())
    return np.asarray(cut.resize((COLUMNS, ROWS), Image.Resampling.BOX), np.float64) / 255


def write_templates(path: Path, fonts: Sequence[ImageFont.FreeTypeFont]) -> None:
    """Writes the TypeScript file, in the format of the repository's Prettier."""
    names = [(c, False) for c in CHARACTERS] + [(c, True) for c in MIRRORED]
    stack = np.stack([template(character, fonts, mirrored) for character, mirrored in names])
    characters = "".join(name.lower() if mirrored else name for name, mirrored in names)
    data = base64.b64encode(np.round(stack * 255).astype(np.uint8).tobytes()).decode()
    lines = [data[i : i + _LINE] for i in range(0, len(data), _LINE)]
    path.write_text(
        "// Made by `python -m knee_synth marker-templates`; do not edit by hand.\n\n"
        f"export const MARKER_ROWS = {ROWS};\n"
        f"export const MARKER_COLUMNS = {COLUMNS};\n"
        "/** In the order of the templates; lower case is mirrored. */\n"
        f"export const MARKER_CHARACTERS = '{characters}';\n\n"
        "/** Cover of each cell of each template, rows by columns, 0 to 255, as Base64. */\n"
        "export const MARKER_TEMPLATES =\n" + " +\n".join(f"  '{line}'" for line in lines) + ";\n",
        encoding="utf-8",
    )


def main(argv: Sequence[str]) -> int:
    """`knee_synth marker-templates`: makes the engine's markerTemplateData.ts out of fonts."""
    parser = argparse.ArgumentParser(prog="knee_synth marker-templates", description=main.__doc__)
    parser.add_argument(
        "--fonts",
        type=Path,
        default=Path("/usr/share/fonts/truetype"),
        help="folder of fonts-dejavu-core and fonts-liberation (%(default)s)",
    )
    parser.add_argument(
        "--out", type=Path, required=True, help="the engine's src/radiograph/markerTemplateData.ts"
    )
    arguments = parser.parse_args(argv)
    missing = [name for name in FONTS if not (arguments.fonts / name).is_file()]
    if missing:
        print(
            f"marker-templates failed: the folder of fonts lacks {', '.join(missing)}; install "
            "fonts-dejavu-core and fonts-liberation, or name their folder with --fonts",
            file=sys.stderr,
        )
        return 1
    fonts = [ImageFont.truetype(arguments.fonts / name, FONT_PIXELS) for name in FONTS]
    write_templates(arguments.out, fonts)
    print(f"{arguments.out.name}: {len(CHARACTERS) + len(MIRRORED)} templates")
    return 0
