"""A small cache of knees, simulated once a test run."""

import json
from pathlib import Path

import numpy as np
import pytest

from knee_synth.__main__ import main

SPLIT_OF_COPY = ("train", "train", "val", "test", "test")


@pytest.fixture(scope="session")
def knee_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five files of two procedural knees, with every split among them."""
    made = tmp_path_factory.mktemp("simulated")
    simulate = ["simulate", "--source", "procedural", "--workers", "2", "--count", "2"]
    assert main([*simulate, "--out", str(made)]) == 0
    sources = sorted(made.glob("knee_*.npz"))
    cache = tmp_path_factory.mktemp("cache")
    for index, split in enumerate(SPLIT_OF_COPY):
        with np.load(sources[index % len(sources)]) as knee:
            arrays = dict(knee)
        meta = {**json.loads(str(arrays["meta"])), "split": split}
        arrays["meta"] = np.array(json.dumps(meta))
        np.savez(cache / f"knee_{index:05d}.npz", **arrays)
    return cache
