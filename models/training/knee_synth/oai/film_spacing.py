"""How large a film's pixels are in the plane of the knee: the engine's `findSpacing`, in Python.

A network is trained on the millimetres that the viewer will cut its region by, so both follow one
rule (PS3.3 10.7.1.1; `docs/architecture.md`, "How large its pixels are").
"""

from pydicom import Dataset

from knee_synth.oai.errors import UnusableImageError

#: Sources of a pixel size that holds on the detector, where the knee is larger than it is, and of
#: one that is told by no attribute.
DETECTOR, ESTIMATED = "detector", "estimated"

_PIXEL_MM = (0.02, 2.0)
_LARGEST_MAGNIFICATION = 3.0
_SQUARE_TOLERANCE = 0.01
#: Spacings that differ by less, as a share, are one number written with fewer digits.
_SAME_TOLERANCE = 1e-3


def find_spacing(dataset: Dataset) -> tuple[float | None, str]:
    """Side of a pixel in mm, None where no attribute tells it, and where that is from.

    `PixelSpacing` where it was calibrated; else `ImagerPixelSpacing`, the detector's own spacing
    divided by the magnification; else `DETECTOR`, the same without a magnification.

    Raises:
        UnusableImageError: pixels that are no squares.
    """
    calibrated = _square(dataset, "PixelSpacing")
    detector = _square(dataset, "ImagerPixelSpacing") or _square(
        dataset, "NominalScannedPixelSpacing"
    )
    if calibrated is not None and _is_calibration(dataset, calibrated, detector):
        return calibrated, "PixelSpacing"
    if detector is None:
        _require_square_ratio(dataset)
        return None, ESTIMATED
    factor = _magnification(dataset)
    return (detector, DETECTOR) if factor is None else (detector / factor, "ImagerPixelSpacing")


def _is_calibration(dataset: Dataset, calibrated: float, detector: float | None) -> bool:
    """Whether PixelSpacing is more than a repetition of the detector's spacing."""
    return (
        detector is None
        or bool(str(dataset.get("PixelSpacingCalibrationType") or "").strip())
        or abs(calibrated - detector) > _SAME_TOLERANCE * detector
    )


def _square(dataset: Dataset, name: str) -> float | None:
    """The side of a square pixel, None where the attribute is missing or absurd."""
    value = dataset.get(name)
    if value is None or len(value) != 2:
        return None
    down, across = (float(part) for part in value)
    if not all(_PIXEL_MM[0] <= side <= _PIXEL_MM[1] for side in (down, across)):
        return None
    if abs(down - across) > _SQUARE_TOLERANCE * down:
        raise UnusableImageError(f"its pixels are {down:g} x {across:g} mm, not square")
    return down


def _require_square_ratio(dataset: Dataset) -> None:
    """Of a film that gives no spacing, its aspect ratio alone may say that pixels are not square
    (PS3.3 C.7.6.3.1.7)."""
    ratio = dataset.get("PixelAspectRatio")
    if ratio is None or len(ratio) != 2:
        return
    down, across = (float(part) for part in ratio)
    if min(down, across) > 0 and abs(down - across) > _SQUARE_TOLERANCE * down:
        raise UnusableImageError(f"its pixels are {down:g} to {across:g}, not square")


def _magnification(dataset: Dataset) -> float | None:
    """How much larger the knee is on the detector than it is; None where that is not said. A knee
    never lies in the detector itself, so a factor of 1 is one that nobody filled in."""
    factor = dataset.get("EstimatedRadiographicMagnificationFactor")
    if factor is None:
        detector = dataset.get("DistanceSourceToDetector")
        patient = dataset.get("DistanceSourceToPatient")
        if detector is None or patient is None or not float(patient) > 0:
            return None
        factor = float(detector) / float(patient)
    return float(factor) if 1 < float(factor) <= _LARGEST_MAGNIFICATION else None
