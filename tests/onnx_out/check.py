#!/usr/bin/env python3
"""Checks the ONNX files that a program writes: by ONNX's own checker, and by ONNX Runtime's answers.

usage: check.py [--tolerance T] PROGRAM

PROGRAM FOLDER writes NAME.onnx, NAME.input.npy, NAME.output_K.npy (batch first, channels last) and perhaps kinds.txt, the
layers that it has cases of. Exit status 77: there is no onnx, numpy or onnxruntime to check with.
"""
import argparse
import gc
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import numpy
    import onnx
    import onnxruntime
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2] / "include" / "fusenet"


def parse():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("program", type=pathlib.Path)
    arguments.add_argument("--tolerance", type=float, default=1e-5, help="of an output's largest value")
    return arguments.parse_args()


def check_form(path):
    onnx.checker.check_model(str(path), full_check=True)
    model = onnx.load(path)
    versions = model.ir_version, model.opset_import[0].version
    if versions != (8, 13):
        yield f"IR {versions[0]}, opset {versions[1]}"


def answers(path, image, optimised):
    options = onnxruntime.SessionOptions()
    level = onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = level.ORT_ENABLE_ALL if optimised else level.ORT_DISABLE_ALL
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    of_bytes = session.get_inputs()[0].type == "tensor(uint8)"
    return session.run(None, {"input": image.astype(numpy.uint8) if of_bytes else image})


def check_answers(path, optimised, tolerance):
    image = numpy.load(path.with_suffix(".input.npy"))
    made = answers(path, numpy.ascontiguousarray(numpy.moveaxis(image, -1, 1)), optimised)
    expected = len(list(path.parent.glob(f"{path.stem}.output_*.npy")))
    if len(made) != expected:
        yield f"{len(made)} outputs, expected {expected}"
        return
    for k, found in enumerate(made):
        wanted = numpy.moveaxis(numpy.load(path.parent / f"{path.stem}.output_{k}.npy"), -1, 1)
        if found.shape != wanted.shape:
            yield f"output {k} is {found.shape}, expected {wanted.shape}"
            continue
        error = float(numpy.abs(found - wanted).max() / numpy.abs(wanted).max())
        if not error <= tolerance:
            yield f"output {k} is off by {error:.1e}{' when optimised' if optimised else ''}"
        yield error


def unwritten(kinds):
    """The library's layers that no case has."""
    names = re.compile(r'static constexpr const char\* name = "(\w+)"')
    headers = [*(ROOT / "layers").glob("*.hpp"), ROOT / "graph" / "joins.hpp"]
    known = {name for header in headers for name in names.findall(header.read_text())}
    return sorted(known - kinds - {"map"})  # a map(f) has no ONNX form


def main():
    given = parse()
    faults, worst = [], 0.0
    with tempfile.TemporaryDirectory(prefix="fusenet-onnx-") as made:
        folder = pathlib.Path(made)
        subprocess.run([given.program, folder], check=True)
        files = sorted(folder.glob("*.onnx"))
        for path in files:
            try:
                found = list(check_form(path))
                gc.collect()
                for optimised in (False, True):
                    found += check_answers(path, optimised, given.tolerance)
            except Exception as error:  # the checker's and the engine's own, which have no common base
                found = [str(error)]
            faults += [f"{path.name}: {fault}" for fault in found if isinstance(fault, str)]
            worst = max([worst, *(error for error in found if isinstance(error, float))])
        if (folder / "kinds.txt").exists():
            faults += [f"no case has {name}" for name in unwritten(set((folder / "kinds.txt").read_text().split()))]
    print("\n".join(faults + [f"{len(files)} files checked, {len(faults)} faults, largest error {worst:.1e}"]))
    sys.exit(bool(faults) or not files)


main()
