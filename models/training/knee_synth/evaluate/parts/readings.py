"""Do the readings steer the anatomy? One reading changed at a time, all else held fixed.

Radiograph, noise and all other readings stay the knee's own (the Kellgren-Lawrence grade alone
follows, see `with_reading`); once more with the radiograph withheld. Only the slices in which the
joint is loaded are sampled.
"""

from collections.abc import Callable

import numpy as np

from knee_synth.data import KneeFile
from knee_synth.evaluate.case import Case, with_reading
from knee_synth.evaluate.corners import (
    CORNERS,
    Window,
    bone_growth_mm2,
    corner_windows,
    lesion_change,
)
from knee_synth.evaluate.parts.part import Part, Row
from knee_synth.evaluate.parts.readings_summary import GRADES, LESIONS, summarise
from knee_synth.evaluate.parts.shape import joint_measures, segmentation_of
from knee_synth.evaluate.parts.variants import BEARING, in_volume
from knee_synth.evaluate.tools import Tools
from knee_synth.geometry import slice_depths_mm
from knee_synth.sample import SamplingOptions

#: Every second of the loaded slices shows lesions.
SEEN = BEARING[::2]
#: Where a kind of lesion lies in its corner.
PLACE = {"XROS": "margin", "XRSC": "subchondral", "XRCY": "subchondral"}
Volumes = Callable[[np.ndarray, tuple[int, ...]], np.ndarray]


def measure(tools: Tools, knee: KneeFile) -> Row:
    """Joint space at every grade of narrowing, and change of every corner with each lesion."""
    case, labels = Case.of(knee), tools.reference_labels(knee)
    windows = {place: corner_windows(labels[list(SEEN)], place) for place in PLACE.values()}
    row: Row = {}
    for name, radiograph in (("given", case.radiograph), ("withheld", None)):
        volumes = _remembered(tools, radiograph, tools.setup.options_of(knee))
        row[name] = {
            "narrowing": {side: _narrowing(tools, case.grades, volumes, side) for side in "ML"},
            "lesions": {
                f"{stem}{corner}": _lesion(tools, case.grades, volumes, stem, corner, windows)
                for stem in LESIONS
                for corner in CORNERS
                if corner in windows[PLACE[stem]]
            },
        }
    return row


def _narrowing(tools: Tools, grades: np.ndarray, volumes: Volumes, side: str) -> list[Row]:
    """Medial and lateral space (mm) at grade 0, 1, 2, 3 of one side's narrowing."""
    measures = []
    for grade in GRADES:
        slices = volumes(with_reading(grades, f"XRJS{side}", grade), BEARING)
        labels = segmentation_of(tools)(slices, slice_depths_mm()[list(BEARING)])
        measures.append(joint_measures(in_volume(labels, BEARING)))
    return measures


def _lesion(
    tools: Tools,
    grades: np.ndarray,
    volumes: Volumes,
    stem: str,
    corner: str,
    windows: dict[str, dict[str, Window]],
) -> Row:
    """Change from the lowest to the highest grade of a lesion in its corner and elsewhere."""
    places = windows[PLACE[stem]]
    pair = [
        volumes(with_reading(grades, f"{stem}{corner}", grade), SEEN)
        for grade in (0, LESIONS[stem])
    ]
    row: Row = {"grey": lesion_change(pair[0], pair[1], places, corner)}
    if stem == "XROS":
        depths = slice_depths_mm()[list(SEEN)]
        labels = [segmentation_of(tools)(slices, depths) for slices in pair]
        row["bone_mm2"] = bone_growth_mm2(labels[0], labels[1], places, corner)
    return row


def _remembered(tools: Tools, radiograph: np.ndarray | None, options: SamplingOptions) -> Volumes:
    """Slices by readings, each slice sampled once: many sweeps pass through the same readings."""
    kept: dict[tuple[bytes, int], np.ndarray] = {}

    def slices_of(grades: np.ndarray, slices: tuple[int, ...]) -> np.ndarray:
        key = grades.tobytes()
        missing = [index for index in slices if (key, index) not in kept]
        if missing:
            depths = slice_depths_mm()[missing]
            sampled = tools.sample(radiograph, grades, depths, options)
            kept.update({(key, i): picture for i, picture in zip(missing, sampled, strict=True)})
        return np.stack([kept[key, index] for index in slices])

    return slices_of


PART = Part(
    "readings",
    "Readings changed one at a time",
    measure,
    summarise,
    knees=10,
    needs="segmenter",
    uses=("segmenter",),
    settings={"slices": BEARING, "seen": SEEN},
)
