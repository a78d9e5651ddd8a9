"""One row of the comparison in a process of its own: a network, a batch, a number of threads, all engines interleaved.

Reads its task as JSON from the first argument and writes the result as the last line of its output.
"""
import json
import random
import statistics
import sys
import time

import engines
import numpy
from files import Files


def turn(engine, task):
    """Milliseconds of single calls, after untimed ones that let other engines' threads come to rest."""
    settled = time.perf_counter() + task["settle_ms"] / 1e3
    while True:
        engine.call()
        if time.perf_counter() >= settled:
            break
    times, end = [], time.perf_counter() + task["turn_ms"] / 1e3
    while not times or (len(times) < task["calls"] and time.perf_counter() < end):
        start = time.perf_counter_ns()
        engine.call()
        times.append((time.perf_counter_ns() - start) / 1e6)
    return times


def measure(running, task):
    """By engine, a list of its times in each round; in a round every engine has one turn, in a shuffled order."""
    order = random.Random(task["seed"])
    rounds = {engine.name: [] for engine in running}
    end = time.perf_counter() + task["seconds"]
    while len(rounds[running[0].name]) < task["least_rounds"] or time.perf_counter() < end:
        for engine in order.sample(running, len(running)):
            rounds[engine.name].append(turn(engine, task))
        if len(rounds[running[0].name]) == task["most_rounds"]:
            break
    return rounds


def errors(running):
    """By engine, its largest difference from the engines' median answer, relative to the largest answer.

    Of what fusenet computes only the fused network has a voice: its other ways of running are no other engines.
    """
    answers = {engine.name: [numpy.array(out, numpy.float64) for out in engine.outputs()] for engine in running}
    worst = dict.fromkeys(answers, 0.0)
    for outputs in zip(*answers.values()):
        if len({out.shape for out in outputs}) > 1:
            outputs = [out.reshape(len(out), -1) for out in outputs]
        voices = [out for name, out in zip(answers, outputs) if name == "fusenet" or name not in engines.Fusenet.modes]
        middle = numpy.median(numpy.stack(voices or outputs), axis=0)
        for name, out in zip(answers, outputs):
            error = numpy.abs(out - middle).max() / numpy.abs(middle).max()
            worst[name] = max(worst[name], float(error) if numpy.isfinite(error) else float("inf"))
    return worst


def row(engine, rounds, error):
    times = [ms for turn in rounds for ms in turn]
    return {
        "engine": engine.name,
        "version": engine.about,
        "median_ms": statistics.median(times),
        "min_ms": min(times),
        "p90_ms": statistics.quantiles(times, n=10)[-1] if len(times) > 1 else times[0],
        "by_round_ms": [statistics.median(turn) for turn in rounds],
        "calls": len(times),
        "error": error,
        **engine.facts(),
    }


def main():
    task = json.loads(sys.argv[1])
    files = Files(task["network"], task["folder"], task["build"])
    images = files.images(task["batch"])
    running, failed = [], {}
    for name in task["engines"]:
        try:
            engine = engines.make(name, files, images, task["threads"])
            engine.call()
            running.append(engine)
        except Exception as error:  # an engine that cannot run the network is a finding, not our failure
            failed[name] = f"{type(error).__name__}: {error}"
    rounds = measure(running, task) if running else {}
    error = errors(running) if running else {}
    rows = [row(engine, rounds[engine.name], error[engine.name]) for engine in running]
    print()
    print(json.dumps({"rows": rows, "failed": failed}))


if __name__ == "__main__":
    main()
