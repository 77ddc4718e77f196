"""The parts of the evaluation: each measures one knee at a time and sums up over knees."""

from knee_synth.evaluate.parts.part import Part, PartError
from knee_synth.evaluate.parts.registry import PARTS, part_named

__all__ = ["PARTS", "Part", "PartError", "part_named"]
