"""Films as they were meant to be seen: grey as pydicom's, pixels as large as the engine's."""

import importlib.util
import io
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from pydicom import Dataset, dcmread, dcmwrite
from pydicom.uid import ExplicitVRBigEndian

from knee_synth.oai.errors import UnusableImageError
from knee_synth.oai.film_grey import shown_grey
from knee_synth.oai.film_image import read_film
from knee_synth.oai.film_spacing import find_spacing

ENGINE_TOOL = Path(__file__).parents[3] / "engine" / "test" / "film_tool.py"


def engine_tool() -> ModuleType:
    """What writes the films that the engine's own tests read."""
    spec = importlib.util.spec_from_file_location("film_tool", ENGINE_TOOL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = engine_tool()


def from_file(dataset: Dataset) -> Dataset:
    stream = io.BytesIO()
    dcmwrite(stream, dataset, enforce_file_format=True, overwrite=True)
    stream.seek(0)
    return dcmread(stream)


@pytest.mark.parametrize("kind", sorted(TOOL.KINDS))
def test_every_curve_and_table_is_applied_as_pydicom_applies_it(kind):
    dataset = TOOL.film()
    TOOL.KINDS[kind](dataset)
    expected = TOOL.shown(dataset)
    film = read_film(from_file(dataset))
    offset = (film.grey - expected)[film.known]  # MONOCHROME1 may be turned about any level
    assert np.abs(offset - offset[0]).max() <= 1e-6 * np.ptp(expected) + 1e-6
    assert film.known.all() == (not kind.endswith("padding"))


def test_a_linear_window_changes_nothing():
    dataset = TOOL.film()
    dataset.WindowCenter, dataset.WindowWidth = 1000, 50
    assert np.array_equal(read_film(dataset).grey, TOOL.RAMP)


def test_a_table_of_bytes_has_as_many_entries_as_it_says():
    """256 levels for 4096 values, two entries in a word."""
    entries = (np.arange(4096) // 16).astype(np.uint8)
    dataset, item = TOOL.film(), Dataset()
    item.add_new(0x00283002, "US", [4096, 0, 8])
    item.add_new(0x00283006, "US", entries.view("<u2").tolist())
    dataset.VOILUTSequence = [item]
    assert np.array_equal(read_film(dataset).grey, TOOL.RAMP // 16)


def test_a_table_of_a_big_endian_file_is_read_in_its_own_order():
    dataset = TOOL.film()
    item = Dataset()
    item.add_new(0x00283002, "US", [4096, 0, 12])
    item.add_new(0x00283006, "OW", np.arange(4095, -1, -1).astype(">u2").tobytes())
    dataset.VOILUTSequence = [item]
    dataset.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
    dataset.set_original_encoding(False, False)
    read = from_file(dataset)
    assert np.array_equal(shown_grey(read, TOOL.RAMP), 4095 - TOOL.RAMP)


def test_a_table_that_is_cut_off_is_left_out():
    dataset, item = TOOL.film(), Dataset()
    item.add_new(0x00283002, "US", [4096, 0, 12])
    item.add_new(0x00283006, "US", [1, 2, 3])
    dataset.VOILUTSequence = [item]
    assert np.array_equal(read_film(dataset).grey, TOOL.RAMP)


#: The cases of the engine's own test (`spacing.test.ts`).
SPACINGS = {
    "calibrated": ({"PixelSpacing": [0.2, 0.2]}, 0.2, "PixelSpacing"),
    "magnification told": (
        {"ImagerPixelSpacing": [0.15, 0.15], "EstimatedRadiographicMagnificationFactor": 1.2},
        0.125,
        "ImagerPixelSpacing",
    ),
    "distances told": (
        {
            "ImagerPixelSpacing": [0.15, 0.15],
            "DistanceSourceToDetector": 1200,
            "DistanceSourceToPatient": 1000,
        },
        0.125,
        "ImagerPixelSpacing",
    ),
    "detector alone": ({"ImagerPixelSpacing": [0.15, 0.15]}, 0.15, "detector"),
    "magnification of 1": (
        {"ImagerPixelSpacing": [0.15, 0.15], "EstimatedRadiographicMagnificationFactor": 1},
        0.15,
        "detector",
    ),
    "scanner of a film": ({"NominalScannedPixelSpacing": [0.175, 0.175]}, 0.175, "detector"),
    "detector's, repeated": (
        {"PixelSpacing": [0.139, 0.139], "ImagerPixelSpacing": [0.13895, 0.13895]},
        0.13895,
        "detector",
    ),
    "detector's, repeated, and a magnification": (
        {
            "PixelSpacing": [0.2, 0.2],
            "ImagerPixelSpacing": [0.2, 0.2],
            "EstimatedRadiographicMagnificationFactor": 1.25,
        },
        0.16,
        "ImagerPixelSpacing",
    ),
    "calibrated, beside the detector's": (
        {"PixelSpacing": [0.2, 0.2], "ImagerPixelSpacing": [0.25, 0.25]},
        0.2,
        "PixelSpacing",
    ),
    "said to be calibrated": (
        {
            "PixelSpacing": [0.2, 0.2],
            "ImagerPixelSpacing": [0.2, 0.2],
            "PixelSpacingCalibrationType": "FIDUCIAL",
        },
        0.2,
        "PixelSpacing",
    ),
    "nothing": ({}, None, "estimated"),
    "nothing usable": ({"PixelSpacing": [0, 0]}, None, "estimated"),
}


@pytest.mark.parametrize("name", sorted(SPACINGS))
def test_pixels_are_as_large_as_the_viewer_takes_them(name):
    attributes, expected, source = SPACINGS[name]
    dataset = Dataset()
    for keyword, value in attributes.items():
        setattr(dataset, keyword, value)
    spacing, found = find_spacing(dataset)
    assert (spacing, found) == (expected and pytest.approx(expected), source)


def test_pixels_that_are_no_squares_by_their_ratio_alone_are_refused():
    dataset = Dataset()
    dataset.PixelAspectRatio = [2, 1]
    with pytest.raises(UnusableImageError, match="not square"):
        find_spacing(dataset)
