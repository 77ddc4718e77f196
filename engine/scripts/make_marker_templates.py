"""Makes engine/src/radiograph/markerTemplateData.ts: what characters look like as lead markers.

Usage: python engine/scripts/make_marker_templates.py

Every character is drawn in several fonts (fonts-dejavu-core, fonts-liberation), turned by up to
10 degrees, cut out, brought to a small grid and averaged. Lower case means drawn mirrored.
"""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

ROWS, COLUMNS = 16, 12
CHARACTERS = "RLABCDEFGHIJKMNOPQSTUVWXYZ0123456789"
MIRRORED = "RL"
ANGLES = (-10, -5, 0, 5, 10)
FONTS = [
    "dejavu/DejaVuSans-Bold.ttf",
    "dejavu/DejaVuSans.ttf",
    "liberation/LiberationSans-Bold.ttf",
    "liberation/LiberationSans-Regular.ttf",
    "liberation/LiberationSansNarrow-Bold.ttf",
]
FOLDER = Path("/usr/share/fonts/truetype")
TARGET = Path(__file__).parent.parent / "src" / "radiograph" / "markerTemplateData.ts"


def glyph(character: str, font: str, angle: float, mirrored: bool) -> np.ndarray:
    """Share of each grid cell that the character covers (ROWS x COLUMNS, 0 to 1)."""
    tile = Image.new("L", (240, 240), 0)
    ImageDraw.Draw(tile).text((60, 40), character, 255, ImageFont.truetype(FOLDER / font, 120))
    tile = tile.rotate(angle, resample=Image.Resampling.BILINEAR)
    if mirrored:
        tile = tile.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    cut = tile.crop(tile.point(lambda value: 255 * (value > 127)).getbbox())
    return np.asarray(cut.resize((COLUMNS, ROWS), Image.Resampling.BOX), np.float64) / 255


def template(character: str, mirrored: bool) -> np.ndarray:
    """The mean over fonts and angles."""
    glyphs = [glyph(character, font, angle, mirrored) for font in FONTS for angle in ANGLES]
    return np.mean(glyphs, axis=0)


def main() -> None:
    """Writes the TypeScript file."""
    names = [(c, False) for c in CHARACTERS] + [(c, True) for c in MIRRORED]
    stack = np.stack([template(*name) for name in names])
    characters = "".join(name.lower() if mirrored else name for name, mirrored in names)
    data = base64.b64encode(np.round(stack * 255).astype(np.uint8).tobytes()).decode()
    lines = [data[i : i + 92] for i in range(0, len(data), 92)]
    TARGET.write_text(
        "// Made by engine/scripts/make_marker_templates.py; do not edit by hand.\n\n"
        f"export const MARKER_ROWS = {ROWS};\n"
        f"export const MARKER_COLUMNS = {COLUMNS};\n"
        "/** In the order of the templates; lower case is mirrored. */\n"
        f"export const MARKER_CHARACTERS = '{characters}';\n\n"
        "/** Cover of each cell of each template, rows by columns, 0 to 255, as Base64. */\n"
        "export const MARKER_TEMPLATES =\n" + " +\n".join(f"  '{line}'" for line in lines) + ";\n"
    )


if __name__ == "__main__":
    main()
