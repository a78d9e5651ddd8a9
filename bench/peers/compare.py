#!/usr/bin/env python3
"""Compares fusenet with other engines on whole networks: builds and converts what is missing, measures, reports.

README.md beside this file says how it measures and why.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

import report
from engines import SHORT, Fusenet, library_mode
from files import ROOT, Files, network_names

HERE = pathlib.Path(__file__).resolve().parent
RESTLESS = 1.25  # a median this far above the minimum says that something else was running
WRONG = 1e-3  # beside the engines' median answer


def say(text):
    print(f"==> {text}", file=sys.stderr, flush=True)


def prepare(options):
    """Builds the libraries and programs that the rows need, and writes and converts the networks."""
    ours = [name for name in options.engines if name in Fusenet.modes]
    targets, stale = ["peers_machine"] if options.json or options.report else [], []
    for network in options.networks:
        files = Files(network, options.folder, options.build)
        targets += [f"{network}_{library_mode(name, threads)}" for name in ours for threads in options.threads]
        if options.startup and ours:
            targets += [f"{network}_{kind}" for kind in ("bare", *(library_mode(name, 1) for name in ours))]
        if files.stale() and not options.no_build:
            stale.append(files)
            targets.append(f"{network}_files")
    if targets and not options.no_build:
        targets = list(dict.fromkeys(targets))
        say("building " + " ".join(targets))
        jobs = ["-j", str(options.jobs)] if options.jobs else []
        subprocess.run(["cmake", "--build", options.build, *jobs, "--target", *targets], check=True, stdout=sys.stderr)
    for files in stale:
        say(f"writing {files.network}")
        files.write()
    for network in options.networks:
        Files(network, options.folder, options.build).convert(options.engines)


def in_a_process_of_its_own(script, task, options):
    """What the script says in its last line, or nothing if it fell."""
    task |= {"folder": str(options.folder.resolve()), "build": str(options.build.resolve())}
    ran = subprocess.run([sys.executable, HERE / script, json.dumps(task)], capture_output=True, text=True)
    if ran.returncode:
        say(f"{task}: ended with {ran.returncode}\n{ran.stdout}{ran.stderr}")
        return None
    return json.loads(ran.stdout.splitlines()[-1])


def measured(network, batch, threads, options):
    """The rows of one process, with what they are relative to fusenet."""
    keys = ("settle_ms", "turn_ms", "calls", "seconds", "least_rounds", "most_rounds", "seed")
    engines = [name for name in options.engines if threads > 1 or "no spinning" not in name]
    task = {"network": network, "batch": batch, "threads": threads, "engines": engines}
    task |= {key: getattr(options, key) for key in keys}
    found = in_a_process_of_its_own("measure.py", task, options)
    if not found:
        sys.exit(1)
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


def begun(network, engine, options):
    """What a fresh process needs to load the network and run it once, with one thread: medians, the least memory."""
    tries = [
        in_a_process_of_its_own("startup.py", {"network": network, "engine": engine, "threads": 1}, options)
        for _ in range(options.startups)
    ]
    tries = [one for one in tries if one]
    if not tries:
        return []
    found = {key: statistics.median(one[key] for one in tries) for key in tries[0]}
    found["peak_kib"] = min(one["peak_kib"] for one in tries)
    return [{"network": network, "engine": engine, **found}]


def begun_bare(network, options):
    """The same of a program with that network alone."""
    files = Files(network, options.folder, options.build)
    program = files.program("bare")
    command = [program, files.weights, "1"]
    tries = [json.loads(subprocess.check_output(command, text=True)) for _ in range(options.startups)]
    found = {key: statistics.median(one[key] for one in tries) for key in tries[0]}
    found["peak_kib"] = min(one["peak_kib"] for one in tries)
    stripped = program.with_name(program.name + "_stripped")
    subprocess.run(["strip", "-o", stripped, program], check=True)
    return [{"network": network, "engine": "fusenet, a program", "binary_bytes": stripped.stat().st_size, **found}]


def startups(rows):
    lines = ["| network | engine | peak MiB | before MiB | import ms | load ms | first call ms | binary MiB |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    for row in rows:
        figures = [row["peak_kib"] / 1024, row.get("baseline_kib", 0) / 1024, row.get("import_ms", 0)]
        figures += [row["load_ms"], row["first_ms"], row["binary_bytes"] / 2**20]
        lines.append(f"| {row['network']} | {row['engine']} | " + " | ".join(f"{x:.1f}" for x in figures) + " |")
    return "\n".join(lines) + "\n"


def key_of(row):
    return tuple(row.get(key) for key in ("network", "batch", "threads", "engine"))


def updated(path, found):
    """The figures of a file with those rows replaced that were measured anew."""
    if not path.exists():
        return found
    old = json.loads(path.read_text())
    if old["machine"]["name"] == found["machine"]["name"]:  # peaks are what was seen at best
        found["machine"]["peak_gflops"] = max(one["machine"]["peak_gflops"] for one in (old, found))
        found["machine"]["read_gbytes"] = [max(pair) for pair in zip(*(one["machine"]["read_gbytes"] for one in (old, found)))]
    for part in ("rows", "startup"):
        fresh = {key_of(row)[:3] if part == "rows" else key_of(row) for row in found[part]}
        kept = [row for row in old[part] if (key_of(row)[:3] if part == "rows" else key_of(row)) not in fresh]
        found[part] = kept + found[part]
    return found


def parse():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--networks", nargs="+", default=network_names(), choices=network_names(), metavar="NAME")
    arguments.add_argument("--batch", type=int, nargs="+", default=[1, 8])
    arguments.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    arguments.add_argument("--engines", nargs="+", default=list(SHORT), choices=SHORT, help="default: all")
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
    arguments.add_argument("--jobs", type=int, help="how many compilers at once")
    arguments.add_argument("--startup", action="store_true", help="also memory, load and first call of fresh processes")
    arguments.add_argument("--startups", type=int, default=3, help="so many of each")
    arguments.add_argument("--no-times", action="store_true", help="only what --startup asks for")
    arguments.add_argument("--json", type=pathlib.Path, help="where to write the figures")
    arguments.add_argument("--update", action="store_true", help="keep the other rows that the JSON file holds")
    arguments.add_argument("--report", type=pathlib.Path, help="where to write the page, a chart with it")
    options = arguments.parse_args()
    if min(options.least_rounds, options.most_rounds, options.calls, *options.threads, *options.batch) < 1:
        arguments.error("threads, batch, rounds and calls: at least one")
    options.engines = [SHORT[name] for name in options.engines]
    return options


def main():
    options = parse()
    prepare(options)
    rows, startup = [], []
    for network in options.networks:
        for batch in options.batch if not options.no_times else []:
            for threads in options.threads:
                found = measured(network, batch, threads, options)
                print(table(found), flush=True)
                rows += found
        for engine in options.engines if options.startup else []:
            if engine == Fusenet.name:
                startup += begun_bare(network, options)
            if "no spinning" not in engine:
                startup += begun(network, engine, options)
    if startup:
        print(startups(startup))
    if not options.json and not options.report:
        return
    found = {"machine": report.machine(options.build), "rows": rows, "startup": startup, "bounds": {}}
    if options.json:
        if options.update:
            found = updated(options.json, found)
        for network in dict.fromkeys(row["network"] for row in found["rows"]):
            found["bounds"][network] = Files(network, options.folder, options.build).facts["contractions"]
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    if options.report:
        report.write(found, options.report)


if __name__ == "__main__":
    main()
