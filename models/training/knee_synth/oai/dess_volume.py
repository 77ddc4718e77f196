"""A DESS series as a volume along the knee's axes."""

from dataclasses import dataclass

import numpy as np
from pydicom import Dataset

from knee_synth.oai.dicom_files import pixels_of
from knee_synth.oai.errors import UnusableImageError

#: OAI: 0.7 mm slices, 0.365 mm pixels. Coarser stacks than this are no 3D DESS.
_LARGEST_SPACING_MM = 1.6
_LARGEST_PIXEL_MM = 1.6
_LARGEST_TILT_DEG = 30.0
_LEAST_WIDTH_MM = 75.0
_GAP = 1.5
#: Directions of the axes in the patient (LPS): anterior, inferior, left.
_AXES = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, -1.0], [1.0, 0.0, 0.0]])


@dataclass(frozen=True)
class DessVolume:
    """Signal float32 (depth, rows, columns): posterior to anterior, superior to inferior, patient's
    right to left; `spacing_mm` between samples along each axis."""

    signal: np.ndarray
    spacing_mm: tuple[float, float, float]


def read_dess(slices: list[Dataset]) -> tuple[DessVolume, list[str]]:
    """Volume of the datasets of one series, and remarks for the report.

    Raises:
        UnusableImageError: no DESS geometry, missing slices, or pixels that cannot be read.
    """
    remarks: list[str] = []
    slices = _one_contrast(slices, remarks)
    directions, spacing = _in_plane(slices)
    normal = np.cross(directions[0], directions[1])
    slices, gap = _stack(slices, normal, remarks)
    stack = np.stack([_pixels(each) for each in slices])
    axes = np.stack([normal, directions[1], directions[0]])
    return _along_knee(stack, axes, (gap, *spacing)), remarks


def _pixels(one: Dataset) -> np.ndarray:
    try:
        return pixels_of(one)
    except UnusableImageError as error:
        raise UnusableImageError(f"slice {one.get('InstanceNumber', '?')}: {error}") from error


def _one_contrast(slices: list[Dataset], remarks: list[str]) -> list[Dataset]:
    """Of several echoes or reconstructions the largest, the shortest echo first."""
    groups: dict[tuple[str, str, str], list[Dataset]] = {}
    for each in slices:
        kind = "/".join(str(part) for part in each.get("ImageType", []) or [])
        key = (str(each.get("EchoTime", "")), kind, f"{each.get('Rows')}x{each.get('Columns')}")
        groups.setdefault(key, []).append(each)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), _number(item[0][0])))
    if len(ordered) > 1:
        echoes = ", ".join(f"TE {key[0]} ms ({len(group)})" for key, group in ordered)
        remarks.append(f"several contrasts in the series: {echoes}; took the first")
    return ordered[0][1]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("inf")


def _in_plane(slices: list[Dataset]) -> tuple[np.ndarray, tuple[float, float]]:
    """Directions of growing columns and rows in the patient, and (row, column) spacing in mm."""
    for name in ("ImageOrientationPatient", "ImagePositionPatient", "PixelSpacing"):
        if any(each.get(name) is None or len(each[name].value or []) == 0 for each in slices):
            raise UnusableImageError(f"slices without {name}")
    first = np.array(slices[0].ImageOrientationPatient, dtype=float)
    spacing = np.array(slices[0].PixelSpacing, dtype=float)
    for each in slices:
        if not np.allclose(np.array(each.ImageOrientationPatient, dtype=float), first, atol=1e-3):
            raise UnusableImageError("the slices are not parallel")
        if not np.allclose(np.array(each.PixelSpacing, dtype=float), spacing, atol=1e-4):
            raise UnusableImageError("the slices differ in pixel spacing")
    if not 0 < spacing.max() <= _LARGEST_PIXEL_MM:
        raise UnusableImageError(f"pixels of {spacing.max():.2f} mm are no 3D DESS")
    return first.reshape(2, 3), (float(spacing[0]), float(spacing[1]))


def _stack(
    slices: list[Dataset], normal: np.ndarray, remarks: list[str]
) -> tuple[list[Dataset], float]:
    """Slices in order of their place, and the distance between them in mm."""
    places = [float(np.array(each.ImagePositionPatient, dtype=float) @ normal) for each in slices]
    ordered = sorted(zip(places, range(len(slices)), strict=True))
    kept = [ordered[0]]
    for place, index in ordered[1:]:
        if place - kept[-1][0] > 1e-2:
            kept.append((place, index))
    if len(kept) < len(slices):
        remarks.append(f"{len(slices) - len(kept)} slices lie where another one does; left out")
    if len(kept) < 2:
        raise UnusableImageError("a single slice is no volume")
    gaps = np.diff([place for place, _ in kept])
    step = float(np.median(gaps))
    missing = int(np.round(gaps / step - 1)[gaps > _GAP * step].sum())
    if missing:
        raise UnusableImageError(f"{missing} slices are missing between the others")
    if step > _LARGEST_SPACING_MM:
        raise UnusableImageError(f"slices {step:.2f} mm apart are no 3D DESS")
    if np.abs(gaps - step).max() > 0.1 * step:
        raise UnusableImageError("the slices are not evenly spaced")
    if step * len(kept) < _LEAST_WIDTH_MM:
        raise UnusableImageError(
            f"{len(kept)} slices cover {step * len(kept):.0f} mm of the knee's width only; "
            "the series is incomplete"
        )
    return [slices[index] for _, index in kept], step


def _along_knee(
    stack: np.ndarray, axes: np.ndarray, spacing: tuple[float, float, float]
) -> DessVolume:
    """Axes of a stack in the order and direction of the knee's.

    Raises:
        UnusableImageError: a stack that lies oblique, so that axes cannot be told apart.
    """
    share = _AXES @ axes.T
    order = np.abs(share).argmax(axis=1)
    along = share[np.arange(3), order]
    if len(set(order.tolist())) < 3 or np.abs(along).min() < np.cos(np.radians(_LARGEST_TILT_DEG)):
        raise UnusableImageError("the stack lies too obliquely in the patient")
    if order[2] != 0:
        raise UnusableImageError("the slices are not sagittal")
    signal = stack.transpose(order)
    flips = tuple(slice(None, None, -1 if part < 0 else 1) for part in along)
    ordered = np.ascontiguousarray(signal[flips], dtype=np.float32)
    return DessVolume(ordered, tuple(spacing[axis] for axis in order))
