"""Sampling a volume: radiograph, depths, readings and seed to slices.

The sampler knows the networks only as functions of arrays, so that the exported graphs and networks
in training are sampled by the same code.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knee_synth.diffusion import (
    DdimSolver,
    NoiseSchedule,
    Restart,
    make_solver,
    slice_noise,
    time_embedding,
)
from knee_synth.diffusion.noise import RESTART_DRAW
from knee_synth.diffusion.solvers import Solver
from knee_synth.geometry import DEPTH_SCALE_MM, LATENT_PIXELS, slice_depths_mm
from knee_synth.readings import encode_readings, no_readings
from knee_synth.runtime import OnnxNetwork

Network = Callable[[Mapping[str, np.ndarray]], np.ndarray]


@dataclass(frozen=True)
class SamplerNetworks:
    """The three networks as functions of named arrays, and the latent's layout."""

    xray_encoder: Network
    denoiser: Network
    decoder: Network
    latent_channels: int
    latent_scale: float
    correlation_mm: float
    noise_scale: float
    restart: Restart | None = None

    @staticmethod
    def open(bundle: Path, threads: int = 0) -> "SamplerNetworks":
        """The networks of a bundle on onnxruntime."""
        metadata = json.loads((bundle / "configs/metadata.json").read_text(encoding="utf-8"))
        section = metadata["xray_to_mri"]
        files = section["networks"]
        return SamplerNetworks(
            **{name: OnnxNetwork(bundle / files[name]["file"], threads) for name in files},
            latent_channels=section["latent"]["channels"],
            latent_scale=section["latent"]["scale"],
            correlation_mm=section["noise"]["correlation_mm"],
            noise_scale=section["noise"].get("scale", 1.0),
            restart=Restart.of(section.get("restart")),
        )


@dataclass(frozen=True)
class SamplingOptions:
    """How to sample; `noise_scale` is the networks' own where it is None."""

    solver: str = "dpmsolver++2m"
    steps: int = 10
    guidance: float = 1.0
    seed: int = 1
    sample: int = 0
    batch: int = 10
    noise_scale: float | None = None


class VolumeSampler:
    """Samples slices of one knee after another."""

    def __init__(self, networks: SamplerNetworks) -> None:
        self.networks = networks
        self.schedule = NoiseSchedule()

    def sample(
        self,
        radiograph: np.ndarray | None,
        grades: np.ndarray | None,
        options: SamplingOptions,
        depths_mm: np.ndarray | None = None,
    ) -> np.ndarray:
        """Slices at the given depths.

        Args:
            radiograph: network input float32 (1, 2, 224, 224); withheld if absent.
            grades: readings of shape (19,) in contract order; all "not read" if absent.
            depths_mm: depths of shape (n,); the 50 of the standard volume if absent.

        Returns:
            float32 (n, 256, 256), about [0, 1], not clipped.
        """
        depths = slice_depths_mm() if depths_mm is None else depths_mm
        batches = self._latent_batches(radiograph, grades, options, depths)
        return np.concatenate([self.decode(latents) for latents in batches])

    def sample_latents(
        self,
        radiograph: np.ndarray | None,
        grades: np.ndarray | None,
        options: SamplingOptions,
        depths: np.ndarray,
    ) -> np.ndarray:
        """Latents of slices, as `sample` decodes them.

        Args:
            radiograph, grades, options: as of `sample`.
            depths: depths in mm, (n,).

        Returns:
            standardised latents times the networks' scale, float (n, channels, 32, 32).
        """
        return np.concatenate(list(self._latent_batches(radiograph, grades, options, depths)))

    def _latent_batches(
        self,
        radiograph: np.ndarray | None,
        grades: np.ndarray | None,
        options: SamplingOptions,
        depths: np.ndarray,
    ) -> Iterator[np.ndarray]:
        withheld = np.zeros((1, 2, 224, 224), dtype=np.float32)
        picture = withheld if radiograph is None else radiograph
        conditions = [
            self._condition(picture, no_readings() if grades is None else grades),
        ]
        if options.guidance != 1:
            conditions.append(self._condition(withheld, no_readings()))
        for first in range(0, len(depths), options.batch):
            batch = depths[first : first + options.batch]
            yield self._sample_batch(batch, conditions, options)

    def redraw(
        self,
        latents: np.ndarray,
        radiograph: np.ndarray,
        grades: np.ndarray,
        options: SamplingOptions,
        depths_mm: np.ndarray,
    ) -> np.ndarray:
        """Slices of given latents after the restart alone: the small drawn anew, the large kept.

        Args:
            latents: standardised latents times the networks' scale, (n, C, 32, 32).
            radiograph: network input float32 (1, 2, 224, 224).
            grades: readings of shape (19,) in contract order.
            options: only guidance 1 is possible; solver, steps and scale of the noise are not used.
            depths_mm: depths of the latents, (n,).

        Returns:
            float32 (n, 256, 256), about [0, 1], not clipped.

        Raises:
            ValueError: the networks have no restart.
        """
        if self.networks.restart is None:
            raise ValueError("the networks have no restart to draw slices anew with")
        conditions = [self._condition(radiograph, grades)]
        restart = self.networks.restart
        return self.decode(self._restarted(restart, latents, depths_mm, conditions, options))

    def _condition(self, radiograph: np.ndarray, grades: np.ndarray) -> dict[str, np.ndarray]:
        features = self.networks.xray_encoder({"radiograph": radiograph})
        return {"radiograph_features": features, "readings": encode_readings(grades)[None]}

    def _sample_batch(
        self,
        depths: np.ndarray,
        conditions: list[dict[str, np.ndarray]],
        options: SamplingOptions,
    ) -> np.ndarray:
        networks = self.networks
        scale = networks.noise_scale if options.noise_scale is None else options.noise_scale
        latent = self._noise(depths, options, networks.correlation_mm, scale=scale)
        solver = make_solver(options.solver, self.schedule, options.steps)
        latent = self._solved(solver, latent, depths, conditions, options.guidance)
        if networks.restart is not None:
            latent = self._restarted(networks.restart, latent, depths, conditions, options)
        return latent

    def _restarted(
        self,
        restart: Restart,
        latent: np.ndarray,
        depths: np.ndarray,
        conditions: list[dict[str, np.ndarray]],
        options: SamplingOptions,
    ) -> np.ndarray:
        noise = self._noise(depths, options, restart.correlation_mm, draw=RESTART_DRAW)
        noisy = restart.renoised(latent, noise, self.schedule)
        solver = DdimSolver(self.schedule, restart.timesteps)
        return self._solved(solver, noisy, depths, conditions, options.guidance)

    def decode(self, latents: np.ndarray) -> np.ndarray:
        """Slices float32 (n, 256, 256) of `sample_latents`, all at a time."""
        scaled = (latents / self.networks.latent_scale).astype(np.float32)
        return self.networks.decoder({"latent": scaled})[:, 0]

    def _noise(
        self,
        depths: np.ndarray,
        options: SamplingOptions,
        correlation_mm: float,
        scale: float = 1.0,
        draw: int = 0,
    ) -> np.ndarray:
        shape = (self.networks.latent_channels, LATENT_PIXELS, LATENT_PIXELS)
        seed, sample = options.seed, options.sample
        return slice_noise(seed, depths, correlation_mm, shape, sample, scale, draw)

    def _solved(
        self,
        solver: Solver,
        latent: np.ndarray,
        depths: np.ndarray,
        conditions: list[dict[str, np.ndarray]],
        guidance: float,
    ) -> np.ndarray:
        count = len(depths)
        depth = (depths / DEPTH_SCALE_MM).astype(np.float32)[:, None]
        for timestep in solver.timesteps:
            inputs = {
                "noisy_latent": latent.astype(np.float32),
                "time_embedding": time_embedding(np.full(count, timestep)),
                "depth": depth,
            }
            predictions = [
                self.networks.denoiser({**inputs, **dict(_repeated(condition, count))})
                for condition in conditions
            ]
            latent = solver.step(_guided(predictions, guidance), latent)
        return latent


def _repeated(condition: dict[str, np.ndarray], count: int) -> Iterator[tuple[str, np.ndarray]]:
    for name, value in condition.items():
        yield name, np.repeat(value, count, axis=0)


def _guided(predictions: list[np.ndarray], guidance: float) -> np.ndarray:
    if len(predictions) == 1:
        return predictions[0]
    conditional, unconditional = predictions
    return unconditional + guidance * (conditional - unconditional)
