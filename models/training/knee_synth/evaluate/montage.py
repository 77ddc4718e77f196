"""Labelled pictures of synthetic slices; every one says on its face that it is synthetic."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from skimage.segmentation import find_boundaries

from knee_synth.data import KneeFile
from knee_synth.evaluate.case import READING_PLACE, Case, truth_of, with_reading
from knee_synth.evaluate.corners import CORNERS
from knee_synth.evaluate.segmentation import STRUCTURES
from knee_synth.evaluate.tools import Tools
from knee_synth.geometry import slice_depths_mm

_SIMULATED = ("SYNTHETIC (simulated training data)", "SIMULATED KNEE, the truth")
_ACQUIRED = ("SYNTHETIC", "ACQUIRED, the truth")
MONTAGE_SLICES = (6, 12, 18, 23, 28, 33, 39, 44)
#: Kellgren-Lawrence grade of every example by its name; 2 is minimal, 3 moderate.
EXAMPLES = {"healthy": 0, "moderate": 3, "severe": 4}
_SLICE_PIXELS = 176
_STRIP_PIXELS = 20
_GREYS = 64
_COLOURS_KEPT = 200
_MIDDLE = 25
# Soft tissue lies in the lower half of the grey levels: brighter, menisci and cortex are seen.
_DISPLAY_GAMMA = 0.8
_MARK_SIZE = 11
_COLOURS = {"femur": (255, 160, 60), "tibia": (80, 190, 255), "cartilage": (120, 255, 120)}


def examples(knees: list[KneeFile]) -> dict[str, KneeFile]:
    """The first healthy, moderate and severe knee, as far as there are: not the best ones.

    A healthy one has no finding of any other kind either.
    """
    chosen: dict[str, KneeFile] = {}
    for knee in knees:
        grades = knee.load("readings")
        kl = int(grades[READING_PLACE["XRKL"]])
        for name, grade in EXAMPLES.items():
            if kl == grade and (kl or grades.max() == 0):
                chosen.setdefault(name, knee)
    return {name: chosen[name] for name in EXAMPLES if name in chosen}


def row_labels(knee: KneeFile) -> tuple[str, str]:
    """What stands above synthetic and true slices of a knee; only the simulator's have a seed of
    their population."""
    return _SIMULATED if "population_seed" in knee.meta else _ACQUIRED


def save_montage(path: Path, tools: Tools, knee: KneeFile) -> None:
    """Eight depths, posterior to anterior, synthetic above truth, as PNG."""
    taken = list(MONTAGE_SLICES)
    kl = int(knee.load("readings")[READING_PLACE["XRKL"]])
    depths = [f"{depth:+.0f} mm" for depth in slice_depths_mm()[taken]]
    synthetic, truth = row_labels(knee)
    title = f"{synthetic}, KL {kl}; mm in front of the joint centre"
    rows = [
        strip(title, depths),
        picture_row(tools.synthetic(knee)[taken], mark_of(synthetic)),
        strip(truth, depths),
        picture_row(truth_of(knee)[taken], mark_of(truth)),
    ]
    save_picture(path, np.concatenate(rows))


def save_readings_picture(path: Path, tools: Tools, knee: KneeFile) -> None:
    """The middle slice with one reading, or all of a kind, changed; radiograph and noise fixed."""
    case, options = Case.of(knee), tools.setup.options_of(knee)
    changes = {
        "as read": {},
        **{f"medial JSN {grade}": {"XRJSM": grade} for grade in (1, 2, 3)},
        "lateral JSN 3": {"XRJSL": 3},
        "osteophytes 3": {f"XROS{corner}": 3 for corner in CORNERS},
        "sclerosis 3": {f"XRSC{corner}": 3 for corner in CORNERS},
        "cysts": {f"XRCY{corner}": 1 for corner in CORNERS},
    }
    slices = []
    for change in changes.values():
        grades = case.grades
        for name, grade in change.items():
            grades = with_reading(grades, name, grade)
        depth = slice_depths_mm()[_MIDDLE : _MIDDLE + 1]
        slices.append(tools.sample(case.radiograph, grades, depth, options)[0])
    synthetic = row_labels(knee)[0]
    kl = int(case.grades[READING_PLACE["XRKL"]])
    depth_mm = slice_depths_mm()[_MIDDLE]
    title = f"{synthetic}: one radiograph (KL {kl}), readings changed; depth {depth_mm:+.0f} mm"
    row = picture_row(np.stack(slices), mark_of(synthetic))
    save_picture(path, np.concatenate([strip(title, list(changes)), row]))


def save_segmentation_picture(path: Path, tools: Tools, knee: KneeFile) -> None:
    """Outlines that the segmenter drew on synthetic and true slices."""
    if tools.segmentation is None:
        return
    taken = list(MONTAGE_SLICES[2:6])
    depths = slice_depths_mm()[taken]
    rows = []
    volumes = (tools.synthetic(knee), truth_of(knee))
    for label, volume in zip(row_labels(knee), volumes, strict=True):
        labels = tools.segmentation(volume[taken], depths)
        title = f"{label}; segmenter: femur orange, tibia blue, cartilage green"
        captions = [f"{depth:+.0f} mm" for depth in depths]
        marked = _marked(_outlined(volume[taken], labels), mark_of(label))
        rows += [_coloured(strip(title, captions)), marked]
    save_picture(path, np.concatenate(rows))


def strip(title: str, captions: list[str]) -> np.ndarray:
    """Two lines of white text: a title, and a caption above every slice; uint8 (40, width)."""
    width = _SLICE_PIXELS * len(captions)
    picture = Image.new("L", (width, 2 * _STRIP_PIXELS))
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    draw.text((6, 2), title, fill=255, font=font)
    for place, caption in enumerate(captions):
        draw.text((6 + place * _SLICE_PIXELS, 2 + _STRIP_PIXELS), caption, fill=200, font=font)
    return np.asarray(picture)


def mark_of(label: str) -> str:
    """The word in a row's label that every slice of it bears: what the slice is."""
    return label.split()[0].rstrip(",")


def picture_row(slices: np.ndarray, mark: str) -> np.ndarray:
    """Slices (n, rows, columns) in [0, 1] side by side, a dark line between them, each with its
    mark and its sides written in, uint8 (176, 176 n)."""
    pictures = [_resized(_to_byte(picture)) for picture in slices]
    row = np.concatenate(pictures, axis=1)
    row[:, _SLICE_PIXELS - 1 :: _SLICE_PIXELS] = 0
    return _marked(row, mark)


def _marked(row: np.ndarray, mark: str) -> np.ndarray:
    """A row of slices, grey or colour, with the mark below and `lat` and `med` beside every slice:
    pictures are cut out and passed on."""
    picture = Image.fromarray(row)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(_MARK_SIZE)
    middle, bottom = _SLICE_PIXELS // 2, _SLICE_PIXELS - 4
    ink = (255, 190, 80) if row.ndim == 3 else 255
    edge = {"stroke_width": 2, "stroke_fill": 0 if row.ndim == 2 else (0, 0, 0), "fill": ink}
    for left in range(0, row.shape[1], _SLICE_PIXELS):
        draw.text((left + middle, bottom), mark, anchor="ms", font=font, **edge)
        draw.text((left + 4, middle), "lat", anchor="lm", font=font, **edge)
        draw.text((left + _SLICE_PIXELS - 6, middle), "med", anchor="rm", font=font, **edge)
    return np.asarray(picture)


def save_picture(path: Path, picture: np.ndarray) -> None:
    """Write a grey (rows, columns) or colour (rows, columns, 3) picture as a compact PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if picture.ndim == 2:
        step = 256 // _GREYS
        image = Image.fromarray((picture // step * step).astype(np.uint8))
        image = image.quantize(_GREYS, dither=Image.Dither.NONE)
    else:
        image = Image.fromarray(picture).quantize(_COLOURS_KEPT, dither=Image.Dither.NONE)
    image.save(path, optimize=True)


def _to_byte(picture: np.ndarray) -> np.ndarray:
    return np.round(np.clip(picture, 0, 1) ** _DISPLAY_GAMMA * 255).astype(np.uint8)


def _resized(picture: np.ndarray) -> np.ndarray:
    size = (_SLICE_PIXELS, _SLICE_PIXELS)
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))


def _coloured(picture: np.ndarray) -> np.ndarray:
    return np.repeat(picture[..., None], 3, axis=-1)


def _outlined(slices: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The middle of slices at full size with the outlines of their tissues."""
    pictures = []
    for picture, tissue in zip(_middle(slices), _middle(labels), strict=True):
        coloured = _coloured(_to_byte(picture))
        for name, colour in _COLOURS.items():
            mask = np.isin(tissue, STRUCTURES[name])
            coloured[find_boundaries(mask, mode="outer" if name == "cartilage" else "inner")] = (
                colour
            )
        pictures.append(coloured)
    return np.concatenate(pictures, axis=1)


def _middle(slices: np.ndarray) -> np.ndarray:
    first = (slices.shape[-1] - _SLICE_PIXELS) // 2
    return slices[:, first : first + _SLICE_PIXELS, first : first + _SLICE_PIXELS]
