"""What it costs to begin: a fresh process loads one network with one engine and runs it once.

Reads its task as JSON from the first argument and writes the result as the last line of its output. The process has
Python and numpy in it; `baseline_kib` says how much memory these took before the engine came.
"""
import json
import pathlib
import sys
import time

import engines
from files import Files


def peak_kib():
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


def libraries():
    """Shared objects in this process that the system does not bring."""
    lines = pathlib.Path("/proc/self/maps").read_text().splitlines()
    paths = {line.split(None, 5)[5] for line in lines if ".so" in line}
    return {path for path in paths if not path.startswith(("/lib", "/usr/lib"))}


def main():
    task = json.loads(sys.argv[1])
    files = Files(task["network"], task["folder"], task["build"])
    images = files.images(1)
    before, baseline = libraries(), peak_kib()
    start = time.perf_counter()
    engines.bring(task["engine"], files, task["threads"])
    brought = time.perf_counter()
    engine = engines.make(task["engine"], files, images, task["threads"])
    loaded = time.perf_counter()
    engine.call()
    done = time.perf_counter()
    found = {
        "import_ms": 1e3 * (brought - start),
        "load_ms": 1e3 * (loaded - brought),
        "first_ms": 1e3 * (done - loaded),
        "baseline_kib": baseline,
        "peak_kib": peak_kib(),
        "binary_bytes": sum(pathlib.Path(path).stat().st_size for path in libraries() - before),
    }
    print()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
