"""The shipped bundle: metadata, files, cost, operators, and answers against PyTorch's."""

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from volume_fixture import bundle_hashes

from knee_synth.evaluate.montage import EXAMPLES
from knee_synth.export.bundle import TrainedNetworks, torch_network
from knee_synth.export.cost import bundle_megabytes, giga_macs
from knee_synth.export.golden import golden_inputs
from knee_synth.export.onnx_graphs import GraphSignature, operators
from knee_synth.export.rebuild import rebuild_networks
from knee_synth.export.signatures import GRADER, NETWORK_FILES, file_of
from knee_synth.export.validate import bundle_signatures, read_metadata, validate_bundle
from knee_synth.runtime import OnnxNetwork

ROOT = Path(__file__).parents[3]
BUNDLE = ROOT / "models/knee-dess-simulated"
SCHEMA = ROOT / "engine/schema/bundle-metadata.schema.json"
HAS_GRADER = GRADER in read_metadata(BUNDLE)["xray_to_mri"]
NETWORKS = sorted([*NETWORK_FILES, *([GRADER] if HAS_GRADER else [])])


@pytest.fixture(scope="module")
def signatures() -> dict[str, GraphSignature]:
    return bundle_signatures(read_metadata(BUNDLE))


@pytest.fixture(scope="module")
def networks() -> TrainedNetworks:
    """The bundle's networks in PyTorch, with the weights of its graphs."""
    return rebuild_networks(BUNDLE)


def distance(output: np.ndarray, expected: np.ndarray) -> float:
    """Relative L2 distance."""
    return float(np.linalg.norm(output - expected) / np.linalg.norm(expected))


def test_the_check_of_the_export_command_passes():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert set(validate_bundle(BUNDLE, schema)) == set(NETWORKS)


@pytest.mark.parametrize("name", NETWORKS)
def test_networks_answer_as_pytorch_with_their_weights(name, signatures, networks):
    inputs = golden_inputs(signatures[name].inputs, seed=2025, case=1)
    expected = torch_network(networks.by_name()[name])(inputs)
    assert expected.std() > 0.01
    assert distance(OnnxNetwork(BUNDLE / file_of(name))(inputs), expected) <= 1e-4


@pytest.mark.parametrize("name", NETWORKS)
def test_networks_answer_as_pytorch_did_when_they_were_exported(name, signatures):
    """The golden outputs come from the weights before they were rounded to fp16."""
    assert read_metadata(BUNDLE)["xray_to_mri"]["golden"]["computed_by"].startswith("PyTorch")
    golden = json.loads((BUNDLE / "models/golden.json").read_text(encoding="utf-8"))
    exported = OnnxNetwork(BUNDLE / file_of(name))
    for case, recorded in enumerate(golden[name]):
        inputs = golden_inputs(signatures[name].inputs, recorded["seed"], case)
        output = exported(inputs).reshape(-1)
        expected = recorded["output"]
        assert distance(output[expected["indices"]], np.array(expected["values"])) <= 1e-3
        assert np.linalg.norm(output) == pytest.approx(expected["l2"], rel=1e-3)


@pytest.mark.parametrize("name", NETWORKS)
def test_graphs_hold_no_operator_that_a_browser_runs_badly(name):
    found = operators(onnx.load(BUNDLE / file_of(name)))
    assert "Conv" in found
    assert not found & {"Shape", "Sin", "Cos", "GroupNormalization", "Attention"}
    assert not any("." in operator or "MultiHeadAttention" in operator for operator in found)


def test_the_bundle_keeps_within_its_budget(networks, signatures):
    costs = giga_macs(networks.by_name(), signatures)
    assert 0 < costs["denoiser"] <= 2
    assert 0 < costs["decoder"] <= 3
    assert costs.get(GRADER, 0) <= 0.3
    assert bundle_megabytes(BUNDLE) <= 60


def test_the_engines_reference_volume_is_of_this_bundle():
    path = ROOT / "test/fixtures/reference/volume.json"
    recorded = json.loads(path.read_text(encoding="utf-8"))
    assert recorded["networks"] == bundle_hashes(), f"run {recorded['command']}"


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_card_and_readme_show_a_knee_of_every_severity(name):
    picture = BUNDLE / f"docs/montage_{name}.png"
    assert picture.is_file()
    for page in (BUNDLE / "docs/README.md", ROOT / "README.md"):
        link = picture.relative_to(page.parent).as_posix()
        assert f"]({link})" in page.read_text(encoding="utf-8"), page


def test_the_card_stands_in_the_bundle():
    assert (BUNDLE / "LICENSE").is_file()
    assert len((BUNDLE / "docs/README.md").read_text(encoding="utf-8")) > 1000
