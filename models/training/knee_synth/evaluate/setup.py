"""What an evaluation is made of, and the keys that tell whether a kept result still holds."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from knee_synth.data import KneeFile, LatentStore
from knee_synth.export.bundle import file_record
from knee_synth.export.validate import read_metadata
from knee_synth.sample import SamplingOptions
from knee_synth.training.run_folder import RunFolder

#: Raised when a part measures otherwise, so that kept results of before are made anew.
MEASURES_VERSION = 3
#: The split that figures are published of.
TEST = "test"
_SAMPLING_SECTIONS = (
    "latent",
    "schedule",
    "time_embedding",
    "noise",
    "restart",
    "volume",
    "radiograph",
)


@dataclass(frozen=True)
class EvaluationSetup:
    """Where the bundle, the knees and the tools are, and how is sampled; workers open it."""

    bundle: Path
    data: Path
    out: Path
    options: SamplingOptions
    bundle_key: str
    segmenters: tuple[Path, ...] = ()
    segmenter_key: str | None = None
    autoencoder: Path | None = None
    autoencoder_key: str | None = None
    latents: Path | None = None
    latents_key: str | None = None
    split: str = TEST

    def options_of(self, knee: KneeFile) -> SamplingOptions:
        """How a knee is sampled: each has noise of its own, or else the figures of all knees would
        tell of one draw of it."""
        return replace(self.options, seed=self.options.seed + knee.knee_id)

    def sampling_key(self, knee: KneeFile) -> dict[str, Any]:
        """All that decides a synthetic volume of a knee."""
        sampling = asdict(self.options_of(knee))
        options = {name: value for name, value in sampling.items() if name != "batch"}
        return {"bundle": self.bundle_key, "options": options, "knee": knee_key(knee)}


def bundle_key(bundle: Path) -> str:
    """Hash of the networks' files and of all metadata that sampling depends on."""
    section = read_metadata(bundle)["xray_to_mri"]
    files = [file_record(bundle, record["file"]) for record in section["networks"].values()]
    return digest([files, {name: section.get(name) for name in _SAMPLING_SECTIONS}])


def weights_key(*runs: Path | None) -> str | None:
    """Hash of the averaged weights of trainings' folders; None without a folder.

    Raises:
        RunError: the folder holds no training.
    """
    given = [run for run in runs if run is not None]
    if not given:
        return None
    checksum = hashlib.sha256()
    for run in given:
        for name, values in RunFolder(run).require()["average"].items():
            checksum.update(name.encode())
            checksum.update(values.contiguous().numpy().tobytes())
    return checksum.hexdigest()


def statistics_key(latents: Path | None) -> str | None:
    """Hash of the statistics of a latents' folder; None without a folder.

    Raises:
        CacheError: the folder holds no finished latents.
    """
    return None if latents is None else digest(asdict(LatentStore.open(latents).statistics))


def knee_key(knee: KneeFile) -> str:
    """Hash that tells knees of different simulations apart: their id, meta and size of file."""
    return digest([knee.knee_id, knee.meta, knee.path.stat().st_size])


def digest(value: Any) -> str:
    """SHA-256 of a JSON value."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
