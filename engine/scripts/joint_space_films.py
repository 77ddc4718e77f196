"""Writes simulated films with their true joint-space widths, for measuring how well the engine
measures them.

Usage: python engine/scripts/joint_space_films.py CACHE OUT [--first 0 --last 99]
       python engine/scripts/joint_space_films.py CACHE engine/test/jointSpace --fixtures 381 384

CACHE holds what `python -m knee_synth simulate` wrote; `knee_synth` (models/training) must be
importable. OUT gets films.bin (uint8, film after film, 320 x 320 pixels of 0.625 mm, right knees
or turned over to look like one) and truth.json; `node engine/scripts/evaluate-joint-space.mjs
OUT` measures them. With --fixtures, the joints of the named knees are written as PNGs instead,
cut around the joint.

The truth is `jsw_mm`: the least distance in space of femur and tibia in each compartment, in mm
of the person, which the simulator holds at the flexion of the film too.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from PIL import Image

from knee_synth.data.cache import FILM_PIXEL_MM, KneeFile, list_knees
from knee_synth.readings import READINGS

#: Cut around the joint, rows and columns.
CUT = (96, 160)
NAMES = [reading.name for reading in READINGS]


def truth_of(knee: KneeFile) -> dict[str, object]:
    """What is known of a knee that its joint space depends on."""
    readings = dict(zip(NAMES, knee.load("readings").tolist(), strict=True))
    medial, lateral = knee.load("jsw_mm").tolist()
    return {
        "id": knee.knee_id,
        "widthMm": {"medial": round(medial, 3), "lateral": round(lateral, 3)},
        "readings": {name: readings[name] for name in ("XRKL", "XRJSM", "XRJSL")},
    }


def write_films(knees: list[KneeFile], out: Path) -> None:
    """films.bin and truth.json."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "films.bin").open("wb") as films:
        for knee in knees:
            films.write(knee.load("film").tobytes())
    (out / "truth.json").write_text(json.dumps([truth_of(knee) for knee in knees]))


def write_fixtures(knees: list[KneeFile], out: Path) -> None:
    """One PNG a knee, and jointSpace.json."""
    out.mkdir(parents=True, exist_ok=True)
    films = []
    for number, knee in enumerate(knees, 1):
        film = knee.load("film")
        top, left = ((size - cut) // 2 for size, cut in zip(film.shape, CUT, strict=True))
        name = f"joint-{number:02d}.png"
        cut = film[top : top + CUT[0], left : left + CUT[1]]
        Image.fromarray(cut).save(out / name, optimize=True)
        films.append({"file": name, **truth_of(knee)})
    about = (
        "Joints of simulated right knees, cut out of films of `python -m knee_synth simulate`; "
        "none of them was used to make the engine's model of bone edges. The joint centre is the "
        "middle."
    )
    text = {"about": about, "pixelSpacingMm": FILM_PIXEL_MM, "films": films}
    (out / "jointSpace.json").write_text(json.dumps(text, indent=2) + "\n")


def main() -> None:
    """Writes films or fixtures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cache", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--last", type=int, default=99)
    parser.add_argument("--fixtures", type=int, nargs="+", metavar="ID")
    arguments = parser.parse_args()
    knees = list_knees(arguments.cache)
    if arguments.fixtures:
        chosen = [knee for knee in knees if knee.knee_id in arguments.fixtures]
        write_fixtures(chosen, arguments.out)
    else:
        first, last = arguments.first, arguments.last
        write_films([k for k in knees if first <= k.knee_id <= last], arguments.out)


if __name__ == "__main__":
    main()
