#!/usr/bin/env python3
"""Compares fusenet with other engines on whole networks: builds and converts what is missing, measures, reports.

README.md beside this file says how it measures and why.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

from engines import NAMES, Fusenet, library_mode
from files import ROOT, Files, network_names

HERE = pathlib.Path(__file__).resolve().parent
RESTLESS = 1.25  # a median this far above the minimum says that something else was running
WRONG = 1e-3  # beside the engines' median answer


def say(text):
    print(f"==> {text}", file=sys.stderr, flush=True)


def prepare(options):
    """Builds the libraries and programs that the rows need, and writes and converts the networks."""
    targets, stale = [], []
    for network in options.networks:
        files = Files(network, options.folder, options.build)
        for threads in options.threads:
            targets += [f"{network}_{library_mode(name, threads)}" for name in options.engines if name in Fusenet.modes]
        if files.stale() and not options.no_build:
            stale.append(files)
            targets.append(f"{network}_files")
    if targets and not options.no_build:
        say("building " + " ".join(dict.fromkeys(targets)))
        subprocess.run(["cmake", "--build", options.build, "--target", *dict.fromkeys(targets)], check=True,
                       stdout=sys.stderr)  # fmt: skip
    for files in stale:
        say(f"writing {files.network}")
        files.write()
    for network in options.networks:
        Files(network, options.folder, options.build).convert(options.engines)


def measured(network, batch, threads, options):
    """The rows of one process, with what they are relative to fusenet."""
    keys = ("settle_ms", "turn_ms", "calls", "seconds", "least_rounds", "most_rounds", "seed")
    engines = [name for name in options.engines if threads > 1 or "no spinning" not in name]
    task = {
        "network": network,
        "batch": batch,
        "threads": threads,
        "engines": engines,
        "folder": str(options.folder.resolve()),
        "build": str(options.build.resolve()),
        **{key: getattr(options, key) for key in keys},
    }
    ran = subprocess.run([sys.executable, HERE / "measure.py", json.dumps(task)], capture_output=True, text=True)
    if ran.returncode:
        sys.exit(f"{network}, batch {batch}, {threads} threads: ended with {ran.returncode}\n{ran.stdout}{ran.stderr}")
    found = json.loads(ran.stdout.splitlines()[-1])
    for name, why in found["failed"].items():
        say(f"{network}: {name} does not run it: {why}")
    rounds = {row["engine"]: row.pop("by_round_ms") for row in found["rows"]}
    for row in found["rows"]:
        row.update(network=network, batch=batch, threads=threads, rounds=len(rounds[row["engine"]]))
        if Fusenet.name in rounds:
            pairs = zip(rounds[row["engine"]], rounds[Fusenet.name])
            row["over_fusenet"] = statistics.median(theirs / ours for theirs, ours in pairs)
    return found["rows"]


def table(rows):
    lines = []
    for network, batch, threads in dict.fromkeys((row["network"], row["batch"], row["threads"]) for row in rows):
        some = [row for row in rows if (row["network"], row["batch"], row["threads"]) == (network, batch, threads)]
        lines += [f"{network}, batch {batch}, {threads} thread{'s' * (threads > 1)}, {some[0]['rounds']} rounds", ""]
        lines += ["| engine | median ms | min ms | 90 % ms | over fusenet | error |", "|---|---|---|---|---|---|"]
        for row in sorted(some, key=lambda row: row["median_ms"]):
            ratio = f"{row['over_fusenet']:.2f}" if "over_fusenet" in row else "-"
            remark = " WRONG" if row["error"] > WRONG else ""
            remark += " (not quiet)" if row["median_ms"] > RESTLESS * row["min_ms"] else ""
            lines.append(f"| {row['engine']} | {row['median_ms']:.3f} | {row['min_ms']:.3f} | {row['p90_ms']:.3f}"
                         f" | {ratio} | {row['error']:.1e}{remark} |")  # fmt: skip
        lines.append("")
    return "\n".join(lines)


def parse():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--networks", nargs="+", default=network_names(), choices=network_names(), metavar="NAME")
    arguments.add_argument("--batch", type=int, nargs="+", default=[1, 8])
    arguments.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    arguments.add_argument("--engines", nargs="+", default=NAMES, choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    arguments.add_argument("--seconds", type=float, default=12, help="about how long each row takes")
    arguments.add_argument("--least-rounds", type=int, default=5, help="even if that takes longer")
    arguments.add_argument("--most-rounds", type=int, default=50)
    arguments.add_argument("--calls", type=int, default=5, help="at most so many timed calls in an engine's turn")
    arguments.add_argument("--turn-ms", type=float, default=100, help="no new timed call in a turn after that")
    arguments.add_argument("--settle-ms", type=float, default=50, help="untimed calls at each turn's start")
    arguments.add_argument("--seed", type=int, default=1, help="of the order within the rounds")
    arguments.add_argument("--folder", type=pathlib.Path, default=ROOT / "build/peers", help="where networks lie")
    arguments.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release", help="CMake's folder")
    arguments.add_argument("--no-build", action="store_true", help="measure what was built before")
    arguments.add_argument("--json", type=pathlib.Path, help="where to write the figures")
    options = arguments.parse_args()
    if min(options.least_rounds, options.most_rounds, options.calls, *options.threads, *options.batch) < 1:
        arguments.error("threads, batch, rounds and calls: at least one")
    return options


def main():
    options = parse()
    prepare(options)
    rows = []
    for network in options.networks:
        for batch in options.batch:
            for threads in options.threads:
                rows += measured(network, batch, threads, options)
    print(table(rows), end="")
    if options.json:
        options.json.write_text(json.dumps({"load": os.getloadavg(), "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
