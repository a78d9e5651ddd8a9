"""The files of one network, as each engine reads them: written and converted once, and again when they are stale."""
import filecmp
import hashlib
import importlib.util
import json
import pathlib
import shutil
import subprocess
import sys

import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What decides about a network's files; the kernels do not, so that tuning them converts nothing anew.
ROOMS = ("core", "graph", "layers", "networks", "onnx", "weights")


def listed():
    lines = (pathlib.Path(__file__).parent / "networks.txt").read_text().splitlines()
    return [line.split() for line in lines if line and line[0].isalpha()]


def network_names():
    return [columns[0] for columns in listed()]


def goals():
    """The networks by which the project measures itself."""
    return {columns[0] for columns in listed() if columns[3:] == ["goal"]}


class Files:
    def __init__(self, network, folder, build):
        self.network, self.folder, self.build = network, pathlib.Path(folder) / network, pathlib.Path(build)
        self.weights, self.onnx = self.folder / "weights.safetensors", self.folder / "network.onnx"
        self.mnn = self.folder / "network.mnn"
        self.ncnn_param, self.ncnn_bin = self.folder / "network.ncnn.param", self.folder / "network.ncnn.bin"

    @property
    def facts(self):
        return json.loads((self.folder / "facts.json").read_text())

    @property
    def output_names(self):
        return [output["name"] for output in self.facts["outputs"]]

    def images(self, count):
        """Seeded images, channels first, as numbers with mean 0 and variance 1."""
        extent = self.facts["input"]
        return numpy.random.default_rng(1).standard_normal((count, *extent), numpy.float32)

    def library(self, mode):
        return self.build / "bench/peers" / f"lib{self.network}_{mode}.so"

    def program(self, kind):
        return self.build / "bench/peers" / f"{self.network}_{kind}"

    def stale(self):
        stamp = self.folder / "made_from"
        return not stamp.exists() or stamp.read_text() != sources()

    def write(self):
        """Weights, facts and ONNX by the program NETWORK_files, which must be built. What did not change stays."""
        new = self.folder / "new"
        subprocess.run([self.program("files"), new], check=True)
        for path in new.iterdir():
            old = self.folder / path.name
            if not old.exists() or not filecmp.cmp(path, old, shallow=False):
                path.replace(old)
        shutil.rmtree(new)
        (self.folder / "made_from").write_text(sources())

    def convert(self, engines):
        """What MNN's and ncnn's own converters make of the ONNX file."""
        for engine, outputs, convert in (
            ("MNN", [self.mnn], convert_for_mnn),
            ("ncnn", [self.ncnn_param, self.ncnn_bin], convert_for_ncnn),
        ):
            if engine not in engines:
                continue
            made_at = min((path.stat().st_mtime for path in outputs if path.exists()), default=0)
            if all(path.exists() for path in outputs) and made_at > self.onnx.stat().st_mtime:
                continue
            print(f"{self.network}: converting for {engine}", file=sys.stderr)
            for path in outputs:
                path.unlink(missing_ok=True)
            convert(self)
            if not all(path.exists() for path in outputs):
                raise RuntimeError(f"{engine}'s converter made nothing of {self.onnx}; see {self.folder / 'log.txt'}")


def sources():
    """A digest of the headers that decide what a network's files hold."""
    digest = hashlib.sha256()
    for room in ROOMS:
        for path in sorted((ROOT / "include/fusenet" / room).glob("*.hpp")):
            digest.update(path.name.encode() + path.read_bytes())
    for name in ("network_files.cpp", "networks.txt"):
        digest.update((ROOT / "bench/peers" / name).read_bytes())
    return digest.hexdigest()


def logged(files, command):
    with open(files.folder / "log.txt", "w") as log:
        subprocess.run(command, check=True, stdout=log, stderr=log, cwd=files.folder)


def convert_for_mnn(files):
    # Not the wheel's program mnnconvert: that installs packages and reports what was converted to its makers.
    command = "import sys, _tools; _tools.mnnconvert(['', '-f', 'ONNX', '--modelFile', *sys.argv[1:], '--bizCode', '-'])"
    logged(files, [sys.executable, "-c", command, files.onnx, "--MNNModel", files.mnn])


def convert_for_ncnn(files):
    # The program in pnnx's folder: its Python side would want PyTorch. Its input must have a size; and beside what ncnn
    # reads it leaves copies of all weights.
    program = pathlib.Path(importlib.util.find_spec("pnnx").origin).with_name("pnnx")
    extent = ",".join(map(str, [1, *files.facts["input"]]))
    paths = {name: files.folder / f"pnnx.{name}" for name in ("pnnxparam", "pnnxbin", "pnnxpy", "pnnxonnx", "ncnnpy")}
    paths |= {"ncnnparam": files.ncnn_param, "ncnnbin": files.ncnn_bin}
    options = [f"{name}={path}" for name, path in paths.items()]
    logged(files, [program, files.onnx, f"inputshape=[{extent}]", "fp16=0", *options])
    for path in [*files.folder.glob("pnnx.*"), *files.folder.glob("network.pnnx*")]:
        path.unlink()
