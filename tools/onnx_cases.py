#!/usr/bin/env python3
"""Says ONNX's published backend cases as fusenet networks, and writes tests/onnx/, their data and docs/onnx_cases.md.

The cases come with the PyPI package onnx: the node cases, which it generates, and the models that PyTorch once
exported, with PyTorch's answers. What is written is committed, so that the tests need no Python. Needs: onnx, numpy.
"""
import argparse
import collections
import json
import pathlib
import re
import struct
import sys
import warnings

import numpy
import onnx
from onnx import helper, numpy_helper

import onnx_layers
from onnx_layers import Uncovered

ROOT = pathlib.Path(__file__).parents[1]
LARGEST = 64 * 1024  # bytes of one item of a tensor
DATA_LARGEST = 3 * 1024 * 1024
ROUNDED = {"test_averagepool_2d_ceil_last_window_starts_on_pad": 1e-4}  # published with four decimals
MODELS = ("pytorch-converted", "pytorch-operator", "simple")
FILES = {
    "contractions": "CausalConvWithState Conv ConvTranspose Gemm MatMul Transpose+MatMul",
    "pools": "AveragePool GlobalAveragePool GlobalMaxPool LpPool MaxPool Unsqueeze+AveragePool+Squeeze",
    "normalisations": "GroupNormalization InstanceNormalization LRN LayerNormalization LogSoftmax LpNormalization"
    " Neg+Softmax RMSNormalization Softmax",
    "recurrences": "GRU LSTM RNN",
    "joins": "Add Concat Max Min Mul Split+Sigmoid+Mul Sum SwiGLU",
    "moves": "CenterCropPad DepthToSpace Flatten Pad Reshape Reshape+Transpose+Reshape Resize Slice SpaceToDepth Split"
    " Squeeze Transpose Unsqueeze Upsample",
}
FILE_OF = {operator: name for name, operators in FILES.items() for operator in operators.split()}
HEADER_OF = {
    "depthwise": "conv", "global_avgpool": "pool", "global_maxpool": "pool", "avgpool": "pool", "maxpool": "pool",
    "log_softmax": "softmax", "instancenorm": "groupnorm", "crop": "pad", "selu": "elu", "gelu_tanh": "gelu",
    "depth_to_space": "space_to_depth", "bilinear": "upsample",
}


class Case:
    """One case: its nodes without constants, and its tensors by name and in order."""

    def __init__(self, name, model, inputs, outputs):
        graph = model.graph
        self.name, self.outputs = name, outputs
        self.version = max([o.version for o in model.opset_import if o.domain in ("", "ai.onnx")], default=0)
        constants = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        self.nodes = []
        for node in graph.node:
            value = attributes(node).get("value") if node.op_type == "Constant" else None
            if value is None:
                self.nodes.append(node)
            else:
                constants[node.output[0]] = numpy_helper.to_array(value)
        self.operators = tuple(node.op_type for node in self.nodes)
        free = [i.name for i in graph.input if i.name not in constants]
        self.by_name = constants | dict(zip(free, inputs))
        order = self.nodes[0].input if len(self.nodes) == 1 else [*free, *constants]
        self.inputs = [self.by_name[n] for n in order if n in self.by_name]

    def get(self, name, default=None, node=0):
        value = attributes(self.nodes[node]).get(name, default)
        return value.decode() if isinstance(value, bytes) else value


def attributes(node):
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


def node_cases():
    from onnx.backend.test.case.node import collect_testcases

    for case in collect_testcases(None):
        inputs, outputs = case.data_sets[0]
        yield Case(case.name, case.model, list(inputs), list(outputs))


def model_cases():
    data = pathlib.Path(onnx.__file__).parent / "backend" / "test" / "data"
    for folder in sorted(path for kind in MODELS for path in (data / kind).iterdir()):

        def tensors(kind):
            for i in range(len(list((folder / "test_data_set_0").glob(f"{kind}_*.pb")))):
                file = folder / "test_data_set_0" / f"{kind}_{i}.pb"
                yield numpy_helper.to_array(onnx.TensorProto.FromString(file.read_bytes()))

        model = onnx.load(folder / "model.onnx")
        yield Case(f"{folder.parent.name}/{folder.name}", model, list(tensors("input")), list(tensors("output")))


class Row:
    """One network of a case, under the name that its data has."""

    def __init__(self, name, network):
        self.name, self.expression, self.items = name, network.expression, len(network.inputs)
        self.rounded = f", {ROUNDED[name]}" if name in ROUNDED else ""
        self.data = {"input": network.inputs}
        for k, output in enumerate(network.outputs):
            self.data["output" if k == 0 else f"output_{k}"] = output
        self.data |= network.parameters
        for what, tensor in self.data.items():
            finite = numpy.isfinite(tensor).all()
            tensor = numpy.ascontiguousarray(tensor, dtype="<f4")
            if finite and not numpy.isfinite(tensor).all():
                raise Uncovered("numbers beyond float32")
            size = tensor.nbytes // (1 if what in network.parameters else self.items)
            if size > LARGEST:
                raise Uncovered(f"{size // 1024} KiB of {what}: too large to keep here")
            if what not in network.parameters and len(tensor) != self.items:
                raise ValueError(f"{name}: {what} has {len(tensor)} items, the input {self.items}")
            self.data[what] = tensor


def rows_of(case):
    networks = onnx_layers.express(case)
    return [Row(case.name if len(networks) == 1 else f"{case.name}.{i}", n) for i, n in enumerate(networks)]


def variable_name(name):
    return re.sub(r"\W", "_", name.rsplit("/", 1)[-1])


def headers_in(expression):
    words = set(re.findall(r"\b([a-z_0-9]+)\s*[<({]", re.sub(r"map\(\[\].*?\}\)", "map()", expression)))
    headers = {HEADER_OF.get(word, word) for word in words}
    return {h for h in headers if (ROOT / "include" / "fusenet" / "layers" / f"{h}.hpp").exists()}


def write_test(path, what, rows):
    networks, lines = {}, []
    for row in rows:
        if row.expression not in networks:
            variable = variable_name(row.name)
            if variable in networks.values():
                raise ValueError(f"two networks called {variable}")
            networks[row.expression] = variable
            lines += wrapped(f"constexpr auto {variable} = {row.expression};")
    headers = sorted(set().union(*(headers_in(e) for e in networks)))
    text = [
        f"// ONNX's published cases of {what}, as networks. Written by tools/onnx_cases.py: change that instead.",
        "// needs: json",
        *[f"#include <fusenet/layers/{h}.hpp>" for h in headers],
        "",
        '#include "published_case.hpp"',
        "",
        "namespace fusenet::test {",
        "namespace {",
        "",
        *lines,
        "",
        f"constexpr published_case published_{what}[] = {{",
        *[line for row in rows for line in row_lines(row, networks[row.expression])],
        "};",
        "",
        f'TEST_CASE("ONNX: {what}") {{',
        f"    for (const published_case& row : published_{what}) row.check(row);",
        "}",
        "",
        "}  // namespace",
        "}  // namespace fusenet::test",
    ]
    path.write_text("\n".join(text) + "\n")


def wrapped(line):
    """A network in lines of at most 120 columns, broken behind its pipes, or else behind its commas."""
    if len(line) <= 120:
        return [line]
    head, expression = line.split(" = ", 1)
    pieces = []
    for part in re.split(r"(?<= \| )", expression):
        pieces += [part] if len(part) <= 116 else re.split(r"(?<=, )", part)
    lines = [head + " =", ""]
    for piece in pieces:
        if len(lines[-1]) + len(piece.rstrip()) > 120 or not lines[-1]:
            lines.append("    ")
        lines[-1] += piece
    return [line.rstrip() for line in lines if line]


def row_lines(row, network):
    check = f"check_published<{network}>{row.rounded}}},"
    line = f'    {{"{row.name}", {row.items}, {check}'
    return [line] if len(line) <= 120 else [line[: -len(check) - 1], "     " + check]


def write_data(path, rows):
    tensors = {f"{row.name}/{what}": t for row in rows for what, t in row.data.items()}
    header, at = {}, 0
    for name in sorted(tensors):
        if len(name) > 94:
            raise ValueError(f"{name}: the name is too long for a parameter table")
        end = at + tensors[name].nbytes
        header[name] = {"dtype": "F32", "shape": list(tensors[name].shape), "data_offsets": [at, end]}
        at = end
    text = json.dumps(header, separators=(",", ":"))
    text += " " * (-len(text) % 8)
    data = struct.pack("<Q", len(text)) + text.encode() + b"".join(tensors[n].tobytes() for n in sorted(tensors))
    if len(data) > DATA_LARGEST:
        raise ValueError(f"{path}: {len(data)} bytes, more than {DATA_LARGEST}")
    path.write_bytes(data)


def operator_of(case):
    return "+".join(case.operators)


def write_list(path, covered, uncovered, foreign, expanded):
    counts = collections.Counter(operator for operator, _ in covered)
    missing = collections.Counter(operator for operator, _, _ in uncovered)
    tables = collections.defaultdict(list)
    for operator, rows in covered:
        tables[operator].append(rows)
    lines = [
        "# ONNX's published cases",
        "",
        f"Written by `tools/onnx_cases.py` from onnx {onnx.__version__}: do not edit. The cases are those of the",
        "package's backend tests: the node cases, and the models that PyTorch exported, with PyTorch's answers",
        "(`pytorch-converted/`, `pytorch-operator/`, `simple/`). Each covered one is a network in `tests/onnx/`, whose",
        "tests compare ONNX's output with the reference's, in double and in float, and with the fused network's:",
        "within 1e-5 of the value and 1e-6. A case of several items (ONNX's first axis, a recurrence's second) runs",
        "item by item; images are put in NHWC order; several inputs are read from one, side by side. Of recurrences",
        "all answers are compared, and the last; an LSTM's memory (Y_c) is no answer of fusenet's.",
        "",
        f"**{len(covered)} cases are covered, {len(uncovered)} cases of the same operators are not**, for the reasons",
        f"below. {expanded} more are operators' definitions by other operators (`..._expanded`), with the inputs and",
        "outputs of the case that they expand.",
        "",
        "| operator | covered | not covered |",
        "|---|---|---|",
        *[f"| {name} | {counts[name]} | {missing[name] or ''} |" for name in sorted({*counts, *missing})],
        "",
        "## Covered",
        "",
    ]
    for operator in sorted(tables):
        lines += [f"### {operator}", ""]
        for rows in tables[operator]:
            name = re.sub(r"\.0$", "", rows[0].name) if len(rows) > 1 else rows[0].name
            said = " and ".join(f"`{e}`" for e in dict.fromkeys(row.expression for row in rows))
            lines.append(f"- {name}: {said}")
        lines.append("")
    lines += ["## Not covered", ""]
    reasons = collections.defaultdict(lambda: collections.defaultdict(list))
    for operator, name, why in uncovered:
        reasons[operator][why].append(name)
    for operator in sorted(reasons):
        for why, names in reasons[operator].items():
            lines.append(f"- {operator}: {why}. {', '.join(names)}")
    lines += ["", "## Operators that are no layer of fusenet", ""]
    lines.append(", ".join(f"{name} ({n})" for name, n in sorted(collections.Counter(foreign).items())) + ".")
    path.write_text("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.parse_args()
    warnings.filterwarnings("ignore")  # of NumPy's, while onnx makes its cases at the numbers' edges
    covered, uncovered, foreign, expanded = [], [], [], 0
    files = collections.defaultdict(list)
    known = {key if isinstance(key, str) else "+".join(key) for key in onnx_layers.SAY}
    for case in (*node_cases(), *model_cases()):
        operator = operator_of(case)
        if "_expanded" in case.name:
            expanded += 1
        elif operator not in known:
            foreign.append(operator if len(case.operators) == 1 else "several in one model")
        else:
            try:
                rows = rows_of(case)
            except Uncovered as why:
                uncovered.append((operator, case.name, str(why)))
            else:
                covered.append((operator, rows))
                files[FILE_OF.get(operator, "maps")] += rows

    tests, data = ROOT / "tests" / "onnx", ROOT / "tests" / "data" / "onnx"
    for folder in (tests, data):
        folder.mkdir(parents=True, exist_ok=True)
    for what, rows in files.items():
        write_test(tests / f"{what}_test.cpp", what, rows)
    write_data(data / "cases.safetensors", [row for rows in files.values() for row in rows])
    write_list(ROOT / "docs" / "onnx_cases.md", covered, uncovered, foreign, expanded)
    print(f"{len(covered)} cases are covered, {len(uncovered)} of the same operators are not")


if __name__ == "__main__":
    sys.exit(main())
