"""The device that is measured: its clock and its memory."""

import resource
import time

import torch

_KILOBYTE = 1024
_MEGABYTE = 1024**2


class DeviceError(Exception):
    """A device that PyTorch does not have here."""


def open_device(name: str, threads: int) -> torch.device:
    """`cpu` with a number of threads, or `cuda`.

    Raises:
        DeviceError: there is no CUDA device for this PyTorch.
    """
    torch.set_num_threads(threads)
    if name == "cuda" and not torch.cuda.is_available():
        raise DeviceError("PyTorch finds no CUDA device here")
    return torch.device(name)


def describe(device: torch.device) -> str:
    """The device in words."""
    return torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu"


def now_ms(device: torch.device) -> float:
    """Milliseconds of a clock, once the device has done what it was given."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return 1000 * time.perf_counter()


def peak_memory_mb(device: torch.device) -> float:
    """Most memory so far, MiB: of the process on a CPU, of PyTorch's allocator on a GPU."""
    if device.type == "cuda":
        return torch.cuda.max_memory_reserved(device) / _MEGABYTE
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILOBYTE / _MEGABYTE
