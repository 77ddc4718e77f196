"""Where and how training runs."""

import ctypes
import os
import platform

import torch

_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_MAX = -1, -2, -4
_TOP_PAD_BYTES = 256 << 20


def training_device() -> torch.device:
    """CUDA where there is one, else the CPU, set up for large tensors."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    _keep_freed_memory()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count() or 1)))
    return torch.device("cpu")


def _keep_freed_memory() -> None:
    """Have glibc keep freed blocks instead of returning them to the system.

    By default every large tensor is mapped anew and faulted in page by page, which on a CPU made
    convolutions 4 to 8 times slower than their arithmetic.
    """
    if platform.libc_ver()[0] != "glibc":
        return
    libc = ctypes.CDLL(None)
    libc.mallopt(_M_MMAP_MAX, 0)
    libc.mallopt(_M_TRIM_THRESHOLD, -1)
    libc.mallopt(_M_TOP_PAD, _TOP_PAD_BYTES)
