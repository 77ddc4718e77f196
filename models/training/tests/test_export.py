"""Export: equivalence with PyTorch, operators, metadata, and what a broken bundle says."""

import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper

from knee_synth.__main__ import main
from knee_synth.export.bundle import file_record, golden_record
from knee_synth.export.cost import giga_macs
from knee_synth.export.golden import golden_cases, golden_inputs
from knee_synth.export.onnx_graphs import (
    ExportError,
    GraphSignature,
    export_graph,
    forbidden_operators,
    halve_weights,
    operators,
)
from knee_synth.export.rebuild import rebuild_networks
from knee_synth.export.signatures import (
    GRADER,
    GRADER_SIGNATURE,
    NETWORK_FILES,
    file_of,
    network_signatures,
)
from knee_synth.export.tiny_bundle import tiny_networks, write_tiny_bundle
from knee_synth.export.validate import BundleError, validate_bundle
from knee_synth.runtime import OnnxNetwork

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "engine/schema/bundle-metadata.schema.json"
COMMITTED = ROOT / "test/fixtures/tiny-bundle"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    write_tiny_bundle(folder)
    return folder


@pytest.fixture
def copy(bundle: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundle, tmp_path / "copy"))


@pytest.mark.parametrize("name", sorted([*NETWORK_FILES, GRADER]))
def test_exported_networks_agree_with_pytorch_at_any_batch(bundle, name):
    signature = {**network_signatures(4, 16), GRADER: GRADER_SIGNATURE}[name]
    network = tiny_networks().by_name()[name].eval()
    exported = OnnxNetwork(bundle / file_of(name))
    both = golden_inputs(signature.inputs, seed=7, case=0)
    for inputs in (both, {key: value[:1] for key, value in both.items()}):
        with torch.no_grad():
            expected = network(*(torch.from_numpy(v) for v in inputs.values())).numpy()
        assert np.linalg.norm(exported(inputs) - expected) <= 1e-3 * np.linalg.norm(expected)


@pytest.mark.parametrize("name", sorted([*NETWORK_FILES, GRADER]))
def test_graphs_hold_only_operators_that_browsers_run_well(bundle, name):
    model = onnx.load(bundle / file_of(name))
    assert model.opset_import[0].version == 17
    assert not operators(model) & {
        "Sin",
        "Cos",
        "GroupNormalization",
        "Shape",
        "MultiHeadAttention",
    }
    assert not any("." in operator for operator in operators(model))
    large = [t for t in model.graph.initializer if np.prod(t.dims) >= 1024]
    assert large and all(t.data_type == onnx.TensorProto.FLOAT16 for t in large)


def test_a_forbidden_operator_stops_the_export(tmp_path):
    class Sine(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return torch.sin(x)

    with pytest.raises(ExportError, match="Sin"):
        export_graph(Sine(), GraphSignature({"x": (3,)}, "y"), tmp_path / "sine.onnx")


@pytest.mark.parametrize("folder", ["fresh", "committed"])
def test_the_tiny_bundle_is_valid_by_the_engines_schema(bundle, folder):
    validate_bundle(
        bundle if folder == "fresh" else COMMITTED,
        json.loads(SCHEMA.read_text(encoding="utf-8")),
    )


def test_golden_inputs_follow_the_contract():
    shapes = network_signatures(4, 8)["denoiser"].inputs
    first, second = (golden_inputs(shapes, seed=11, case=case) for case in (0, 1))
    assert first["depth"].tolist() == [[-0.5], [0.5]]
    assert first["readings"][0, 0] == 1  # XRKL 0
    assert second["readings"][0, 5] == 1  # XRKL not read
    assert first["time_embedding"][1, 0] == pytest.approx(np.cos(250))
    assert abs(first["radiograph_features"].std() - 1) < 0.05


def test_an_altered_file_is_named(copy):
    path = copy / "models/decoder.onnx"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BundleError, match="models/decoder.onnx"):
        validate_bundle(copy)


def test_a_bundle_may_do_without_a_grader(copy):
    path = copy / "configs/metadata.json"
    metadata = json.loads(path.read_text(encoding="utf-8"))
    del metadata["xray_to_mri"]["grader"]
    path.write_text(json.dumps(metadata), encoding="utf-8")
    (copy / "models/grader.onnx").unlink()
    (copy / "configs/grader.json").unlink()
    distances = validate_bundle(copy, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert set(distances) == set(NETWORK_FILES)


def test_an_altered_grader_is_named(copy):
    path = copy / "models/grader.onnx"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BundleError, match="models/grader.onnx"):
        validate_bundle(copy)


def test_a_missing_file_is_named(copy):
    (copy / "models/golden.json").unlink()
    with pytest.raises(BundleError, match="models/golden.json"):
        validate_bundle(copy)


def make_otherwise(folder: Path) -> GraphSignature:
    """Let the decoder's graph end in x + x instead of a x; metadata and hashes agree with it."""
    path = folder / NETWORK_FILES["decoder"]
    model = onnx.load(path)
    producers = {node.output[0]: node for node in model.graph.node}
    scale = producers[producers["slices"].input[0]]
    assert scale.op_type == "Mul"
    scale.op_type, scale.input[1] = "Add", scale.input[0]
    onnx.save(model, path)
    rewrite_metadata(folder)
    return network_signatures(4, 8)["decoder"]


def rewrite_metadata(folder: Path) -> None:
    path = folder / "configs/metadata.json"
    metadata = json.loads(path.read_text(encoding="utf-8"))
    section = metadata["xray_to_mri"]
    section["networks"]["decoder"] = file_record(folder, NETWORK_FILES["decoder"])
    section["golden"] = golden_record(folder)
    path.write_text(json.dumps(metadata), encoding="utf-8")


def test_a_graph_that_answers_otherwise_than_the_golden_outputs_is_refused(copy):
    make_otherwise(copy)
    with pytest.raises(BundleError, match="decoder does not reproduce its golden output"):
        validate_bundle(copy)


def test_a_graph_that_answers_otherwise_than_pytorch_is_refused_whatever_is_recorded(copy):
    signature = make_otherwise(copy)
    path = copy / "models/golden.json"
    golden = json.loads(path.read_text(encoding="utf-8"))
    altered = OnnxNetwork(copy / NETWORK_FILES["decoder"])
    golden["decoder"] = golden_cases(altered, signature.inputs)
    path.write_text(json.dumps(golden), encoding="utf-8")
    rewrite_metadata(copy)
    with pytest.raises(BundleError, match="decoder answers otherwise than PyTorch"):
        validate_bundle(copy)


def test_a_bundle_that_does_not_name_the_sizes_of_its_networks_is_refused(copy):
    (copy / "configs/denoiser.json").unlink()
    with pytest.raises(BundleError, match="configs/denoiser.json"):
        validate_bundle(copy)


def test_weights_are_found_again_by_their_names_in_the_graph(bundle):
    rebuilt, trained = rebuild_networks(bundle).by_name(), tiny_networks().by_name()
    for name, network in trained.items():
        found = rebuilt[name].state_dict()
        for key, value in network.state_dict().items():
            if ".encoder." not in key and ".quant_conv_" not in key:
                assert torch.allclose(found[key], value, rtol=1e-3, atol=1e-6), key


def test_a_network_of_another_size_is_not_rebuilt(copy):
    path = copy / "configs/denoiser.json"
    configs = json.loads(path.read_text(encoding="utf-8"))
    configs["networks"]["denoiser"]["channels"] = [16, 32, 32]
    path.write_text(json.dumps(configs), encoding="utf-8")
    with pytest.raises(BundleError, match="models/denoiser.onnx"):
        validate_bundle(copy)


def test_multiply_accumulates_are_those_of_a_hand_count():
    networks = {"layer": torch.nn.Conv2d(2, 5, 3, padding=1)}
    signatures = {"layer": GraphSignature({"x": (2, 10, 20)}, "y")}
    assert giga_macs(networks, signatures)["layer"] == pytest.approx(200 * 5 * 2 * 9 / 1e9)


def test_metadata_outside_the_schema_is_named(copy):
    path = copy / "configs/metadata.json"
    metadata = json.loads(path.read_text(encoding="utf-8"))
    metadata["xray_to_mri"]["latent"]["scale"] = -1
    path.write_text(json.dumps(metadata), encoding="utf-8")
    with pytest.raises(BundleError, match="latent.scale"):
        validate_bundle(copy, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_command_checks_a_bundle_and_fails_on_a_missing_one(bundle, tmp_path, capsys):
    assert main(["export", "--check", str(bundle), "--schema", str(SCHEMA)]) == 0
    assert main(["export", "--check", str(tmp_path)]) == 1
    assert "configs/metadata.json" in capsys.readouterr().err


@pytest.mark.parametrize(("channels", "found"), [(6, 1), (18, 1), (3, 0), (8, 0), (12, 0), (98, 0)])
def test_convolutions_that_webgpu_miscalculates_are_found(channels, found):
    weights = np.zeros((16, channels, 3, 3), dtype=np.float32)
    graph = helper.make_graph(
        [helper.make_node("Conv", ["x", "weights"], ["y"])],
        "stem",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", channels, 8, 8])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["batch", 16, 6, 6])],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph)
    halve_weights(model)
    assert forbidden_operators(model) == [f"Conv of {channels} input channels"] * found
