#!/usr/bin/env python3
"""Writes corpus/: small inputs to begin with, made by the safetensors and numpy packages for the harnesses' tables."""
import io
import json
import pathlib

import numpy as np
import safetensors

corpus = pathlib.Path(__file__).parent / "corpus"
SHAPES = {
    "pt": {"conv": [2, 3, 1, 2], "dw": [4, 1, 1, 2], "dense": [2, 4], "t": []},
    "tf": {"conv": [1, 2, 3, 2], "dw": [1, 2, 4, 1], "dense": [4, 2], "t": []},
}
BYTES = {"float32": 4, "float16": 2, "bfloat16": 2, "float64": 8, "int64": 8}
EXTRA, GIVEN, TENSORFLOW, HEADER = 1, 2, 4, 8  # the first byte of an input, as the harness reads it


def seed(harness, name, data):
    folder = corpus / harness
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def safetensors_file(order, dtype, metadata, extra=None):
    tensors, kept = {}, []
    for name, shape in {**SHAPES[order], **(extra or {})}.items():
        kind = "int64" if extra and name in extra else dtype
        values = np.arange(int(np.prod(shape)) * BYTES[kind], dtype=np.uint8)
        kept.append(values)
        tensors[name] = safetensors.TensorSpec(
            dtype=kind, shape=shape, data_ptr=values.ctypes.data, data_len=values.nbytes
        )
    return bytes(safetensors.serialize(tensors, metadata=metadata))


def header_only(file):
    length = int.from_bytes(file[:8], "little")
    return file[8 : 8 + length], (len(file) - 8 - length) // 4


def main():
    for dtype in ("float32", "float16", "bfloat16", "float64"):
        seed("safetensors_fuzz", f"pt_{dtype}", bytes([0, 0]) + safetensors_file("pt", dtype, {"format": "pt"}))
    tensorflow = safetensors_file("tf", "float32", {"format": "tf"})
    seed("safetensors_fuzz", "tf", bytes([0, 0]) + tensorflow)
    seed("safetensors_fuzz", "tf_given", bytes([GIVEN | TENSORFLOW, 0]) + safetensors_file("tf", "float32", None))
    tracked = safetensors_file("pt", "float32", None, {"seen": [1]})
    seed("safetensors_fuzz", "extra", bytes([EXTRA, 0]) + tracked)
    for name, file in (("header_tf", tensorflow), ("header_extra", tracked)):
        header, quarters = header_only(file)
        seed("safetensors_fuzz", name, bytes([HEADER | EXTRA, quarters]) + header)
    escaped = json.dumps({"__metadata__": {"a\u0000\"\\": "\u00e9\U0001f408"}}, ensure_ascii=True).encode()
    seed("safetensors_fuzz", "header_escapes", bytes([HEADER, 0]) + escaped)

    for name, array in {
        "float32": np.arange(6, dtype=np.float32).reshape(2, 3),
        "float64": np.float64(1.5),
        "uint8": np.zeros((1, 2, 2), dtype=np.uint8),
        "int32": np.array([-1], dtype=np.int32),
        "int64": np.array([1, 2], dtype=np.int64),
        "empty": np.zeros((0, 4), dtype=np.float32),
        "fortran": np.asfortranarray(np.zeros((2, 3), dtype=np.float32)),
        "structured": np.zeros(1, dtype=[("a", "<f4")]),
    }.items():
        for version in (1, 2, 3) if name == "float32" else (1,):
            file = io.BytesIO()
            np.lib.format.write_array(file, np.asanyarray(array), version=(version, 0))
            seed("npy_fuzz", name + (f"_version{version}" if version > 1 else ""), file.getvalue())


main()

# Packed weights: the first byte says how many words of a right head come first; from 128 on the sum is right as well.
seed("packed_weights_fuzz", "right", bytes([16 + 17 * 8]) + bytes(range(1, 201)) * 2)
seed("packed_weights_fuzz", "wrong_sum", bytes([16]) + bytes(400))
seed("packed_weights_fuzz", "no_head", bytes([0]) + bytes(80))
