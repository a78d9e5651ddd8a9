#!/usr/bin/env python3
"""Checks written ONNX files: by ONNX's own checker, and by ONNX Runtime's answers against the reference's.

usage: check.py FOLDER

FOLDER holds NAME.onnx, NAME.input.npy, NAME.output_K.npy (batch first, channels last) and kinds.txt.
Exit status 77: there is no onnx, numpy or onnxruntime to check with.
"""
import pathlib
import re
import sys

try:
    import numpy
    import onnx
    import onnxruntime
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

TOLERANCE = 1e-5  # of the largest value: float32 sums of at most some hundred terms, against the reference in double
ROOT = pathlib.Path(__file__).resolve().parents[2] / "include" / "fusenet"


def answers(path, image, optimised):
    options = onnxruntime.SessionOptions()
    level = onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = level.ORT_ENABLE_ALL if optimised else level.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return session.run(None, {"input": image})


def faults_of(path):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    if (model.ir_version, model.opset_import[0].version) != (8, 13):
        yield f"IR {model.ir_version}, opset {model.opset_import[0].version}"
    image = numpy.load(path.with_suffix(".input.npy"))
    expected = sorted(path.parent.glob(f"{path.stem}.output_*.npy"), key=lambda file: int(re.findall(r"\d+", file.name)[-1]))
    for optimised in (False, True):
        made = answers(path, numpy.ascontiguousarray(numpy.moveaxis(image, -1, 1)), optimised)
        if len(made) != len(expected):
            yield f"{len(made)} outputs, expected {len(expected)}"
        for k, (found, file) in enumerate(zip(made, expected)):
            wanted = numpy.moveaxis(numpy.load(file), -1, 1)
            if found.shape != wanted.shape:
                yield f"output {k} is {found.shape}, expected {wanted.shape}"
                continue
            error = float(numpy.abs(found - wanted).max() / numpy.abs(wanted).max())
            if not error <= TOLERANCE:
                yield f"output {k} is off by {error:.1e}{' when optimised' if optimised else ''}"


def unwritten(folder):
    """The library's layers that no case has."""
    written = set((folder / "kinds.txt").read_text().split())
    names = re.compile(r'static constexpr const char\* name = "(\w+)"')
    headers = [*(ROOT / "layers").glob("*.hpp"), ROOT / "graph" / "joins.hpp"]
    known = {name for header in headers for name in names.findall(header.read_text())}
    return sorted(known - written - {"map"})  # a map(f) has no ONNX form


def main():
    folder = pathlib.Path(sys.argv[1])
    files = sorted(folder.glob("*.onnx"))
    faults = [f"no case has {name}" for name in unwritten(folder)]
    for path in files:
        try:
            faults += [f"{path.name}: {fault}" for fault in faults_of(path)]
        except Exception as error:  # the checker's and the engine's own, which have no common base
            faults.append(f"{path.name}: {error}")
    print("\n".join(faults))
    print(f"{len(files)} files checked, {len(faults)} faults")
    sys.exit(bool(faults) or not files)


main()
