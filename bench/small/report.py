"""Makes a page of tables from the figures that compare.py wrote: report.py FIGURES.json PAGE.md"""
import json
import math
import os
import pathlib
import platform
import sys


def line(row):
    """A row for the terminal."""
    parts = []
    for name, engine in row["engines"].items():
        error = f" (off by {engine['error']:.1e})" if "error" in engine else ""
        parts.append(f"  {name:42} {engine['ns']:10.1f} ns, at least {engine['min_ns']:10.1f}, {engine['over']:5.2f}{error}")
    return "\n".join([row["case"], *parts])


def machine():
    lines = []
    if os.path.exists("/proc/cpuinfo"):
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    facts = {key.strip(): value.strip() for key, value in (line.split(":", 1) for line in lines if ":" in line)}
    simd = [flag for flag in facts.get("flags", "").split() if flag in ("avx2", "fma", "avx512f")]
    return {"name": facts.get("model name", platform.machine()), "simd": simd}


def best(row, begins):
    """The name of the quickest engine whose name begins so; None if there is none."""
    there = [name for name in row["engines"] if name.startswith(begins)]
    return min(there, key=lambda name: row["engines"][name]["ns"], default=None)


def mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def off(row, name):
    return f"{row['engines'][name]['error'] / row['largest']:.1e}"


def signals(rows):
    lines = ["## Beside RTNeural", "", "Nanoseconds of a sample, in blocks of 64. fusenet goes sample by sample, by the plan of one step, or"
             " by the plan of a block (`streamed{64}`). RTNeural is compiled for AVX-512 where the machine has it, with two"
             " alignments, with and without `-ffast-math`; its quickest counts. Ratios are RTNeural's time over fusenet's,"
             " the last one over the quicker of the two plans. Off by: the largest difference from the reference in double"
             " precision on 512 samples, as a share of the largest answer.", "",
             "| network | fusenet | by blocks | RTNeural | ratio | of the quicker | off by | RTNeural |",
             "|---|---|---|---|---|---|---|---|"]  # fmt: skip
    steps, quicker = [], []
    for row in rows:
        found, theirs, ours = row["engines"], best(row, "RTNeural"), best(row, "fusenet")
        begin = f"| {row['case']} | {found['fusenet']['ns']:.1f} | {found['fusenet, by blocks']['ns']:.1f} |"
        if theirs is None:
            lines.append(f"{begin} - | - | - | {off(row, 'fusenet')} | - |")
            continue
        steps.append(found[theirs]["over"])
        quicker.append(found[theirs]["over"] / found[ours]["over"])
        lines.append(f"{begin} {found[theirs]['ns']:.1f} | {steps[-1]:.2f} | {quicker[-1]:.2f} | {off(row, 'fusenet')} | {off(row, theirs)} |")
    if steps:
        lines.append(f"| geometric mean | | | | {mean(steps):.2f} | {mean(quicker):.2f} | | |")
    return [*lines, ""]


def micros(engine):
    return f"{engine['ns'] / 1e3:.2f}"


def peers(rows, found):
    how = "called from C++"
    if found["from_python"]:
        how = "called from Python with bound tensors, less what a call of an empty model takes"
    lines = ["## Beside ONNX Runtime", "", f"Microseconds of a call with one image, step or chunk, one thread. ONNX Runtime"
             f" {found['onnxruntime']} from PyPI, all graph optimisations, {how}. Silero's detector is the package's own"
             " model, the quickest of its three forms; off by: beside fusenet's answers to 64 chunks of noise.", "",
             "| network | fusenet | ONNX Runtime | ratio | off by | ONNX Runtime |", "|---|---|---|---|---|---|"]  # fmt: skip
    for row in rows:
        theirs = best(row, "ONNX Runtime")
        ours, peer = row["engines"]["fusenet"], row["engines"][theirs]
        about = {"lstm_step": ", one step", "silero": ", a chunk of 512 samples"}.get(row["kind"], "")
        ours_off = off(row, "fusenet") if row["kind"] != "silero" else "-"
        lines.append(f"| {row['case']}{about} | {micros(ours)} | {micros(peer)} | {peer['over']:.2f} | {ours_off} | {off(row, theirs)} |")
    lines.append("")
    for row in rows:
        if "reading" in row["engines"]:
            reads, ours = row["engines"]["reading"], row["engines"]["fusenet"]
            most = row["engines"][best(row, "ONNX Runtime")]["ns"] / reads["ns"]
            lines += [f"{row['case']} can be no quicker than its weights are read: as many floats, read again and again by the same"
                      f" core and only added up, take {micros(reads)} microseconds, {100 * reads['ns'] / ours['ns']:.0f} % of fusenet's"
                      f" time. Nothing that reads all of them from where they lie could be more than {most:.2f} times as quick as ONNX Runtime.", ""]  # fmt: skip
    return lines


def denormals(rows):
    lines = ["## A signal that decays", "", "The same networks without biases, on a loud signal and on one that has decayed to 1e-39, where"
             " floats are denormal and so is all that the network makes of them. A stream counts them as zero; `compile<net>` leaves"
             " the processor's modes as they are. Nanoseconds of a sample.", "",
             "| network | stream, loud | decayed | ratio | compile, loud | decayed | ratio |", "|---|---|---|---|---|---|---|"]  # fmt: skip
    for row in rows:
        cells = []
        for way in ("stream", "unguarded"):
            loud, decayed = (row["engines"][f"{way}, {signal}"] for signal in ("loud", "decayed"))
            cells += [f"{loud['ns']:.1f}", f"{decayed['ns']:.1f}", f"{decayed['over']:.2f}"]
        lines.append(f"| {row['case']} | {' | '.join(cells)} |")
    return [*lines, ""]


def write(found, page):
    by_kind = {}
    for row in found["rows"]:
        by_kind.setdefault(row["kind"], []).append(row)
    on = found["machine"]
    lines = ["# Small networks, measured", "", "Written by `bench/small/run --report docs/benchmarks_small.md`, with RTNeural's checkout"
             " and ONNX Runtime's headers as its options say; [`bench/small/README.md`](../bench/small/README.md) says how it measures."
             " One thread, medians of interleaved rounds of one run.", "", f"{on['name']} ({', '.join(on['simd']) or 'no SIMD listed'}).", ""]  # fmt: skip
    lines += signals(by_kind["signal"]) if "signal" in by_kind else []
    some = [row for kind in ("image", "lstm_step", "silero") for row in by_kind.get(kind, [])]
    lines += peers(some, found) if some else []
    lines += denormals(by_kind["denormals"]) if "denormals" in by_kind else []
    page.write_text("\n".join(lines).rstrip() + "\n")


if __name__ == "__main__":
    write(json.loads(pathlib.Path(sys.argv[1]).read_text()), pathlib.Path(sys.argv[2]))
