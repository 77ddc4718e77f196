"""Makes the templates that the joint centre is found with.

The film's template and model of likeness are the engine's; the volume's template is the mean of
simulated volumes:

    python -m knee_synth.oai.make_templates --engine-template KNEE_TEMPLATE_DATA.TS
    python -m knee_synth.oai.make_templates --engine-likeness KNEE_LIKENESS_DATA.TS
    python -m knee_synth.oai.make_templates --knees CACHE
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from knee_synth.data import KneeFile, list_knees
from knee_synth.geometry import SLICE_PIXEL_MM, SLICE_SPACING_MM
from knee_synth.oai.dess_centre import CONTRAST_SIGMA_MM, GRID_MM, on_grid
from knee_synth.oai.dess_volume import DessVolume
from knee_synth.oai.knee_confidence import LIKENESS_FILE, engine_likeness, store_likeness
from knee_synth.oai.local_contrast import local_contrast
from knee_synth.oai.template import engine_template, store_template

_FOLDER = Path(__file__).parent / "templates"
_CONDYLES_MM = 80.0
#: Reach of the template to either side of the joint centre: depth, rows, columns.
_REACH_MM = (40.0, 52.0, 44.0)


def main(argv: Sequence[str]) -> int:
    """Writes the film's template or model, or the volume's template, into the package."""
    parser = argparse.ArgumentParser(prog="make_templates", description=main.__doc__)
    parser.add_argument("--engine-template", type=Path, help="kneeTemplateData.ts of the engine")
    parser.add_argument("--engine-likeness", type=Path, help="kneeLikenessData.ts of the engine")
    parser.add_argument("--knees", type=Path, help="cache made by simulate")
    parser.add_argument("--count", type=int, default=80, help="knees to use (80)")
    arguments = parser.parse_args(argv)
    if arguments.engine_template:
        source = arguments.engine_template.read_text(encoding="utf-8")
        store_template(_FOLDER / "film.npz", *engine_template(source))
    if arguments.engine_likeness:
        source = arguments.engine_likeness.read_text(encoding="utf-8")
        store_likeness(LIKENESS_FILE, engine_likeness(source))
    if arguments.knees:
        knees = list_knees(arguments.knees, ("train",))[: arguments.count]
        contrasts = np.stack([_around_centre(knee) for knee in tqdm(knees, unit="knee")])
        store_template(_FOLDER / "dess.npz", contrasts.mean(0), contrasts.std(0), GRID_MM)
    return 0


def _around_centre(knee: KneeFile) -> np.ndarray:
    """Local contrast of a volume on the template's grid, its condyles brought to 80 mm."""
    factor = _CONDYLES_MM / float(knee.meta["condylar_width"])
    spacing = tuple(factor * mm for mm in (SLICE_SPACING_MM, SLICE_PIXEL_MM, SLICE_PIXEL_MM))
    volume = DessVolume(knee.load("mri").astype(np.float32), spacing)
    grey, known, centre = on_grid(volume, GRID_MM)
    contrast = local_contrast(grey, known, CONTRAST_SIGMA_MM / GRID_MM)
    middle = [round(at) for at in centre]
    reach = [int(mm / GRID_MM) for mm in _REACH_MM]
    box = tuple(slice(m - r, m + r + 1) for m, r in zip(middle, reach, strict=True))
    return contrast[box]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
