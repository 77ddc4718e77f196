"""What withholding depth, readings or radiograph costs: a first form of the paper's ablation.

The networks are not trained anew. Readings and radiograph have a code for "not given" that the
training used; depth has none, so that withholding it means asking for the joint centre (0 mm) at
every depth. That shows how far the picture obeys depth, not what a network could do that was
trained without it.
"""

import numpy as np

from knee_synth.data import KneeFile
from knee_synth.evaluate.case import Case, truth_of
from knee_synth.evaluate.parts.part import Part, Row
from knee_synth.evaluate.parts.variants import SCORED, TAKEN, compared, scores
from knee_synth.evaluate.tools import Tools
from knee_synth.geometry import slice_depths_mm

VARIANTS = ("readings", "radiograph", "radiograph_and_readings", "depth", "everything")
_CENTRE_MM = np.zeros(1)


def measure(tools: Tools, knee: KneeFile) -> Row:
    """Scores of one knee with nothing and with each input withheld."""
    case, truth, options = Case.of(knee), truth_of(knee), tools.setup.options_of(knee)
    depths = slice_depths_mm()[list(TAKEN)]
    centre = np.zeros(len(TAKEN), dtype=np.intp)
    volumes = {
        "nothing": tools.synthetic(knee)[list(TAKEN)],
        "readings": tools.sample(case.radiograph, None, depths, options),
        "radiograph": tools.sample(None, case.grades, depths, options),
        "radiograph_and_readings": tools.sample(None, None, depths, options),
        "depth": tools.sample(case.radiograph, case.grades, _CENTRE_MM, options)[centre],
        "everything": tools.sample(None, None, _CENTRE_MM, options)[centre],
    }
    return {name: scores(tools, knee, truth, volume) for name, volume in volumes.items()}


def summarise(rows: list[Row]) -> Row:
    """Means of every variant, and paired tests that nothing withheld is better."""
    return compared(rows, "nothing", VARIANTS)


PART = Part(
    "withheld",
    "Inputs withheld",
    measure,
    summarise,
    knees=24,
    uses=("segmenter",),
    settings={"slices": [*SCORED]},
)
