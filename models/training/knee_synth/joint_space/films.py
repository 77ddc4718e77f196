"""Simulated films with their true joint-space widths, to measure the engine's errors on.

The truth is `jsw_mm`: the least distance in space of femur and tibia in each compartment, in mm of
the person, which the simulator holds at the flexion of the film too.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from knee_synth.data.cache import FILM_PIXEL_MM, KneeFile
from knee_synth.readings import READINGS

#: Cut around the joint: rows and columns of a fixture.
CUT = (96, 160)
#: Readings that a width depends on.
_TOLD = ("XRKL", "XRJSM", "XRJSL")
_NAMES = [reading.name for reading in READINGS]
_ABOUT = (
    "Joints of simulated right knees, cut out of films of `python -m knee_synth simulate`; "
    "none of them was used to make the engine's model of bone edges. The joint centre is the "
    "middle."
)


def write_films(knees: Sequence[KneeFile], out: Path) -> None:
    """`films.bin` (uint8, film after film, 320 x 320 pixels of 0.625 mm, right knees or turned over
    to look like one) and `truth.json`; `node engine/scripts/evaluate-joint-space.mjs OUT` measures
    them."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "films.bin").open("wb") as films:
        for knee in knees:
            films.write(knee.load("film").tobytes())
    truth = json.dumps([_truth_of(knee) for knee in knees])
    (out / "truth.json").write_text(truth, encoding="utf-8")


def write_fixtures(knees: Sequence[KneeFile], out: Path) -> None:
    """One PNG a knee, cut around the joint, and `jointSpace.json`."""
    out.mkdir(parents=True, exist_ok=True)
    films = []
    for number, knee in enumerate(knees, 1):
        film = knee.load("film")
        top, left = ((size - cut) // 2 for size, cut in zip(film.shape, CUT, strict=True))
        name = f"joint-{number:02d}.png"
        cut = film[top : top + CUT[0], left : left + CUT[1]]
        Image.fromarray(cut).save(out / name, optimize=True)
        films.append({"file": name, **_truth_of(knee)})
    text = {"about": _ABOUT, "pixelSpacingMm": FILM_PIXEL_MM, "films": films}
    (out / "jointSpace.json").write_text(json.dumps(text, indent=2) + "\n", encoding="utf-8")


def _truth_of(knee: KneeFile) -> dict[str, object]:
    """What is known of a knee that its joint space depends on."""
    readings = dict(zip(_NAMES, knee.load("readings").tolist(), strict=True))
    medial, lateral = knee.load("jsw_mm").tolist()
    return {
        "id": knee.knee_id,
        "widthMm": {"medial": round(medial, 3), "lateral": round(lateral, 3)},
        "readings": {name: readings[name] for name in _TOLD},
    }
