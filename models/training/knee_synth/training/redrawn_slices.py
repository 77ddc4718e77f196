"""Slices as a bundle draws them, with true labels, so that its volumes are segmented as well."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from knee_synth.data import CacheError, KneeFile, LatentStore, central_radiograph
from knee_synth.export.validate import BundleError, read_metadata
from knee_synth.geometry import VOLUME_SLICES, slice_depths_mm
from knee_synth.sample import SamplerNetworks, SamplingOptions, VolumeSampler
from knee_synth.training.labelled_slices import (
    LabelledBatch,
    SliceAppearance,
    labelled_batch,
    segmented_classes,
)
from knee_synth.training.run_folder import RunError
from knee_synth.training.workers import Workers


@dataclass(frozen=True)
class Redrawing:
    """What is drawn anew: `slices_each` random slices of evenly chosen knees.

    A volume from noise has bones and cartilage elsewhere than the truth has them, and so no labels.
    Latents of true slices to which the bundle's restart adds its noise, and takes it away again,
    come out in the bundle's own manner, with everything where it was.
    """

    bundle: Path
    latents: Path
    knees: int = 150
    slices_each: int = 14

    @property
    def name(self) -> str:
        """Name and version of the bundle."""
        metadata = read_metadata(self.bundle)
        return f"{metadata['name']}, version {metadata['version']}"

    def check(self) -> None:
        """Look whether the bundle can do it.

        Raises:
            RunError: it is no bundle, or has no restart.
        """
        try:
            section = read_metadata(self.bundle)["xray_to_mri"]
        except BundleError as error:
            raise RunError(f"{self.bundle.name} cannot draw slices anew: {error}") from error
        if section.get("restart") is None:
            raise RunError(
                f"{self.bundle.name} has no restart to draw slices anew with; "
                "export it with --restart"
            )


#: Of a slice as it was drawn: a bundle blurs by itself.
_APPEARANCE = SliceAppearance(blur_probability=0.3, blur_pixels=(0.4, 1.2), noise=0.03)


class RedrawnSlices:
    """Redrawn slices and their labels in memory."""

    def __init__(self, pictures: np.ndarray, classes: np.ndarray, slices: np.ndarray) -> None:
        """`pictures` and `classes` are uint8 (n, 256, 256), `slices` places in the volume (n,)."""
        self.pictures, self.classes, self.slices = pictures, classes, slices

    @staticmethod
    def of(
        knees: list[KneeFile], redrawing: Redrawing, seed: int, workers: Workers
    ) -> "RedrawnSlices":
        """Draw slices of knees anew, each process its share; the same ones for the same seed.

        Latents are known by the film that stands beside them to be of these knees. That they are of
        the bundle's own autoencoder nothing tells but their channels.

        Raises:
            CacheError: the latents hold none of the knees, are of other ones, or have other
                channels than the bundle's.
            RunError: the bundle cannot do it.
        """
        redrawing.check()
        store = LatentStore.open(redrawing.latents)
        position = {name: index for index, name in enumerate(store.knees)}
        found = [knee for knee in knees if knee.key in position]
        if not found:
            raise CacheError(f"{redrawing.latents.name} holds latents of none of the knees")
        chosen = found[:: max(1, len(found) // redrawing.knees)][: redrawing.knees]
        # One process's share; where there are fewer knees than processes, some take the same one.
        chosen = chosen[workers.rank % len(chosen) :: workers.count]
        networks = SamplerNetworks.open(redrawing.bundle, threads=0 if workers.count == 1 else 1)
        if store.latents.shape[2] != networks.latent_channels:
            raise CacheError(
                f"{redrawing.latents.name} holds latents of {store.latents.shape[2]} channels, "
                f"{redrawing.bundle.name} has {networks.latent_channels}"
            )
        sampler = VolumeSampler(networks)
        statistics = store.statistics
        mean, deviation = (
            np.reshape(values, (1, -1, 1, 1)) for values in (statistics.mean, statistics.deviation)
        )
        generator = np.random.default_rng((seed, workers.rank))
        pictures, classes, slices = [], [], []
        for knee in tqdm(chosen, desc="redraw", unit="knee", disable=not workers.is_first):
            film = knee.load("film")
            if not np.array_equal(store.films[position[knee.key]], film):
                raise CacheError(
                    f"{redrawing.latents.name} holds another {knee.key}; encode this cache anew "
                    "with: knee_synth latents"
                )
            places = generator.permutation(VOLUME_SLICES)[: redrawing.slices_each]
            latents = store.latents[position[knee.key]][places].astype(np.float32)
            drawn = sampler.redraw(
                (latents - mean) / deviation * networks.latent_scale,
                central_radiograph(film, knee.load("film_mask")),
                knee.load("readings"),
                SamplingOptions(seed=seed + knee.knee_id),
                slice_depths_mm()[places],
            )
            pictures.append((np.clip(drawn, 0, 1) * 255).round().astype(np.uint8))
            classes.append(segmented_classes(knee.load("labels")[places]))
            slices.append(places)
        return RedrawnSlices(*map(np.concatenate, (pictures, classes, slices)))

    def draw(self, count: int, generator: np.random.Generator) -> LabelledBatch:
        """Random ones of them."""
        chosen = generator.integers(len(self.pictures), size=count)
        return labelled_batch(
            self.pictures[chosen],
            self.classes[chosen],
            self.slices[chosen],
            _APPEARANCE,
            generator,
        )
