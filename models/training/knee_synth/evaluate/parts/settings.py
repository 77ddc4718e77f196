"""Quality against the number of steps, the solver, the guidance and the scale of the noise."""

import time
from dataclasses import replace

from knee_synth.data import KneeFile
from knee_synth.evaluate.case import Case, truth_of
from knee_synth.evaluate.measures import psnr, ssim
from knee_synth.evaluate.parts.part import Part, Row
from knee_synth.evaluate.parts.shape import overlap
from knee_synth.evaluate.statistics import mean_interval
from knee_synth.evaluate.tools import Tools
from knee_synth.geometry import VOLUME_SLICES, slice_depths_mm
from knee_synth.sample import SamplingOptions

STEPS = (2, 3, 4, 6, 8, 16, 25, 50)
SOLVERS = ("ddim", "dpmsolver++2m")
GUIDANCE = (1.0, 1.5, 2.0, 3.0)
NOISE_SCALES = (0.4, 0.55, 0.7, 0.85, 1.0)
SLICES = tuple(range(4, VOLUME_SLICES, 7))
_SHAPES = ("femur", "tibia", "cartilage")


def measure(tools: Tools, knee: KneeFile) -> Row:
    """Scores of every setting on some slices of one knee."""
    options = tools.setup.options_of(knee)
    steps = {
        solver: {
            str(count): _score(tools, knee, replace(options, solver=solver, steps=count))
            for count in STEPS
        }
        for solver in SOLVERS
    }
    guidance = {
        str(weight): _score(tools, knee, replace(options, guidance=weight)) for weight in GUIDANCE
    }
    noise_scale = {
        str(scale): _score(tools, knee, replace(options, noise_scale=scale))
        for scale in NOISE_SCALES
    }
    return {"steps": steps, "guidance": guidance, "noise_scale": noise_scale}


def summarise(rows: list[Row]) -> Row:
    """Means with intervals of every setting."""
    return {
        "steps": {
            solver: {
                str(count): _means([row["steps"][solver][str(count)] for row in rows])
                for count in STEPS
            }
            for solver in SOLVERS
        },
        **{
            name: {key: _means([row[name][key] for row in rows]) for key in rows[0][name]}
            for name in ("guidance", "noise_scale")
        },
    }


def _score(tools: Tools, knee: KneeFile, options: SamplingOptions) -> Row:
    case, truth = Case.of(knee), truth_of(knee)[list(SLICES)]
    depths = slice_depths_mm()[list(SLICES)]
    started = time.monotonic()
    slices = tools.sample(case.radiograph, case.grades, depths, options)
    seconds = (time.monotonic() - started) / len(SLICES)
    scores: Row = {"psnr": psnr(slices, truth), "ssim": ssim(slices, truth)}
    if tools.segmentation is not None:
        reference = tools.reference_labels(knee)[list(SLICES)]
        found = overlap(tools.segmentation(slices, depths), reference)
        scores |= {f"dice_{name}": found[name] for name in _SHAPES}
    return {**scores, "seconds_a_slice": seconds}


def _means(rows: list[Row]) -> Row:
    return {name: mean_interval([row[name] for row in rows]) for name in rows[0]}


PART = Part(
    "settings",
    "Steps, solver and guidance",
    measure,
    summarise,
    knees=6,
    uses=("segmenter",),
    settings={
        "steps": STEPS,
        "solvers": SOLVERS,
        "guidance": GUIDANCE,
        "noise_scales": NOISE_SCALES,
        "slices": SLICES,
    },
)
