"""The grader: a small network that suggests readings from the radiograph; it fills in nothing."""

from knee_synth.grader.grades import GRADE_COUNT, suggested_grades
from knee_synth.grader.network import GraderConfig, ReadingGrader

__all__ = ["GRADE_COUNT", "GraderConfig", "ReadingGrader", "suggested_grades"]
