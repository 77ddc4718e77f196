"""Writes test/fixtures/reference: numbers that the engine's tests hold its own code against.

`solvers.json` comes from diffusers' schedulers, `preprocess.json` from Pillow and NumPy.
`noise.json` comes from this package, whose generator its own tests hold against the Random123
vectors.

Usage, in models/training: python -m tests.reference_fixtures OUT_DIR
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler
from PIL import Image

from knee_synth.diffusion import slice_noise, stream_normals

PHILOX_VECTORS = [
    ([0, 0, 0, 0], [0, 0], ["6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8"]),
    (
        [0xFFFFFFFF] * 4,
        [0xFFFFFFFF] * 2,
        ["408f276d", "41c83b0e", "a20bc7c6", "6d5451fd"],
    ),
    (
        [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
        [0xA4093822, 0x299F31D0],
        ["d16cfe09", "94fdcceb", "5001e420", "24126ea1"],
    ),
]
MODEL_GAIN, MODEL_SLOPE = 0.3, 0.5
START = [-1.5, -0.4, 0.0, 0.25, 1.0, 2.2]
STEPS = (4, 10, 25)
FILM_ROWS, FILM_COLUMNS = 61, 83


def model_v(latent: np.ndarray, timestep: int) -> np.ndarray:
    """A v-prediction with a known formula: 0.3 x + 0.5 t / 1000."""
    return MODEL_GAIN * latent + MODEL_SLOPE * timestep / 1000


def reference_schedulers() -> dict[str, Any]:
    """diffusers' schedulers, configured as the contract says."""
    common = {
        "num_train_timesteps": 1000,
        "beta_schedule": "squaredcos_cap_v2",
        "prediction_type": "v_prediction",
        "timestep_spacing": "trailing",
        "rescale_betas_zero_snr": True,
    }
    return {
        "ddim": DDIMScheduler(**common, clip_sample=False, set_alpha_to_one=True),
        "dpmsolver++2m": DPMSolverMultistepScheduler(
            **common, algorithm_type="dpmsolver++", solver_order=2, lower_order_final=True
        ),
    }


def reference_run(name: str, steps: int) -> dict[str, Any]:
    """Timesteps and the latent after every step, by diffusers."""
    scheduler = reference_schedulers()[name]
    scheduler.set_timesteps(steps)
    latent = torch.tensor(START, dtype=torch.float64)
    trajectory = []
    for timestep in scheduler.timesteps:
        prediction = torch.from_numpy(model_v(latent.numpy(), int(timestep)))
        latent = scheduler.step(prediction, timestep, latent).prev_sample
        trajectory.append(latent.tolist())
    return {
        "solver": name,
        "steps": steps,
        "timesteps": [int(t) for t in scheduler.timesteps],
        "latents": trajectory,
    }


def solver_fixture() -> dict[str, Any]:
    cumulative = reference_schedulers()["ddim"].alphas_cumprod.double().numpy()
    places = [0, 1, 10, 100, 250, 500, 750, 900, 990, 998, 999]
    return {
        "source": "diffusers DDIMScheduler and DPMSolverMultistepScheduler",
        "model": "v = 0.3 x + 0.5 t / 1000",
        "start": START,
        "tolerance": 2e-5,
        "alphas_cumprod": {str(t): float(cumulative[t]) for t in places},
        "runs": [reference_run(name, n) for name in reference_schedulers() for n in STEPS],
    }


def noise_fixture() -> dict[str, Any]:
    def floats(values: np.ndarray) -> list[float]:
        return [float(v) for v in values]

    cases = [(0, 0, 0), (0, 1, 0), (42, 25, 0), (42, 25, 3), (2**32 + 7, 24, 1), (2**53 - 1, 9, 2)]
    shape, seed, correlation = (4, 32, 32), 20241009, 40.0
    depths = [-53.9, -1.1, 0.0, 17.3, 53.9]
    slices = slice_noise(seed, np.array(depths), correlation, shape)
    return {
        "philox4x32_10": [
            {"counter": counter, "key": key, "words_hex": words}
            for counter, key, words in PHILOX_VECTORS
        ],
        "normals": [
            {
                "seed": seed_,
                "stream": stream,
                "sample": sample,
                "values": floats(stream_normals(seed_, stream, 16, sample)),
            }
            for seed_, stream, sample in cases
        ],
        "slice_noise": {
            "seed": seed,
            "sample": 0,
            "correlation_mm": correlation,
            "shape": list(shape),
            "depths_mm": depths,
            "indices": [0, 1, 33, 1024, 4095],
            "values": [floats(s.reshape(-1)[[0, 1, 33, 1024, 4095]]) for s in slices],
        },
    }


def film() -> np.ndarray:
    """A small film with a closed formula: value(r, c) = (37 r + 91 c + (r c) mod 53) mod 251."""
    rows, columns = np.mgrid[:FILM_ROWS, :FILM_COLUMNS]
    return (37 * rows + 91 * columns + (rows * columns) % 53) % 251


def pillow_region(box: tuple[float, float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Grey and coverage of a box (left, top, right, bottom) by Pillow on a padded film."""
    margin = 120
    values = np.pad(film().astype(np.float32), margin)
    ones = np.pad(np.ones(film().shape, dtype=np.float32), margin)
    moved = tuple(edge + margin for edge in box)
    size = (224, 224)

    def resize(array: np.ndarray) -> np.ndarray:
        image = Image.fromarray(array, mode="F")
        resized = image.resize(size, resample=Image.Resampling.BILINEAR, box=moved)
        return np.asarray(resized, dtype=np.float64)

    coverage = resize(ones)
    has_data = coverage >= 0.5
    grey = np.where(has_data, resize(values) / np.maximum(coverage, 0.5), 0.0)
    return grey, has_data


def preprocess_fixture() -> dict[str, Any]:
    boxes = [
        (10.0, 5.0, 66.0, 61.0),
        (10.25, 5.5, 60.75, 56.0),
        (-20.5, -11.0, 61.5, 71.0),
        (30.0, 20.0, 130.0, 120.0),
        (-100.0, -100.0, 180.0, 180.0),
    ]
    places = [(0, 0), (0, 223), (40, 60), (111, 112), (112, 50), (150, 101), (180, 30), (223, 223)]
    cases = []
    for box in boxes:
        grey, has_data = pillow_region(box)
        low, high = np.percentile(grey[has_data], [1, 99])
        window = np.clip((grey - low) / (high - low), 0, 1) * 2 - 1
        cases.append(
            {
                "box_left_top_right_bottom": box,
                "pixels_with_data": int(has_data.sum()),
                "low": float(low),
                "high": float(high),
                "mean_of_data": float(window[has_data].mean()),
                "places": places,
                "mask": [int(has_data[p]) for p in places],
                "values": [float(window[p]) if has_data[p] else 0.0 for p in places],
            }
        )
    return {
        "source": "Pillow Image.resize (mode F, BILINEAR, box) and numpy.percentile",
        "film": {
            "rows": FILM_ROWS,
            "columns": FILM_COLUMNS,
            "formula": "(37 r + 91 c + (r c) mod 53) mod 251",
        },
        "note": "coordinates are pixel edges; values are divided by the coverage of the film",
        "tolerance": 2e-4,
        "cases": cases,
    }


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    fixtures = {
        "noise": noise_fixture(),
        "solvers": solver_fixture(),
        "preprocess": preprocess_fixture(),
    }
    for name, fixture in fixtures.items():
        text = json.dumps(fixture, indent=1)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
