"""tools/convert_efficientnet_lite.py: reads what it should, refuses what it must."""
import collections
import io
import pathlib
import pickle
import struct
import subprocess
import sys
import tempfile
import types
import unittest

import numpy
import safetensors.numpy

TOOL = pathlib.Path(__file__).resolve().parents[2] / "tools/convert_efficientnet_lite.py"
sys.path.insert(0, str(TOOL.parent))
import convert_efficientnet_lite as convert  # noqa: E402


def stand_in(module, name):
    """A class that pickles as a torch name would, without torch."""
    made = type(name, (), {"__module__": module})
    sys.modules.setdefault(module, types.ModuleType(module))
    setattr(sys.modules[module], name, made)
    return made


FloatStorage = stand_in("torch", "FloatStorage")
LongStorage = stand_in("torch", "LongStorage")
rebuild = stand_in("torch._utils", "_rebuild_tensor_v2")


class Reference:
    """Pickles as a reference to a storage."""

    def __init__(self, kind, key, count):
        self.identity = ("storage", kind, key, "cpu", count, None)


class Rebuilt:
    """Pickles as a call of torch's tensor builder."""

    def __init__(self, storage, offset, shape, strides):
        self.arguments = storage, offset, shape, strides, False, collections.OrderedDict()

    def __reduce__(self):
        return rebuild, self.arguments


class Pickler(pickle.Pickler):
    def persistent_id(self, thing):
        return thing.identity if isinstance(thing, Reference) else None


class Evil:
    def __reduce__(self):
        return eval, ("evil_was_called.append(1)",)


def file_of(state, storages):
    out = io.BytesIO()
    for thing in (convert.MAGIC, convert.PROTOCOL, {"little_endian": True}, state, list(storages)):
        Pickler(out, protocol=2).dump(thing)
    for numbers in storages.values():
        out.write(struct.pack("<q", len(numbers)) + numbers.tobytes())
    return out.getvalue()


NUMBERS = numpy.arange(7, dtype="<f4")


def good_file(shape=(2, 3), strides=(1, 2), offset=1):
    storage = Reference(FloatStorage, "12", 7)
    state = collections.OrderedDict(
        [
            ("_fc.weight", Rebuilt(storage, offset, shape, strides)),
            ("_bn.num_batches_tracked", Rebuilt(Reference(LongStorage, "9", 1), 0, (), ())),
        ]
    )
    return file_of(state, {"12": NUMBERS, "9": numpy.array([5], "<i8")})


class Conversion(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name, "x.pth")

    def read(self, content):
        self.path.write_bytes(content)
        return convert.read_state_dict(self.path)

    def run_tool(self, content):
        self.path.write_bytes(content)
        out = self.path.with_suffix(".safetensors")
        command = [sys.executable, TOOL, out, "--pth", self.path]
        return subprocess.run(command, capture_output=True, text=True), out

    def test_strides_and_offset(self):
        read = self.read(good_file())
        self.assertEqual(list(read), ["_fc.weight", "_bn.num_batches_tracked"])
        numpy.testing.assert_array_equal(read["_fc.weight"], [[1, 3, 5], [2, 4, 6]])
        self.assertEqual(read["_bn.num_batches_tracked"].item(), 5)

    def test_the_tool_keeps_names_and_drops_counters(self):
        done, out = self.run_tool(good_file())
        self.assertEqual(done.returncode, 0, done.stderr)
        written = safetensors.numpy.load_file(out)
        self.assertEqual(list(written), ["_fc.weight"])
        numpy.testing.assert_array_equal(written["_fc.weight"], [[1, 3, 5], [2, 4, 6]])
        self.assertIn(b'"format":"pt"', out.read_bytes())

    def test_a_tensor_outside_its_storage(self):
        for change in ({"shape": (2, 4)}, {"offset": 3}, {"offset": -1}, {"strides": (1, -1)}, {"strides": (1,)}):
            with self.subTest(**change), self.assertRaises(convert.Refused):
                self.read(good_file(**change))

    def test_code_is_not_run(self):
        sys.modules["builtins"].evil_was_called = called = []
        self.addCleanup(delattr, sys.modules["builtins"], "evil_was_called")
        with self.assertRaisesRegex(convert.Refused, "eval"):
            self.read(file_of(collections.OrderedDict(a=Evil()), {}))
        self.assertEqual(called, [])

    def test_a_cut_file_is_one_sentence(self):
        whole = good_file()
        for size in range(len(whole)):
            with self.subTest(size=size), self.assertRaises(Exception):
                self.read(whole[:size])
        done, out = self.run_tool(whole[:-1])
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr, f"{self.path}: the file ends early: 8 bytes wanted, 7 left\n")
        self.assertFalse(out.exists())

    def test_trailing_bytes(self):
        with self.assertRaisesRegex(convert.Refused, "left over"):
            self.read(good_file() + b"x")

    def test_the_published_checkpoint(self):
        try:
            path = convert.packaged_file()
        except convert.Refused:
            self.skipTest("the package is not installed")
        read = convert.read_state_dict(path)
        kept = {name: tensor for name, tensor in read.items() if not name.endswith(convert.DROPPED)}
        self.assertEqual(len(kept), 247)
        self.assertEqual(kept["_conv_stem.weight"].shape, (32, 3, 3, 3))
        self.assertEqual(kept["_blocks.0._depthwise_conv.weight"].shape, (32, 1, 3, 3))
        self.assertEqual(kept["_fc.weight"].shape, (1000, 1280))


if __name__ == "__main__":
    unittest.main()
