#!/usr/bin/env python3
"""Writes the files beside it with the safetensors and numpy packages: what others write, our readers must read.

Written with safetensors 0.8.0 and numpy 2."""
import pathlib

import numpy as np
import safetensors
from safetensors.numpy import save_file

here = pathlib.Path(__file__).parent


def steps(count, step):
    """0, step, -2 step, 3 step, ...: exact in float16 and bfloat16 for the sizes below."""
    n = np.arange(count, dtype=np.float32)
    return n * np.where(n % 2 == 0, -1, 1).astype(np.float32) * np.float32(step)


def bfloat16(a):
    return (a.astype("<f4").view("<u4") >> 16).astype("<u2")


tensors = {
    "stem.conv.weight": ("float32", steps(24, 0.5).reshape(2, 3, 2, 2)),
    "stem.conv.bias": ("float16", steps(2, 0.25).astype("<f2")),
    "head.weight": ("bfloat16", bfloat16(steps(20, 1)).reshape(5, 4)),
    "head.bias": ("float64", steps(5, 0.125).astype("<f8")),
}
(here / "mixed.safetensors").write_bytes(
    safetensors.serialize(
        {
            name: safetensors.TensorSpec(
                dtype=dtype, shape=list(a.shape), data_ptr=a.ctypes.data, data_len=a.nbytes
            )
            for name, (dtype, a) in tensors.items()
        },
        metadata={"format": "pt", "made by": 'safetensors for Python, "naïve" \\ text'},
    )
)
save_file(
    {"norm.weight": steps(3, 2), "norm.num_batches_tracked": np.array(7, dtype=np.int64)},
    here / "tracked.safetensors",
)

np.save(here / "float32.npy", steps(6, 0.5).reshape(2, 3))
np.save(here / "float64.npy", np.float64(-0.375))
np.save(here / "uint8.npy", np.array([0, 1, 128, 255], dtype=np.uint8).reshape(1, 2, 2))
np.save(here / "int32.npy", np.array([-(2**31), -1, 0, 2**31 - 1], dtype=np.int32))
np.save(here / "int64.npy", np.array([-(2**40), 3], dtype=np.int64))
np.save(here / "empty.npy", np.zeros((0, 4), dtype=np.float32))
np.save(here / "fortran.npy", np.asfortranarray(steps(6, 0.5).reshape(2, 3)))
np.save(here / "big_endian.npy", steps(6, 0.5).astype(">f4"))
np.save(here / "float16.npy", steps(6, 0.5).astype("<f2"))
np.save(here / "structured.npy", np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))
for version in (2, 3):
    with open(here / f"version{version}.npy", "wb") as file:
        np.lib.format.write_array(file, steps(6, 0.5).reshape(2, 3), version=(version, 0))
