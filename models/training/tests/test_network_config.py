"""Sizes of a network out of JSON."""

import json
from dataclasses import asdict

import pytest

from knee_synth.grader import GraderConfig
from knee_synth.networks import AutoencoderConfig, DenoiserConfig, RadiographEncoderConfig
from knee_synth.networks.config import config_of
from knee_synth.networks.segmenter import SegmenterConfig

CONFIGS = [
    AutoencoderConfig(channels=(16, 24)),
    DenoiserConfig(channels=(16, 32, 64)),
    RadiographEncoderConfig(channels=(8, 16, 24), features=40),
    SegmenterConfig(features=(8, 8, 16, 16, 32, 8)),
    GraderConfig(channels=(8, 16, 32)),
]


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: type(config).__name__)
def test_sizes_come_back_as_they_were_written(config):
    stored = json.loads(json.dumps(asdict(config)))
    read = config_of(type(config), stored)
    assert read == config
    # A list would compare unequal, and make the configuration unhashable.
    assert hash(read) == hash(config)


def test_what_is_not_named_is_as_it_is_by_default():
    assert config_of(GraderConfig, {"channels": [8, 16, 32]}) == GraderConfig(channels=(8, 16, 32))
    assert config_of(RadiographEncoderConfig, {}) == RadiographEncoderConfig()


def test_a_size_that_the_network_does_not_have_is_refused():
    with pytest.raises(TypeError, match="colours"):
        config_of(GraderConfig, {"colours": 3})
