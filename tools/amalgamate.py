#!/usr/bin/env python3
"""Writes include/fusenet.hpp, what a program may want beside it, and all that these include, as one header.

usage: amalgamate.py OUT.hpp

Headers of the standard library and of others stay includes, once each at the top. What is included under a condition
(an optional library's backend) is written in its place, within an include guard where a plain one would double it.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).parents[1]
PARTS = [  # what is found with and without a condition comes first without, so that it is written once
    "fusenet/graph/check.hpp",
    "fusenet/weights/constants.hpp",
    "fusenet/weights/npy_folder.hpp",
    "fusenet/weights/safetensors_writer.hpp",
    "fusenet.hpp",
    "fusenet/backends/reference/run.hpp",
]
INCLUDE = re.compile(r'\s*#\s*include\s*[<"]([^>"]+)[>"]')


class Amalgam:
    def __init__(self):
        self.foreign = set()  # headers of others, for the top
        self.written = set()  # our headers that hold from there on, whatever is defined
        self.guarded = set()  # our headers that hold only where a condition did

    def header(self, name, region=None):
        """The lines of the header `name`, after those of the headers that it includes.

        `region` is None where no condition holds, else the set of headers that the present condition has seen.
        """
        if name in self.written or (region is not None and name in region):
            return []
        conditional = region is not None
        guard = conditional or name in self.guarded
        if conditional:
            self.guarded.add(name)
            region.add(name)
        else:
            self.written.add(name)
        before, lines, depth = [], [], 0
        for line in (ROOT / "include" / name).read_text().splitlines():
            included = INCLUDE.match(line)
            if re.match(r"\s*#\s*if", line):
                depth += 1
            elif re.match(r"\s*#\s*endif", line):
                depth -= 1
            if re.match(r"\s*#\s*pragma once", line):
                continue
            if not included:
                lines.append(line)
            elif included[1].startswith("fusenet/"):
                inner = self.header(included[1], set(region or ()) if depth else region)
                (lines if depth else before).extend(inner)
            elif depth or conditional:
                lines.append(line)
            else:
                self.foreign.add(included[1])
        text = "\n".join(lines).strip("\n").split("\n")
        if guard:
            macro = "FUSENET_SINGLE_" + re.sub(r"\W", "_", name).upper()
            text = [f"#ifndef {macro}", f"#define {macro}"] + text + ["#endif"]
        return before + ["", f"// <{name}>"] + text


amalgam = Amalgam()
body = [line for part in PARTS for line in amalgam.header(part)]
licence = (ROOT / "LICENSE").read_text().strip().splitlines()
out = ["// fusenet in one header, written by tools/amalgamate.py.", "//"]
out += [f"// {line}".rstrip() for line in licence]
out += ["#pragma once", ""] + [f"#include <{name}>" for name in sorted(amalgam.foreign)] + body
path = pathlib.Path(sys.argv[1])
path.parent.mkdir(parents=True, exist_ok=True)
path.write_text("\n".join(out) + "\n")
