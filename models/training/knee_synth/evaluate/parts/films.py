"""What other films of the same knee cost: acquisition, placement, crop, and a wrong scale.

The draws are those of the training, so the part shows what the networks make of films like those
that they know, knee by knee beside the film as it is prepared. A wrong scale was not trained: the
volume comes out that much larger or smaller, and the truth is compared as it is.
"""

from dataclasses import replace

import numpy as np

from knee_synth.data import FilmAugmentation, FilmSampler, KneeFile
from knee_synth.data.cache import FILM_PIXEL_MM, FILM_PIXELS
from knee_synth.evaluate.case import Case, truth_of
from knee_synth.evaluate.parts.part import Part, Row
from knee_synth.evaluate.parts.variants import SCORED, TAKEN, compared, scores
from knee_synth.evaluate.tools import Tools
from knee_synth.geometry import REGION_MM, slice_depths_mm
from knee_synth.radiograph import Region, network_radiograph

_DRAWN = FilmAugmentation()
_EXPOSURE = replace(
    _DRAWN,
    **dict.fromkeys(("shift_mm", "scale", "rotation_deg"), 0.0),
    **dict.fromkeys(("crop_probability", "tight_probability", "marker_probability"), 0.0),
)
_STILL = replace(
    _EXPOSURE, log_gamma=0.0, shading=0.0, noise=0.0, blur_pixels=0.3, blur_probability=0.0
)
#: Random films, by what is random in them.
RANDOM: dict[str, FilmAugmentation] = {
    "exposure_sharpness_and_noise": _EXPOSURE,
    "shift_and_turn": replace(
        _STILL, shift_mm=_DRAWN.shift_mm, rotation_deg=_DRAWN.rotation_deg, scale=_DRAWN.scale
    ),
    "collimation_or_tight_crop": replace(_STILL, crop_probability=0.7, tight_probability=0.3),
    "side_marker": replace(_STILL, marker_probability=1.0),
    "all_of_these": _DRAWN,
}
#: How many times too large the region is taken, by name.
SCALES = {"scale_5_%_too_small": 0.95, "scale_5_%_too_large": 1.05}
BASE = "as_prepared"


def measure(tools: Tools, knee: KneeFile) -> Row:
    """Scores of one knee with its film as prepared and with every other film of it."""
    case, truth, options = Case.of(knee), truth_of(knee), tools.setup.options_of(knee)
    film, mask = knee.load("film"), knee.load("film_mask")
    depths = slice_depths_mm()[list(TAKEN)]
    radiographs = {
        name: drawn_film(film, mask, augmentation, knee.knee_id)
        for name, augmentation in RANDOM.items()
    } | {name: scaled_film(film, mask, scale) for name, scale in SCALES.items()}
    row = {BASE: scores(tools, knee, truth, tools.synthetic(knee)[list(TAKEN)])}
    for name, radiograph in radiographs.items():
        volume = tools.sample(radiograph, case.grades, depths, options)
        row[name] = scores(tools, knee, truth, volume)
    return row


def drawn_film(
    film: np.ndarray, mask: np.ndarray, augmentation: FilmAugmentation, seed: int
) -> np.ndarray:
    """A random radiograph of a film (320, 320), float32 (1, 2, 224, 224)."""
    sampler = FilmSampler(augmentation, np.random.default_rng(seed))
    return sampler(film[None], mask[None]).numpy()


def scaled_film(film: np.ndarray, mask: np.ndarray, scale: float) -> np.ndarray:
    """The radiograph of a region `scale` times as large, float32 (1, 2, 224, 224)."""
    extent = scale * REGION_MM / FILM_PIXEL_MM
    start = (FILM_PIXELS - extent) / 2
    return network_radiograph(film, Region(start, start, extent, extent), mask)


def summarise(rows: list[Row]) -> Row:
    """Means of every film, and paired tests that the film as prepared is better."""
    return compared(rows, BASE, (*RANDOM, *SCALES))


PART = Part(
    "films",
    "Other films of the same knee",
    measure,
    summarise,
    knees=24,
    uses=("segmenter",),
    settings={"slices": [*SCORED]},
)
