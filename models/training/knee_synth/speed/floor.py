"""The arithmetic floor: what the device does where nothing but multiplying and adding counts."""

import torch
from torch.nn import functional

from knee_synth.speed.devices import now_ms

#: Side of the square matrices, and the convolution [batch, channels, side, side], 3 x 3.
_MATRIX = {"cpu": 2048, "cuda": 8192}
_CONVOLUTION = {"cpu": (4, 256, 64), "cuda": (64, 256, 64)}


def arithmetic_rate(device: torch.device, repeats: int = 5) -> dict[str, float]:
    """10^9 multiply-accumulates per second in float32 (TF32 off) of one large matrix product and of
    one large 3 x 3 convolution, the best of `repeats` each."""
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    side = _MATRIX[device.type]
    left, right = (torch.randn(side, side, device=device) for _ in range(2))
    batch, channels, grid = _CONVOLUTION[device.type]
    picture = torch.randn(batch, channels, grid, grid, device=device)
    kernel = torch.randn(channels, channels, 3, 3, device=device)
    work = {
        "matrix": (lambda: torch.matmul(left, right), side**3),
        "convolution": (
            lambda: functional.conv2d(picture, kernel, padding=1),
            batch * channels**2 * grid**2 * 9,
        ),
    }
    rates = {}
    with torch.inference_mode():
        for name, (run, macs) in work.items():
            run()
            best = float("inf")
            for _ in range(repeats):
                began = now_ms(device)
                run()
                best = min(best, now_ms(device) - began)
            rates[name] = macs / (best / 1000) / 1e9
    return rates
