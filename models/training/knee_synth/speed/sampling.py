"""A whole sampling run in PyTorch eager mode, timed in the parts that the engine times as well."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from knee_synth.diffusion import Restart, stream_normals
from knee_synth.export.rebuild import rebuild_networks
from knee_synth.export.validate import bundle_signatures, read_metadata
from knee_synth.geometry import RADIOGRAPH_PIXELS, slice_depths_mm
from knee_synth.sample import Network, SamplerNetworks, SamplingOptions, VolumeSampler
from knee_synth.speed.devices import now_ms, peak_memory_mb

#: The networks that a volume takes; a bundle may hold more.
SAMPLING_NETWORKS = ("xray_encoder", "denoiser", "decoder")


@dataclass
class CallTimes:
    """Time spent in one network."""

    total_ms: float = 0.0
    first_end_ms: float | None = None


@dataclass(frozen=True)
class SamplingTimes:
    """Milliseconds; a step and a decoded slice are those of one slice."""

    step_ms: float
    decode_ms: float
    first_slice_ms: float
    volume_ms: float
    load_ms: float
    peak_memory_mb: float


def timed_network(
    network: nn.Module, names: Iterable[str], device: torch.device, times: CallTimes
) -> Network:
    """A PyTorch network, which takes its inputs in the order of `names`, as the sampler's function
    of arrays; copies to and from the device count."""
    network = network.eval().to(device)
    order = tuple(names)

    def run(inputs: Mapping[str, np.ndarray]) -> np.ndarray:
        began = now_ms(device)
        with torch.inference_mode():
            given = (torch.from_numpy(inputs[name]).to(device) for name in order)
            output = network(*given).cpu().numpy()
        ended = now_ms(device)
        times.total_ms += ended - began
        if times.first_end_ms is None:
            times.first_end_ms = ended
        return output

    return run


def time_sampling(
    bundle: Path, device: torch.device, slices: int, options: SamplingOptions
) -> SamplingTimes:
    """Sample a volume of `slices` after a warm-up of one batch.

    The networks are those of the bundle's graphs, rebuilt in PyTorch with their weights. Sampling
    is all that is neither encoding nor decoding: the denoiser, the noise and the solver.
    """
    began = now_ms(device)
    metadata = read_metadata(bundle)
    section, signatures = metadata["xray_to_mri"], bundle_signatures(metadata)
    networks = rebuild_networks(bundle).by_name()
    rebuilt = {name: networks[name] for name in SAMPLING_NETWORKS}
    restart = Restart.of(section.get("restart"))
    load_ms = now_ms(device) - began

    radiograph = stream_normals(1, 0, 2 * RADIOGRAPH_PIXELS**2)
    radiograph = radiograph.reshape(1, 2, RADIOGRAPH_PIXELS, RADIOGRAPH_PIXELS).astype(np.float32)
    depths = slice_depths_mm(slices)

    def sampled(count: int) -> tuple[float, float, dict[str, CallTimes]]:
        times = {name: CallTimes() for name in rebuilt}
        timed = {
            name: timed_network(network, signatures[name].inputs, device, times[name])
            for name, network in rebuilt.items()
        }
        sampler = VolumeSampler(
            SamplerNetworks(
                **timed,
                latent_channels=section["latent"]["channels"],
                latent_scale=section["latent"]["scale"],
                correlation_mm=section["noise"]["correlation_mm"],
                noise_scale=section["noise"].get("scale", 1.0),
                restart=restart,
            )
        )
        start = now_ms(device)
        sampler.sample(radiograph, None, options, depths[:count])
        return start, now_ms(device) - start, times

    sampled(min(options.batch, slices))
    start, volume_ms, times = sampled(slices)
    decode_ms = times["decoder"].total_ms
    sampling_ms = volume_ms - times["xray_encoder"].total_ms - decode_ms
    first_end = times["decoder"].first_end_ms or start + volume_ms
    return SamplingTimes(
        step_ms=sampling_ms / slices / (options.steps + (restart.steps if restart else 0)),
        decode_ms=decode_ms / slices,
        first_slice_ms=first_end - start,
        volume_ms=volume_ms,
        load_ms=load_ms,
        peak_memory_mb=peak_memory_mb(device),
    )
