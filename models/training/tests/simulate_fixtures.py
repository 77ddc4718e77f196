"""The stand-in reference knee, built once for all simulator tests."""

from functools import cache

from knee_synth.simulate.atlas import Atlas
from knee_synth.simulate.knee import AtlasLandmarks
from knee_synth.simulate.procedural import build_procedural


@cache
def procedural_atlas() -> Atlas:
    return build_procedural()


@cache
def procedural_landmarks() -> AtlasLandmarks:
    return AtlasLandmarks.of(procedural_atlas())
