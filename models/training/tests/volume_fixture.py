"""Writes volume.json: volumes that the shipped bundle gives for demo radiographs, by this package.

The TypeScript engine is held against them. Films are read with pydicom, networks run on Python's
onnxruntime, and noise and solver are this package's own, so that nothing of the engine is in the
numbers. To be written again whenever the bundle or the demo studies change.

Usage, in models/training: python -m tests.volume_fixture ../../test/fixtures/reference
"""

import hashlib
import io
import json
import sys
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
from pydicom import FileDataset, dcmread

from knee_synth.geometry import REGION_MM
from knee_synth.radiograph import Region, network_radiograph
from knee_synth.sample import SamplerNetworks, SamplingOptions, VolumeSampler

ROOT = Path(__file__).parents[3]
BUNDLE = ROOT / "models/knee-dess-simulated"
STUDIES = ROOT / "demo/studies"
FILE = "volume.json"

#: A right and a left knee, both with a volume of their own.
ARCHIVES = ("sim-0001", "sim-0004")
DEPTHS_MM = (-18.7, -1.1, 16.5)
SEED = 7
STEPS = 4
BLOCK = 8
_DIGITS = 4


def study_files(archive: str) -> dict[str, bytes]:
    """The files of a demo study by name."""
    with tarfile.open(STUDIES / f"{archive}.tar.gz") as study:
        members = {Path(member.name).name: study.extractfile(member) for member in study}
        return {name: content.read() for name, content in members.items() if content}


def block_means(slices: np.ndarray) -> np.ndarray:
    """Means of 8 x 8 pixels: (n, 256, 256) to (n, 32, 32)."""
    count, rows, columns = slices.shape
    blocks = slices.reshape(count, rows // BLOCK, BLOCK, columns // BLOCK, BLOCK)
    return blocks.mean(axis=(2, 4))


def film_region(film: FileDataset, knee: dict[str, Any]) -> Region:
    """The square of the model around the joint centre, which the index names by pixel centres."""
    side = REGION_MM / float(film.PixelSpacing[0])
    centre = knee["joint_centre_px"]
    left, top = (centre[axis] + 0.5 - side / 2 for axis in ("column", "row"))
    return Region(left, top, side, side)


def sampled_slices(grey: np.ndarray, region: Region, side: str) -> np.ndarray:
    """The bundle's slices of a film; a left knee is mirrored before the model and back after it."""
    sampler = VolumeSampler(SamplerNetworks.open(BUNDLE))
    options = SamplingOptions(seed=SEED, steps=STEPS)
    if side == "L":
        left = grey.shape[1] - region.left - region.width
        grey = grey[:, ::-1]
        region = Region(left, region.top, region.width, region.height)
    picture = network_radiograph(grey, region)
    slices = sampler.sample(picture, None, options, np.array(DEPTHS_MM))
    return slices[:, :, ::-1] if side == "L" else slices


def acquired_slices(files: dict[str, bytes]) -> np.ndarray:
    """The study's own slices nearest to the depths, grey 0 to 1."""
    images = [dcmread(io.BytesIO(files[name])) for name in files if name.startswith("mri-")]
    depths = np.array([-float(image.ImagePositionPatient[1]) for image in images])
    nearest = [int(np.abs(depths - depth).argmin()) for depth in DEPTHS_MM]
    return np.stack([images[index].pixel_array / 4095 for index in nearest])


def film_fixture(study: dict[str, Any]) -> dict[str, Any]:
    archive = study["archive"].removesuffix(".tar.gz")
    files = study_files(archive)
    film = dcmread(io.BytesIO(files["film.dcm"]))
    if film.PhotometricInterpretation != "MONOCHROME2":
        raise ValueError(f"the film of {archive} is {film.PhotometricInterpretation}")
    knee = study["knees"][0]
    region = film_region(film, knee)
    sampled = sampled_slices(film.pixel_array.astype(np.float64), region, knee["side"])
    return {
        "archive": archive,
        "sha256": hashlib.sha256(files["film.dcm"]).hexdigest(),
        "side": knee["side"],
        "region": {
            "x": region.left,
            "y": region.top,
            "width": region.width,
            "height": region.height,
        },
        "sampled": _rounded(block_means(sampled)),
        "acquired": _rounded(block_means(acquired_slices(files))),
    }


def bundle_hashes() -> dict[str, str]:
    """SHA-256 of every network of the shipped bundle."""
    metadata = json.loads((BUNDLE / "configs/metadata.json").read_text(encoding="utf-8"))
    networks = metadata["xray_to_mri"]["networks"]
    return {name: record["sha256"] for name, record in networks.items()}


def volume_fixture() -> dict[str, Any]:
    studies = json.loads((STUDIES / "studies.json").read_text(encoding="utf-8"))["studies"]
    chosen = [study for study in studies if study["archive"].split(".")[0] in ARCHIVES]
    return {
        "source": "knee_synth.sample: pydicom, onnxruntime for Python, NumPy",
        "command": "models/training: python -m tests.volume_fixture ../../test/fixtures/reference",
        "note": f"means of {BLOCK} x {BLOCK} pixels, grey 0 to 1; no readings",
        "networks": bundle_hashes(),
        "seed": SEED,
        "steps": STEPS,
        "depths_mm": list(DEPTHS_MM),
        "films": [film_fixture(study) for study in chosen],
    }


def _rounded(values: np.ndarray) -> list[Any]:
    return np.round(values.astype(np.float64), _DIGITS).tolist()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(volume_fixture(), separators=(",", ":")).replace('"films"', '\n"films"')
    (folder / FILE).write_text(text.replace("]],[[", "]],\n[[") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
