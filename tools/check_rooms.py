#!/usr/bin/env python3
"""Fails when a header includes a room it may not see, outgrows its room, or lacks a head."""
import pathlib
import re
import statistics
import sys

# The rooms in the order of the data. `backends/X` may not see `backends/Y` either: backends are siblings.
MAY_SEE = {
    "core": set(),
    "layers": {"core"},
    "graph": {"core"},
    "rewrite": {"core", "layers", "graph"},
    "plan": {"core", "graph"},
    "nest": {"core", "plan"},
    "schedule": {"core", "graph", "nest", "plan"},
    "weights": {"core"},
    "onnx": {"core", "graph", "weights"},
    "backends": {"core", "graph", "plan", "nest", "schedule", "weights"},
    "report": {"core", "layers", "graph", "rewrite", "plan", "nest", "schedule", "weights"},
    "networks": {"core", "layers", "graph"},
}
APART = {"layers", "rewrite", "backends"}  # rooms whose members do not include each other
LONGEST = 250  # lines of one header
MEDIAN = 80  # lines of the middle header
FEATURES = "core/features.hpp"  # defines each FUSENET_HAS_... that the build does not

root = pathlib.Path(__file__).parents[1] / "include" / "fusenet"
faults, lengths = [], []
for header in sorted(root.rglob("*.hpp")):
    path = header.relative_to(root)
    lines = header.read_text().splitlines()
    lengths.append(len(lines))
    if len(lines) > LONGEST:
        faults.append(f"{path}: {len(lines)} lines, more than {LONGEST}")
    if not lines or not re.match(r"// \S", lines[0]):
        faults.append(f"{path}: the first line must say what lives here")
    if lines.count("#pragma once") != 1:
        faults.append(f"{path}: one `#pragma once`, please")
    features = [line for line in lines if re.match(r"\s*#\s*(if|elif|define).*FUSENET_HAS_", line)]
    if features and str(path) != FEATURES:
        if any(re.search(r"def(ined?)?\b\W*FUSENET_HAS_", line) for line in features):
            faults.append(f"{path}: test the value, `#if FUSENET_HAS_...`, so that 0 means absent")
        if f"#include <fusenet/{FEATURES}>" not in lines:
            faults.append(f"{path}: FUSENET_HAS_... is tested, so include <fusenet/{FEATURES}>, which defines it")
    included = re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', "\n".join(lines), re.MULTILINE)
    quoted = re.findall(r'^\s*#\s*include\s*"([^"]+)"', "\n".join(lines), re.MULTILINE)
    faults += [f"{path}: \"{name}\" should be <fusenet/room/file.hpp>" for name in quoted]
    if len(path.parts) == 1:
        continue  # a header on top of the rooms, which may see them all
    room = path.parts[0]
    if room not in MAY_SEE:
        faults.append(f"{path}: {room} is not a room")
        continue
    for name in included:
        if (room, name) == ("report", "fusenet/planned.hpp"):
            continue  # a report reads the whole plan
        if name == "fusenet.hpp" or re.fullmatch(r"fusenet/[^/]+", name):
            faults.append(f"{path}: {room} may not include <{name}>, which stands above the rooms")
        seen = re.match(r"fusenet/([^/]+)/(.+)", name)
        if not seen:
            continue
        if not (root.parent / name).exists():
            faults.append(f"{path}: <{name}> does not exist")
        if seen[1] != room:
            if seen[1] not in MAY_SEE[room]:
                faults.append(f"{path}: {room} may not include {seen[1]}")
        elif room in APART and len(path.parts) > 2 and seen[2].split("/")[0] != path.parts[1]:
            faults.append(f"{path}: {room}/{path.parts[1]} may not include its sibling <{name}>")
if lengths and statistics.median(lengths) > MEDIAN:
    faults.append(f"the median header has {statistics.median(lengths):.0f} lines, more than {MEDIAN}")

if faults:
    print("\n".join(faults))
else:
    print(f"rooms are in order: {len(lengths)} headers, median {statistics.median(lengths):.0f} lines,"
          f" longest {max(lengths)}")
sys.exit(bool(faults))
