"""Scores of synthetic volumes against the truth, the wrong patient and the mean volume."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import wilcoxon
from tqdm import tqdm

from knee_synth.data import KneeFile, central_radiograph
from knee_synth.evaluate.measures import psnr, ssim
from knee_synth.sample import SamplerNetworks, SamplingOptions, VolumeSampler

_LEAST_KNEES_FOR_TEST = 6
_DEPTH_TOLERANCE_SLICES = 1


@dataclass(frozen=True)
class Case:
    """The inputs of one test knee."""

    radiograph: np.ndarray
    grades: np.ndarray

    @staticmethod
    def of(knee: KneeFile) -> "Case":
        radiograph = central_radiograph(knee.load("film"), knee.load("film_mask"))
        return Case(radiograph, knee.load("readings"))


def truth_of(knee: KneeFile) -> np.ndarray:
    """The acquired volume, float32 (50, 256, 256) in [0, 1]."""
    return knee.load("mri").astype(np.float32) / 255


def evaluate_synthesis(
    networks: SamplerNetworks,
    knees: list[KneeFile],
    mean: np.ndarray,
    options: SamplingOptions,
    ablated_knees: int = 0,
) -> dict[str, Any]:
    """Sample every knee once and score it.

    The wrong patient of a knee is the next one of the list: its truth is compared with the same
    synthetic volume.
    """
    sampler = VolumeSampler(networks)
    rows = []
    for index, knee in enumerate(tqdm(knees, desc="synthesis", unit="knee", mininterval=1.0)):
        case = Case.of(knee)
        volume = np.clip(sampler.sample(case.radiograph, case.grades, options), 0, 1)
        truth = truth_of(knee)
        wrong = truth_of(knees[(index + 1) % len(knees)])
        rows.append(
            {
                "knee": knee.knee_id,
                "psnr": psnr(volume, truth),
                "ssim": ssim(volume, truth),
                "psnr_wrong_patient": psnr(volume, wrong),
                "ssim_wrong_patient": ssim(volume, wrong),
                "psnr_mean_volume": psnr(mean, truth),
                "ssim_mean_volume": ssim(mean, truth),
                "depth_within_one_slice": depth_agreement(volume, truth),
                "slice_change": slice_change(volume),
                "slice_change_truth": slice_change(truth),
            }
        )
    result: dict[str, Any] = {
        "options": vars(options),
        "knees": len(rows),
        "mean": {name: float(np.mean([row[name] for row in rows])) for name in rows[0]},
        "tests": paired_tests(rows),
        "per_knee": rows,
    }
    del result["mean"]["knee"]
    if ablated_knees:
        result["withheld"] = ablation(sampler, knees[:ablated_knees], options)
    return result


def depth_agreement(volume: np.ndarray, truth: np.ndarray) -> float:
    """Part of the slices whose nearest true slice (least squares) lies within one slice."""
    flat = volume.reshape(len(volume), -1).astype(np.float64)
    flat_truth = truth.reshape(len(truth), -1).astype(np.float64)
    distance = (flat_truth**2).sum(axis=1)[None] - 2 * flat @ flat_truth.T
    nearest = distance.argmin(axis=1)
    within = np.abs(nearest - np.arange(len(volume))) <= _DEPTH_TOLERANCE_SLICES
    return float(within.mean())


def slice_change(volume: np.ndarray) -> float:
    """Mean absolute difference of neighbouring slices."""
    return float(np.abs(np.diff(volume.astype(np.float64), axis=0)).mean())


def paired_tests(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """One-sided Wilcoxon signed-rank tests over knees: own patient above each control."""
    tests: dict[str, Any] = {}
    for measure in ("psnr", "ssim"):
        for control in ("wrong_patient", "mean_volume"):
            gains = np.array([row[measure] - row[f"{measure}_{control}"] for row in rows])
            entry: dict[str, float | None] = {"mean_gain": float(gains.mean()), "p": None}
            if len(gains) >= _LEAST_KNEES_FOR_TEST:
                entry["p"] = float(wilcoxon(gains, alternative="greater").pvalue)
            tests[f"{measure}_above_{control}"] = entry
    return tests


def ablation(
    sampler: VolumeSampler, knees: list[KneeFile], options: SamplingOptions
) -> dict[str, dict[str, float]]:
    """Mean scores with the radiograph or the readings withheld."""
    scores: dict[str, list[tuple[float, float]]] = {}
    for knee in tqdm(knees, desc="withheld", unit="knee", mininterval=1.0):
        case, truth = Case.of(knee), truth_of(knee)
        volumes = {
            "nothing": sampler.sample(case.radiograph, case.grades, options),
            "readings": sampler.sample(case.radiograph, None, options),
            "radiograph": sampler.sample(None, case.grades, options),
            "radiograph_and_readings": sampler.sample(None, None, options),
        }
        for name, volume in volumes.items():
            clipped = np.clip(volume, 0, 1)
            scores.setdefault(name, []).append((psnr(clipped, truth), ssim(clipped, truth)))
    return {
        name: dict(zip(("psnr", "ssim"), map(float, np.mean(values, axis=0)), strict=True))
        for name, values in scores.items()
    }
