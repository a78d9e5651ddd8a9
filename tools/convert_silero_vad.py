#!/usr/bin/env python3
"""Writes the weights of the voice detector in the PyPI package silero-vad as a safetensors file.

The package has two sets: those of its ONNX models, which are the newer ones, and with --published those of its own
safetensors file. Both are written by the names of that file; values stay as they are.
"""
import argparse
import importlib.util
import pathlib
import sys

import numpy
import onnx
import safetensors.numpy

PACKAGE = "silero_vad"
MODEL, PUBLISHED = "silero_vad_16k_op15.onnx", "silero_vad_16k.safetensors"
NAMES = {"stft_conv.weight": "model.stft.forward_basis_buffer"}
for layer in range(4):
    for kind in ("weight", "bias"):
        NAMES[f"conv{layer + 1}.{kind}"] = f"model.encoder.{layer}.reparam_conv.{kind}"
for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
    NAMES[f"lstm_cell.{kind}"] = f"model.decoder.rnn.{kind}"
for kind in ("weight", "bias"):
    NAMES[f"final_conv.{kind}"] = f"model.decoder.decoder.2.{kind}"


def data_folder():
    """The package's files; it is not imported, since it would want torch."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None:
        sys.exit(f"convert_silero_vad: the package {PACKAGE.replace('_', '-')} is not installed")
    return pathlib.Path(found.submodule_search_locations[0]) / "data"


def of_model(path):
    given = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in onnx.load(path).graph.initializer}
    missing = sorted(set(NAMES.values()) - set(given))
    if missing:
        sys.exit(f"convert_silero_vad: {path.name} has no tensor {', '.join(missing)}")
    return {name: numpy.ascontiguousarray(given[theirs], numpy.float32) for name, theirs in NAMES.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--published", action="store_true", help="the weights of the package's own safetensors file")
    parser.add_argument("output", type=pathlib.Path)
    options = parser.parse_args()
    folder = data_folder()
    tensors = safetensors.numpy.load_file(folder / PUBLISHED) if options.published else of_model(folder / MODEL)
    safetensors.numpy.save_file(tensors, options.output)


if __name__ == "__main__":
    main()
