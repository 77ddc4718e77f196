"""Quality of the autoencoder alone: the ceiling of the synthesis."""

import numpy as np
import torch

from knee_synth.data import KneeFile
from knee_synth.evaluate.measures import psnr, ssim
from knee_synth.networks import SliceAutoencoder

_EVERY = 3


@torch.inference_mode()
def autoencoder_quality(
    autoencoder: SliceAutoencoder, knees: list[KneeFile]
) -> dict[str, float | int]:
    """Mean PSNR (dB) and SSIM over knees of every third slice, encoded and decoded."""
    scores = []
    for knee in knees:
        truth = knee.load("mri")[::_EVERY].astype(np.float32) / 255
        mean, _ = autoencoder.encode(torch.from_numpy(truth).unsqueeze(1))
        output = autoencoder.decode(mean).clamp(0, 1).numpy()[:, 0]
        scores.append((psnr(output, truth), ssim(output, truth)))
    means = np.mean(scores, axis=0)
    return {"knees": len(knees), "psnr": float(means[0]), "ssim": float(means[1])}
