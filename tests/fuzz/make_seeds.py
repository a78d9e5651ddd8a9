#!/usr/bin/env python3
"""Writes corpus/: small inputs to begin with, made by the safetensors and numpy packages for the harnesses' tables."""
import io
import json
import pathlib
import struct

import numpy as np
import safetensors

corpus = pathlib.Path(__file__).parent / "corpus"
SHAPES = {
    "pt": {"conv": [2, 3, 1, 2], "dw": [4, 1, 1, 2], "dense": [2, 4], "t": []},
    "tf": {"conv": [1, 2, 3, 2], "dw": [1, 2, 4, 1], "dense": [4, 2], "t": []},
}
PEEPHOLES = {"rnn.weight_peephole_l0": [3], "rnn.weight_peephole_l0_reverse": [3]}
WORDS_SHAPES = {  # of the harness's network, as three conventions call its tensors
    "pt": {
        "e.weight": [2, 1], "d.weight": [2, 1], "d.bias": [2], **PEEPHOLES,
        **{f"{path}.{kind}_{part}_l0{way}": ([n * gates, n] if kind == "weight" and part == "hh" else
                                             [n * gates, inputs] if kind == "weight" else [n * gates])
           for path, gates, inputs, n, ways in (("rnn", 4, 1, 1, ("", "_reverse")), ("g", 3, 2, 1, ("",)), ("early", 3, 1, 1, ("",)))
           for way in ways for kind in ("weight", "bias") for part in ("ih", "hh")},
    },
    "tf": {
        "e/embeddings:0": [2, 1], "d/kernel:0": [1, 2], "d/bias:0": [2], **PEEPHOLES,
        **{f"rnn/{way}_lstm/lstm_cell/{name}:0": shape for way in ("forward", "backward")
           for name, shape in (("kernel", [1, 4]), ("recurrent_kernel", [1, 4]), ("bias", [4]))},
        "g/gru_cell/kernel": [2, 3], "g/gru_cell/recurrent_kernel": [1, 3], "g/gru_cell/bias": [2, 3],
        "early/kernel": [1, 3], "early/recurrent_kernel": [1, 3], "early/bias": [3],
    },
    "onnx": {
        "e.weight": [2, 1], "d.weight": [2, 1], "d.bias": [2],
        "rnn.W": [2, 4, 1], "rnn.R": [2, 4, 1], "rnn.B": [2, 8], "rnn.P": [2, 3],
        "g.W": [1, 3, 2], "g.R": [1, 3, 1], "g.B": [1, 6], "early.W": [1, 3, 1], "early.R": [1, 3, 1], "early.B": [1, 6],
    },
}
BYTES = {"float32": 4, "float16": 2, "bfloat16": 2, "float64": 8, "int64": 8}
EXTRA, GIVEN, TENSORFLOW, HEADER, ONNX, WORDS = 1, 2, 4, 8, 16, 32  # the first byte of an input, as the harness reads it


def seed(harness, name, data):
    folder = corpus / harness
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def safetensors_file(order, dtype, metadata, extra=None, shapes=SHAPES):
    tensors, kept = {}, []
    for name, shape in {**shapes[order], **(extra or {})}.items():
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
    for order, choice in (("pt", 0), ("tf", GIVEN | TENSORFLOW), ("onnx", GIVEN | ONNX)):
        for dtype in ("float32", "float16"):
            file = safetensors_file(order, dtype, None, shapes=WORDS_SHAPES)
            seed("safetensors_fuzz", f"words_{order}_{dtype}", bytes([WORDS | choice, 0]) + file)
        header, quarters = header_only(safetensors_file(order, "float32", None, shapes=WORDS_SHAPES))
        seed("safetensors_fuzz", f"header_words_{order}", bytes([WORDS | HEADER | choice, quarters]) + header)
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

# one_of: of three networks' files, whole and as headers; one that fits none.
OF_NETWORKS = {
    "recurrent_1": {"rnn.weight_ih_l0": [4, 1], "rnn.weight_hh_l0": [4, 1], "rnn.bias_ih_l0": [4], "rnn.bias_hh_l0": [4],
                    "out.weight": [1, 1], "out.bias": [1]},
    "recurrent_2": {"rnn.weight_ih_l0": [8, 1], "rnn.weight_hh_l0": [8, 2], "rnn.bias_ih_l0": [8], "rnn.bias_hh_l0": [8],
                    "out.weight": [1, 2], "out.bias": [1]},
    "plain": {"in.weight": [3, 1], "in.bias": [3], "out.weight": [1, 3], "out.bias": [1]},
    "words": {"in.weight": [3, 2], "out.weight": [1, 2], "out.bias": [1]},
    "none": {"in.weight": [3, 3], "out.weight": [1, 3], "out.bias": [1]},
}
for name in OF_NETWORKS:
    whole = safetensors_file(name, "float32", {"format": "pt"}, shapes=OF_NETWORKS)
    seed("one_of_fuzz", name, bytes([0]) + whole)
    header, quarters = header_only(whole)
    seed("one_of_fuzz", f"header_{name}", bytes([1 + 2 * quarters]) + header)


def sound(kind, width, channels, rate, samples, chunk=b"WAVE"):
    frame = width // 8 * channels
    form = struct.pack("<HHIIHH", kind, channels, rate, rate * frame, frame, width)
    body = chunk + b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(body)) + body


PCM, FLOAT, ALAW = 1, 3, 6
seed("sound_fuzz", "mono_16_bit", sound(PCM, 16, 1, 16000, bytes(range(32))))
seed("sound_fuzz", "stereo_24_bit", sound(PCM, 24, 2, 48000, bytes(range(72))))
seed("sound_fuzz", "float", sound(FLOAT, 32, 1, 32000, struct.pack("<4f", 0, 0.5, -1, 2)))
seed("sound_fuzz", "float_not_a_number", sound(FLOAT, 32, 1, 16000, struct.pack("<4f", 0, float("nan"), float("inf"), 2)))
seed("sound_fuzz", "double_too_large", sound(FLOAT, 64, 1, 16000, struct.pack("<2d", 1e300, -1)))
seed("sound_fuzz", "a_law", sound(ALAW, 8, 1, 16000, bytes(range(64))))
seed("sound_fuzz", "another_rate", sound(PCM, 16, 1, 44100, bytes(8)))
seed("sound_fuzz", "empty", sound(PCM, 16, 1, 16000, b""))
seed("sound_fuzz", "cut_off", sound(PCM, 16, 1, 16000, bytes(64))[:50])
seed("sound_fuzz", "aiff", b"FORM" + struct.pack(">I", 62) + b"AIFFCOMM" + struct.pack(">IhIh", 18, 1, 4, 16)
     + bytes([0x40, 0x0C, 0xFA, 0, 0, 0, 0, 0, 0, 0]) + b"SSND" + struct.pack(">III", 16, 0, 0) + bytes(8))
