#!/usr/bin/env python3
"""Compares fusenet with RTNeural and ONNX Runtime on small networks: builds what is missing, measures, reports.

README.md beside this file says how it measures and why.
"""
import argparse
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys

import cases
import numpy
import report
from engines import Library, OnnxRuntimeFromPython

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RTNEURAL = {  # with Eigen, its quickest; each is compiled apart, and the best counts
    "16": ["-DRTNEURAL_DEFAULT_ALIGNMENT=16"],
    "32": ["-DRTNEURAL_DEFAULT_ALIGNMENT=32"],
    "16, fast math": ["-DRTNEURAL_DEFAULT_ALIGNMENT=16", "-ffast-math"],
    "32, fast math": ["-DRTNEURAL_DEFAULT_ALIGNMENT=32", "-ffast-math"],
}
DECAYED = 1e-39  # too small for a float of the usual format


def aligned(numbers):
    """As floats, at an address that all engines like."""
    room = numpy.zeros(numbers.size + 16, numpy.float32)
    begin = -room.ctypes.data % 64 // 4
    made = room[begin : begin + numbers.size].reshape(numbers.shape)
    made[:] = numbers
    return made


def say(text):
    print(f"==> {text}", file=sys.stderr, flush=True)


def library(options, engine, name, flags):
    """Another engine's library, compiled anew where its source is newer."""
    to = options.folder / f"lib{name}.so"
    sources = [HERE / f"{engine}.cpp", HERE / "engine.cpp"]
    stamp, command = to.with_suffix(".made_by"), [options.compiler, "-std=c++20", "-O3", "-march=native", *flags]
    command += ["-shared", "-fPIC", "-fvisibility=hidden", *map(str, sources), "-ldl", "-o", str(to)]
    newest = max(path.stat().st_mtime for path in [*sources, HERE / "engine.hpp"])
    if to.exists() and to.stat().st_mtime > newest and stamp.exists() and stamp.read_text() == str(command):
        return to
    say(f"compiling {name}")
    subprocess.run(command, check=True, stdout=sys.stderr)
    stamp.write_text(str(command))
    return to


class Bench:
    def __init__(self, options):
        self.options, self.folder = options, options.folder
        options.folder.mkdir(parents=True, exist_ok=True)
        if not options.no_build:
            say("building small_fusenet and small_files")
            command = ["cmake", "--build", options.build, "--target", "small_fusenet", "small_files"]
            subprocess.run(command, check=True, stdout=sys.stderr)
            subprocess.run([options.build / "bench/small/small_files", self.folder], check=True)
        self.ours = options.build / "bench/small/libsmall_fusenet.so"
        self.rtneural = {}
        if options.rtneural:
            found = [options.rtneural, options.rtneural / "modules/Eigen", pathlib.Path("/usr/include/eigen3")]
            include = ["-DNDEBUG", "-DRTNEURAL_USE_EIGEN=1", *(f"-isystem{path}" for path in found if path.is_dir())]
            for k, (about, flags) in enumerate(RTNEURAL.items()):
                self.rtneural[about] = library(options, "rtneural", f"rtneural_{k}", [*include, *flags])
        self.onnxruntime = None
        if options.onnxruntime_headers:
            include = f"-isystem{options.onnxruntime_headers}"
            self.onnxruntime = library(options, "onnxruntime", "small_onnxruntime", [include])
        cases.empty_model(self.folder / "empty.onnx")
        self.seed = random.Random(options.seed)

    def peer(self, task):
        """ONNX Runtime, called from C++ if there are headers."""
        if not self.onnxruntime:
            return OnnxRuntimeFromPython(task, self.folder / "empty.onnx")
        import onnxruntime

        wheel = pathlib.Path(onnxruntime.__file__).parent / "capi"
        return Library(self.onnxruntime, task | {"library": str(next(wheel.glob("libonnxruntime.so.*")))})

    def fusenet(self, name, way="steps", weights=None):
        weights = weights or self.folder / name / "weights.safetensors"
        return Library(self.ours, {"case": name, "way": way, "weights": str(weights)})

    def turn(self, engine, given, answers, pieces, calls):
        """Nanoseconds of a piece: the median of some turns, after one that brings the weights into the caches."""
        engine.time(given, answers, pieces, calls)
        times = [engine.time(given, answers, pieces, calls) for _ in range(self.options.turns)]
        return statistics.median(times) / (calls * pieces)

    def rounds(self, engines, given, answers, pieces):
        """By engine, its time in each round; in a round each has one turn, in a shuffled order."""
        calls, found = {}, {name: [] for name in engines}
        for name, engine in engines.items():
            engine.reset()
            once = max(engine.time(given[name], answers, pieces, 3) / 3, 1)
            calls[name] = max(1, int(self.options.turn_us * 1e3 / once))
        for _ in range(self.options.rounds):
            for name in self.seed.sample(list(engines), len(engines)):
                found[name].append(self.turn(engines[name], given[name], answers, pieces, calls[name]))
        return found

    def row(self, kind, case, engines, given, answers, pieces=1, truth=None):
        """A case: `given` is one piece behind the other, `answers` values of each; `pieces` are brought at once. `truth`
        are the answers to all of it; without it those of the first engine."""
        given = aligned(given)
        errors, count = {}, len(given)
        for name, engine in engines.items():
            engine.reset()
            heard = numpy.zeros(count * answers, numpy.float32)
            engine.run(given, heard, count)
            truth = heard.astype(float) if truth is None else truth
            if name != "reading":
                errors[name] = float(abs(heard - truth).max())
        times = self.rounds(engines, dict.fromkeys(engines, given), numpy.zeros(pieces * answers, numpy.float32), pieces)
        first = next(iter(engines))
        found = {"kind": kind, "case": case, "largest": float(abs(truth).max()), "engines": {}}
        for name in engines:
            found["engines"][name] = {
                "ns": statistics.median(times[name]),
                "min_ns": min(times[name]),
                "over": statistics.median(theirs / ours for theirs, ours in zip(times[name], times[first])),
            }
            if name in errors:
                found["engines"][name]["error"] = errors[name]
            engines[name].close()
        print(report.line(found), flush=True)
        return found

    def signals(self):
        for name, channels in cases.SIGNALS.items():
            engines = {"fusenet": self.fusenet(name), "fusenet, by blocks": self.fusenet(name, "blocks")}
            given = cases.weights(self.folder / name / "weights.safetensors")
            texts = self.folder / name / "weights.json"
            texts.write_text(json.dumps({key: values.tolist() for key, values in given.items()}))
            for about, path in self.rtneural.items():
                engines[f"RTNeural, {about}"] = Library(path, {"case": name, "weights": str(texts)})
            signal = cases.numbers(self.folder / name / "input.f64").reshape(-1, channels)
            truth = cases.numbers(self.folder / name / "answers.f64")
            yield self.row("signal", name, engines, signal, 1, cases.BLOCK, truth)

    def images(self):
        for name, (given, answer) in cases.IMAGES.items():
            folder = self.folder / name
            engines = {"fusenet": self.fusenet(name), "ONNX Runtime": self.peer(cases.image_model(name, folder))}
            if name.startswith("mlp"):
                floats = sum(values.size for values in cases.weights(folder / "weights.safetensors").values())
                engines["reading"] = Library(self.ours, {"case": name, "way": "reading", "floats": floats})
            image, truth = cases.numbers(folder / "input.f64"), cases.numbers(folder / "answers.f64")
            yield self.row("image", name, engines, image.reshape(1, -1), answer[1], 1, truth)

    def lstm_step(self):
        name, folder = "lstm_8_32", self.folder / "lstm_8_32"
        task = cases.lstm_step_model(folder / "weights.safetensors", folder / "step.onnx")
        engines = {"fusenet": self.fusenet(name), "ONNX Runtime": self.peer(task)}
        signal, truth = cases.numbers(folder / "input.f64").reshape(-1, 8), cases.numbers(folder / "answers.f64")
        yield self.row("lstm_step", "lstm_8_32", engines, signal, 1, 1, truth)

    def silero(self):
        weights = self.folder / "silero_vad.safetensors"
        if not weights.exists():
            subprocess.run([sys.executable, ROOT / "tools/convert_silero_vad.py", weights], check=True, stdout=sys.stderr)
        engines = {"fusenet": self.fusenet("silero_vad", weights=weights)}
        for file in cases.SILERO:
            engines[f"ONNX Runtime, {file}"] = self.peer(cases.silero_model(file))
        noise = numpy.random.default_rng(1).standard_normal((64, 512)) / 10
        yield self.row("silero", "silero_vad", engines, noise, 1)

    def denormals(self):
        for name in cases.DECAYING:
            folder = self.folder / name
            weights = cases.without_biases(folder / "weights.safetensors", folder / "no_biases.safetensors")
            loud = cases.numbers(folder / "input.f64")[: cases.BLOCK]
            signals = {"loud": aligned(loud), "decayed": aligned(loud * DECAYED)}
            engines, given = {}, {}
            for way, about in (("steps", "stream"), ("unguarded", "unguarded")):
                for signal, values in signals.items():
                    engines[f"{about}, {signal}"] = self.fusenet(name, way, weights)
                    given[f"{about}, {signal}"] = values
            times = self.rounds(engines, given, numpy.zeros(cases.BLOCK, numpy.float32), cases.BLOCK)
            found = {"kind": "denormals", "case": name, "engines": {}}
            for key, rounds in times.items():
                loud_rounds = times[key.split(",")[0] + ", loud"]
                over = statistics.median(a / b for a, b in zip(rounds, loud_rounds))
                found["engines"][key] = {"ns": statistics.median(rounds), "min_ns": min(rounds), "over": over}
                engines[key].close()
            print(report.line(found), flush=True)
            yield found


def parse():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rtneural", type=pathlib.Path, help="a checkout of RTNeural; it is compiled here")
    arguments.add_argument("--onnxruntime-headers", type=pathlib.Path, help="a folder with onnxruntime_c_api.h")
    kinds = ("signals", "images", "lstm_step", "silero", "denormals")
    arguments.add_argument("--kinds", nargs="+", choices=kinds, default=kinds)
    arguments.add_argument("--rounds", type=int, default=31, help="each engine has a turn in each")
    arguments.add_argument("--turns", type=int, default=3, help="timed ones in a turn; the median counts")
    arguments.add_argument("--turn-us", type=float, default=500, help="about so long each")
    arguments.add_argument("--seed", type=int, default=1, help="of the order within the rounds")
    arguments.add_argument("--compiler", default=os.environ.get("CXX", "g++"), help="of other engines' libraries")
    arguments.add_argument("--folder", type=pathlib.Path, default=ROOT / "build/small", help="where cases lie")
    arguments.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release", help="CMake's folder")
    arguments.add_argument("--no-build", action="store_true", help="measure what was built before")
    arguments.add_argument("--prepare", action="store_true", help="build all, and measure nothing")
    arguments.add_argument("--json", type=pathlib.Path, help="where to write the figures")
    arguments.add_argument("--report", type=pathlib.Path, help="where to write the page")
    options = arguments.parse_args()
    if min(options.rounds, options.turns) < 1:
        arguments.error("rounds and turns: at least one")
    return options


def main():
    options = parse()
    bench = Bench(options)
    if options.prepare:
        return
    rows = [row for kind in options.kinds for row in getattr(bench, kind)()]
    import onnxruntime

    found = {"machine": report.machine(), "onnxruntime": onnxruntime.__version__, "from_python": not bench.onnxruntime, "rows": rows}
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    if options.report:
        report.write(found, options.report)


if __name__ == "__main__":
    main()
