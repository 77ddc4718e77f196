"""ONNX graphs with fp16 weights behind casts, checked for operators that browsers run well."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

OPSET = 17
# Sin and Cos lose precision on WebGPU; opset-21 GroupNormalization and Shape run on the CPU there;
# fused attention gave wrong answers.
_FORBIDDEN_OPERATORS = frozenset(
    {
        "Attention",
        "Cos",
        "Einsum",
        "GroupNormalization",
        "If",
        "Loop",
        "MultiHeadAttention",
        "Shape",
        "Sin",
    }
)
# Below this many values fp32 costs nothing and keeps norms and biases exact.
_LEAST_VALUES_FOR_HALF = 1024
_HALF_MAX = 65504.0


class ExportError(Exception):
    """A network cannot be exported as the contract asks."""


@dataclass(frozen=True)
class GraphSignature:
    """Names and shapes (without the batch axis) of a network's inputs and output."""

    inputs: dict[str, tuple[int, ...]]
    output: str


def export_graph(network: nn.Module, signature: GraphSignature, path: Path) -> None:
    """Write a network as ONNX with a dynamic batch and fp16 weights.

    Raises:
        ExportError: the graph holds an operator that a runtime is known to get wrong.
    """
    network = network.eval().to(memory_format=torch.contiguous_format).float()
    example = tuple(torch.zeros(2, *shape) for shape in signature.inputs.values())
    names = list(signature.inputs)
    torch.onnx.export(
        network,
        example,
        path,
        input_names=names,
        output_names=[signature.output],
        dynamic_axes={name: {0: "batch"} for name in [*names, signature.output]},
        opset_version=OPSET,
        dynamo=False,
    )
    model = onnx.load(path)
    freeze_shapes(model)
    halve_weights(model)
    _check_operators(model, path)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def freeze_shapes(model: onnx.ModelProto) -> None:
    """Replace Shape nodes that only feed Reshape by constants with a free batch axis, in place.

    Group normalisation exports as Reshape, InstanceNormalization and a Reshape to the shape of its
    input; with constants an accelerator is not asked for shapes. In a Reshape, 0 keeps the batch.
    One round of shape inference ends at the first such Reshape, hence the repetition.
    """
    while _freeze_known_shapes(model):
        pass


def _freeze_known_shapes(model: onnx.ModelProto) -> bool:
    inferred = onnx.shape_inference.infer_shapes(model)
    shapes = {info.name: info.type.tensor_type.shape.dim for info in inferred.graph.value_info}
    readers: dict[str, list[onnx.NodeProto]] = {}
    for node in model.graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    nodes = list(model.graph.node)
    kept = []
    for node in nodes:
        dims = shapes.get(node.input[0]) if node.op_type == "Shape" else None
        fixed = bool(dims) and all(dim.dim_value > 0 for dim in dims[1:])
        used_by = readers.get(node.output[0], [])
        if fixed and all(reader.op_type == "Reshape" for reader in used_by):
            values = np.array([0, *(dim.dim_value for dim in dims[1:])], dtype=np.int64)
            model.graph.initializer.append(numpy_helper.from_array(values, node.output[0]))
        else:
            kept.append(node)
    del model.graph.node[:]
    model.graph.node.extend(kept)
    return len(kept) < len(nodes)


def halve_weights(model: onnx.ModelProto) -> None:
    """Store large fp32 weights as fp16, each behind a Cast to fp32, in place.

    Raises:
        ExportError: a weight beyond the range of fp16.
    """
    casts = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < _LEAST_VALUES_FOR_HALF:
            continue
        if not np.abs(values).max() < _HALF_MAX:
            raise ExportError(f"weight {tensor.name} leaves the range of fp16; train it longer")
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(
            helper.make_node("Cast", [f"{name}.half"], [name], f"{name}.cast", to=TensorProto.FLOAT)
        )
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend([*casts, *nodes])


def operators(model: onnx.ModelProto) -> set[str]:
    """The operator types of a graph, with the domain where it is not ONNX's own."""
    return {f"{n.domain}.{n.op_type}" if n.domain else n.op_type for n in model.graph.node}


def forbidden_operators(model: onnx.ModelProto) -> list[str]:
    """The operators of a graph that browsers do not run well, a runtime's own ones among them."""
    named = {op for op in operators(model) if op in _FORBIDDEN_OPERATORS or "." in op}
    return sorted(named | _miscalculated_convolutions(model))


def _miscalculated_convolutions(model: onnx.ModelProto) -> set[str]:
    """Convolutions that onnxruntime 1.30 answers wrongly on WebGPU without an error: those of 6, 9,
    18, ... input channels, which 3 divides and 4 does not (measured on SwiftShader, 3 x 3)."""
    shapes = {tensor.name: tensor.dims for tensor in model.graph.initializer}
    cast_from = {n.output[0]: n.input[0] for n in model.graph.node if n.op_type == "Cast"}
    found = set()
    for node in model.graph.node:
        weights = node.input[1] if node.op_type == "Conv" else ""
        shape = shapes.get(cast_from.get(weights, weights), ())
        channels = shape[1] if len(shape) > 1 else 0
        if channels > 3 and channels % 3 == 0 and channels % 4:
            found.add(f"Conv of {channels} input channels")
    return found


def _check_operators(model: onnx.ModelProto, path: Path) -> None:
    found = forbidden_operators(model)
    if found:
        raise ExportError(
            f"{path.name} holds operators that browsers do not run well: {', '.join(found)}"
        )
