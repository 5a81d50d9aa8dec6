"""Writes a BERT encoder as an ONNX graph, by hand, from plain arrays: no torch, no tracing.

Matrices of linear layers are kept as 8-bit integers with a scale for each output column, and what flows into them is
brought to 8 bits at run time with a scale for each subword, so that a sentence's result does not depend on the others of its batch
(one scale for the whole batch is a fifth faster, but less exact, and moves results by 0.02). Word vectors are 8-bit with a scale a row.
Weights use ``BITS`` of the eight: processors without VNNI add two products in 16 bits, which full 8-bit weights overflow.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, checker, helper, numpy_helper

Array = NDArray[Any]
Weights = Mapping[str, Array]
BITS = 7
OPSET = 17


def read_safetensors(path: Path) -> dict[str, Array]:
    """The arrays of a safetensors file of 32-bit floats: a length, a JSON header, then the bytes."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header, found = json.loads(raw[8 : 8 + size]), {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            found[name] = np.frombuffer(raw[8 + size + start : 8 + size + end], np.float32).reshape(entry["shape"])
    return found


def eight_bit(array: Array, axis: int) -> tuple[Array, Array]:
    """``array`` as signed integers of ``BITS`` bits, and the scale that brings each slice along ``axis`` back."""
    most = 2 ** (BITS - 1) - 1
    scale = np.maximum(np.abs(array).max(axis=axis, keepdims=True), 1e-12) / most
    return np.rint(array / scale).astype(np.int8), scale.astype(np.float32)


class Graph:
    """Nodes and constants in the order they are written; methods give the name of what they compute."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def constant(self, name: str, array: Array) -> str:
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def __call__(self, op: str, *inputs: str, outputs: int = 1, to: str = "", **attributes: Any) -> Any:
        names = [to] if to else [f"{op}_{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(op, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def floats(self, *numbers: float) -> str:
        return self.constant("f_" + "_".join(map(str, numbers)), np.array(numbers if len(numbers) > 1 else numbers[0], np.float32))

    def whole(self, *numbers: int) -> str:
        return self.constant("i_" + "_".join(map(str, numbers)), np.array(numbers, np.int64))

    def rows(self, name: str, table: Array, ids: str) -> str:
        """Look ids up in an 8-bit table."""
        small, scale = eight_bit(table, axis=1)
        found = self.cast(self("Gather", self.constant(name, small), ids), TensorProto.FLOAT)
        return str(self("Mul", found, self("Gather", self.constant(name + ".scale", scale), ids)))

    def cast(self, value: str, kind: int) -> str:
        name = f"Cast_{len(self.nodes)}"
        self.nodes.append(helper.make_node("Cast", [value], [name], to=kind))
        return name

    def linear(self, name: str, value: str, weight: Array, bias: Array) -> str:
        """``value @ weight.T + bias`` with 8-bit weights."""
        small, scale = eight_bit(weight.T, axis=0)
        most = self("ReduceMax", self("Abs", value), axes=[-1], keepdims=1)
        by = self("Mul", self("Max", most, self.floats(1e-9)), self.floats(1 / 127))
        rounded = self.cast(self("Round", self("Add", self("Div", value, by), self.floats(128.0))), TensorProto.UINT8)
        product = self("MatMulInteger", rounded, self.constant(name, small), self.constant("zero", np.array(128, np.uint8)))
        # in this order: onnxruntime 1.32 fuses "Mul by the product of both scales" as if there were one scale for all rows
        back = self("Mul", self("Mul", self.cast(product, TensorProto.FLOAT), self.constant(name + ".scale", scale[0])), by)
        return str(self("Add", back, self.constant(name + ".bias", bias)))

    def norm(self, name: str, value: str, weight: Array, bias: Array) -> str:
        return str(
            self("LayerNormalization", value, self.constant(name + ".w", weight), self.constant(name + ".b", bias), axis=-1, epsilon=1e-12)
        )

    def gelu(self, value: str) -> str:
        erf = self("Erf", self("Div", value, self.floats(2**0.5)))
        return str(self("Mul", self("Mul", value, self("Add", erf, self.floats(1.0))), self.floats(0.5)))


def encoder(g: Graph, embedded: str, mask: str, layers: list[dict[str, Array]], heads: int) -> str:
    """The layers of a BERT over ``embedded`` [batch, length, width]; ``mask`` is 1 for real subwords."""
    hidden = g("Sub", g.cast(g("Unsqueeze", mask, g.whole(1, 2)), TensorProto.FLOAT), g.floats(1.0))
    bias, x = g("Mul", hidden, g.floats(1e4)), embedded
    for n, w in enumerate(layers):
        width = w["out.weight"].shape[0]
        packed = g("Reshape", g.linear(f"{n}.qkv", x, w["qkv.weight"], w["qkv.bias"]), g.whole(0, 0, 3, heads, width // heads))
        q, k, v = (g("Squeeze", part, g.whole(2)) for part in g("Split", packed, outputs=3, axis=2))
        q, v = g("Transpose", q, perm=[0, 2, 1, 3]), g("Transpose", v, perm=[0, 2, 1, 3])
        likeness = g("MatMul", g("Mul", q, g.floats((width // heads) ** -0.5)), g("Transpose", k, perm=[0, 2, 3, 1]))
        seen = g("MatMul", g("Softmax", g("Add", likeness, bias), axis=-1), v)
        seen = g("Reshape", g("Transpose", seen, perm=[0, 2, 1, 3]), g.whole(0, 0, width))
        x = g.norm(
            f"{n}.norm1", g("Add", x, g.linear(f"{n}.out", seen, w["out.weight"], w["out.bias"])), w["norm1.weight"], w["norm1.bias"]
        )
        inner = g.gelu(g.linear(f"{n}.up", x, w["up.weight"], w["up.bias"]))
        x = g.norm(
            f"{n}.norm2", g("Add", x, g.linear(f"{n}.down", inner, w["down.weight"], w["down.bias"])), w["norm2.weight"], w["norm2.bias"]
        )
    return x


def places(g: Graph, ids: str, table: Array) -> str:
    """The position vectors for as many subwords as ``ids`` has."""
    length = g("Slice", g("Shape", ids), g.whole(1), g.whole(2))
    return str(g("Slice", g.constant("positions", table), g.whole(0), length, g.whole(0)))


def model(g: Graph, inputs: dict[str, list[str]], outputs: dict[str, list[str | int]], note: str) -> ModelProto:
    """The finished file. ``inputs`` are int64, ``outputs`` float, each with its dimensions."""
    ins = [helper.make_tensor_value_info(name, TensorProto.INT64, dims) for name, dims in inputs.items()]
    outs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, dims) for name, dims in outputs.items()]
    made = helper.make_graph(g.nodes, "second-source", ins, outs, list(g.constants.values()))
    whole = helper.make_model(
        made, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="second-source", doc_string=note, ir_version=8
    )
    checker.check_model(whole)
    return whole


def bert_layers(raw: Weights, count: int) -> list[dict[str, Array]]:
    """The layers of a BERT checkpoint under our names, query, key and value packed into one matrix."""
    short = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    layers = []
    for n in range(count):
        at = f"encoder.layer.{n}."
        layer = {f"{ours}.{kind}": raw[f"{at}{theirs}.{kind}"] for ours, theirs in short.items() for kind in ("weight", "bias")}
        for kind in ("weight", "bias"):
            layer["qkv." + kind] = np.concatenate([raw[f"{at}attention.self.{part}.{kind}"] for part in ("query", "key", "value")])
        layers.append(layer)
    return layers
