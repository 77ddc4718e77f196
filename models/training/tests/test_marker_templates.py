"""The engine's templates of side markers, drawn in the font that Pillow brings."""

import base64
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFont

from knee_synth.__main__ import main
from knee_synth.marker_templates import FONT_PIXELS, template, write_templates

SHIPPED = Path(__file__).parents[3] / "engine/src/radiograph/markerTemplateData.ts"
LINE = re.compile(r"'([A-Za-z0-9+/=]{93,}|[A-Za-z0-9+/=]{37,92})'")


@pytest.fixture(scope="module")
def font() -> ImageFont.FreeTypeFont:
    loaded = ImageFont.load_default(FONT_PIXELS)
    assert isinstance(loaded, ImageFont.FreeTypeFont)
    return loaded


def test_the_data_file_has_the_format_of_the_one_the_engine_has(
    font: ImageFont.FreeTypeFont, tmp_path: Path
) -> None:
    path = tmp_path / "markerTemplateData.ts"
    write_templates(path, [font])
    written, shipped = (p.read_text(encoding="utf-8") for p in (path, SHIPPED))
    masked = [LINE.sub(lambda line: "." * len(line[0]), text) for text in (written, shipped)]
    assert masked[0] == masked[1]
    templates = np.frombuffer(base64.b64decode("".join(LINE.findall(written)[1:])), np.uint8)
    templates = templates.reshape(38, 16, 12)
    drawn = template("A", [font])
    assert templates[2] == pytest.approx(drawn * 255, abs=0.51)


def test_a_template_shows_where_the_character_has_ink(font: ImageFont.FreeTypeFont) -> None:
    ell = template("L", [font])
    assert ell.shape == (16, 12) and ell.min() >= 0 and ell.max() <= 1
    foot, stem, corner = ell[13:].mean(), ell[:13, :4].mean(), ell[:10, 6:].mean()
    assert foot > 0.5 and stem > 0.4 and corner < 0.15


def test_a_mirrored_character_is_the_mirror_image(font: ImageFont.FreeTypeFont) -> None:
    plain, mirrored = template("R", [font]), template("R", [font], mirrored=True)
    # Pixels are whole numbers, and turning rounds them: a few in 255.
    assert mirrored == pytest.approx(plain[:, ::-1], abs=0.05)
    assert np.abs(mirrored - plain).max() > 0.2


def test_missing_fonts_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.ts"
    assert main(["marker-templates", "--fonts", str(tmp_path), "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert "DejaVuSans-Bold.ttf" in said and "fonts-liberation" in said
    assert not out.exists()
