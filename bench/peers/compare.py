#!/usr/bin/env python3
"""Compares fusenet with ONNX Runtime and OpenVINO on EfficientNet-Lite0, batch 1, in one interleaved run.

README.md beside this file says how it measures and why.
"""
import argparse
import gc
import json
import os
import pathlib
import platform
import random
import statistics
import sys
import time

import numpy
from engines import engines

HERE = pathlib.Path(__file__).resolve().parent
RESTLESS = 1.25  # a median this far above the minimum says that something else was running
DATA = HERE.parents[1] / "tests/data/efficientnet_lite0"


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return {"name": platform.processor(), "cores": os.cpu_count()}
    facts = dict(reversed([line.split(":", 1) for line in lines if ":" in line]))
    facts = {key.strip(): value.strip() for key, value in facts.items()}
    simd = [flag for flag in facts.get("flags", "").split() if flag in ("avx2", "fma", "avx512f", "avx512_vnni")]
    return {"name": facts.get("model name", platform.machine()), "cores": os.cpu_count(), "simd": simd}


def measure(running, options):
    """Milliseconds of single calls by engine name: in each round every engine once, in a shuffled order."""
    order = random.Random(options.seed)
    times = {engine.name: [] for engine in running}
    for engine in running:
        for _ in range(options.warm_up):
            engine.call()
    for _ in range(options.rounds):
        for engine in order.sample(running, len(running)):
            settled = time.perf_counter() + options.settle_ms / 1e3
            while time.perf_counter() < settled:
                engine.call()
            for _ in range(options.calls):
                start = time.perf_counter_ns()
                engine.call()
                times[engine.name].append((time.perf_counter_ns() - start) / 1e6)
    return times


def agreement(running, expected):
    """By engine, the largest difference to the first engine's logits and to the expected ones."""
    first = running[0].logits.ravel()
    rows = {}
    for engine in running:
        logits = engine.logits.ravel()
        rows[engine.name] = {
            "to_first": float(numpy.abs(logits - first).max()),
            "to_expected": float(numpy.abs(logits - expected).max()),
            "top_5": numpy.argsort(-logits, kind="stable")[:5].tolist(),
        }
    return rows


def run(threads, image, expected, options):
    running = engines(options, image, threads)
    times = measure(running, options)
    agreed = agreement(running, expected)
    rows = [
        {
            "engine": engine.name,
            "about": engine.about,
            "median_ms": statistics.median(times[engine.name]),
            "min_ms": min(times[engine.name]),
            "p90_ms": statistics.quantiles(times[engine.name], n=10)[-1],
            "calls": len(times[engine.name]),
            "arena_bytes": engine.arena_bytes,
            **agreed[engine.name],
        }
        for engine in running
    ]
    for engine in running:
        engine.close()
    gc.collect()
    ours = {row["engine"]: row for row in rows if row["engine"].startswith("fusenet")}
    peers = [row for row in rows if row["engine"] not in ours]
    result = {"threads": threads, "engines": rows}
    if ours:
        fused, layers = ours["fusenet, fused"], ours["fusenet, layer by layer"]
        best = {key: min(peers, key=lambda row: row[key]) for key in ("median_ms", "min_ms")}
        result["fastest_peer"] = best["median_ms"]["engine"]
        result["fastest_peer_over_fused"] = {key: best[key][key] / fused[key] for key in best}
        result["layer_by_layer_over_fused"] = {key: layers[key] / fused[key] for key in best}
        result["arena_share"] = fused["arena_bytes"] / layers["arena_bytes"]
    return result


def markdown(report):
    machine, settings = report["machine"], report["settings"]
    lines = [
        f"EfficientNet-Lite0, 224x224, batch 1, float32; {machine['name']}, {machine['cores']} cores"
        f" ({', '.join(machine.get('simd', [])) or 'no SIMD listed'}); {settings['rounds']} interleaved rounds of"
        f" {settings['calls']} single calls; load average {report['load'][0]:.1f} before and {report['load'][1]:.1f}"
        " after.",
        "",
        "| engine | threads | median ms | min ms | 90 % ms | median / fused | arena KiB | logits off by |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for result in report["results"]:
        fused = next((row for row in result["engines"] if row["engine"] == "fusenet, fused"), None)
        for row in sorted(result["engines"], key=lambda row: row["median_ms"]):
            ratio = f"{row['median_ms'] / fused['median_ms']:.2f}" if fused else "-"
            arena = f"{row['arena_bytes'] / 1024:.0f}" if row["arena_bytes"] else "-"
            name = row["engine"] if fused and row["engine"].startswith("fusenet") else f"{row['engine']} {row['about']}"
            lines.append(
                f"| {name} | {result['threads']} | {row['median_ms']:.2f} | {row['min_ms']:.2f} | {row['p90_ms']:.2f}"
                f" | {ratio} | {arena} | {row['to_expected']:.1e} |"
            )
    restless = [
        f"{row['engine']} with {result['threads']}"
        for result in report["results"]
        for row in result["engines"]
        if row["median_ms"] > RESTLESS * row["min_ms"]
    ]
    if restless:
        lines += ["", f"The machine was not quiet: medians far above minima for {', '.join(restless)}. Run again."]
    for result in report["results"]:
        if "fastest_peer" in result:
            lines += [
                "",
                f"{result['threads']} thread{'s' * (result['threads'] > 1)}: {result['fastest_peer']}, the faster peer,"
                f" takes {result['fastest_peer_over_fused']['median_ms']:.2f}x fusenet's time (by minima"
                f" {result['fastest_peer_over_fused']['min_ms']:.2f}x); our own layer-by-layer run takes"
                f" {result['layer_by_layer_over_fused']['median_ms']:.2f}x. The fused arena is"
                f" {100 * result['arena_share']:.0f} % of the layer-by-layer one.",
            ]
    return "\n".join(lines) + "\n"


def parse():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--onnx", type=pathlib.Path, required=True, help="from tools/efficientnet_lite_onnx.py")
    arguments.add_argument("--library", type=pathlib.Path, help="built from fusenet_c.cpp; without it only the peers")
    arguments.add_argument("--weights", type=pathlib.Path, help="safetensors for the library")
    arguments.add_argument("--photograph", default="chelsea", help="which of the photographs in --data")
    arguments.add_argument("--data", type=pathlib.Path, default=DATA, help="photographs and logits as .npy")
    arguments.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    arguments.add_argument("--rounds", type=int, default=50)
    arguments.add_argument("--calls", type=int, default=5, help="timed calls of an engine in a round")
    arguments.add_argument("--warm-up", type=int, default=20, help="calls of each engine before the first round")
    arguments.add_argument("--settle-ms", type=float, default=50, help="untimed calls at each turn's start")
    arguments.add_argument("--seed", type=int, default=1, help="of the order within the rounds")
    arguments.add_argument("--json", type=pathlib.Path, help="where to write the figures")
    arguments.add_argument("--markdown", type=pathlib.Path, help="where to write the table")
    options = arguments.parse_args()
    if options.library and not options.weights:
        arguments.error("--library needs --weights")
    if min(options.rounds, options.calls, *options.threads) < 1 or options.rounds * options.calls < 2:
        arguments.error("at least one thread, one round and two calls")
    return options


def main():
    options = parse()
    pixels = numpy.load(options.data / f"{options.photograph}_224_rgb_u8.npy")
    expected = numpy.load(options.data / f"{options.photograph}_logits_f32.npy").ravel()
    image = (pixels.astype(numpy.float32) - 127) / 128
    before = os.getloadavg()[0]
    results = [run(threads, image, expected, options) for threads in options.threads]
    report = {
        "network": "EfficientNet-Lite0",
        "machine": processor(),
        "settings": {key: getattr(options, key) for key in ("photograph", "rounds", "calls", "warm_up", "settle_ms")},
        "load": [before, os.getloadavg()[0]],
        "results": results,
    }
    table = markdown(report)
    print(table, end="")
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n")
    if options.markdown:
        options.markdown.write_text(table)
    wrong = [row["engine"] for result in results for row in result["engines"] if row["to_expected"] >= 1e-3]
    if wrong:
        sys.exit(f"wrong logits: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
