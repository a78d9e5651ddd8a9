#!/usr/bin/env python3
"""Compiles each header alone, with the flags of this project's own programs.

usage: check_headers.py [--jobs N] [--bare] COMPILE_COMMANDS [HEADER...]

COMPILE_COMMANDS is the file compile_commands.json of a configured build folder, which says the compiler and its flags.
A header is included twice, to see its guard at work. With --bare only what the umbrella includes without any optional
library is compiled, which macros of value 0 say are absent.
"""
import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys

from compile_flags import compile_flags

LIBRARIES = ("XSIMD", "OPENMP", "EIGEN", "ONEDNN", "JSON", "ONNX")
INCLUDE = pathlib.Path(__file__).resolve().parents[1] / "include"


def compiles(command, header):
    name = header.relative_to(INCLUDE)
    source = f"#include <{name}>\n#include <{name}>\n"
    run = subprocess.run(
        command + ["-fsyntax-only", "-x", "c++", "-"], input=source,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return name, run.returncode == 0, run.stdout


def reached(command):
    """The headers of ours that the umbrella includes, by the compiler's own account."""
    run = subprocess.run(
        command + ["-M", "-x", "c++", "-"], input="#include <fusenet.hpp>\n",
        stdout=subprocess.PIPE, text=True, check=True)
    names = {pathlib.Path(word).resolve() for word in run.stdout.split() if word.endswith(".hpp")}
    return sorted(name for name in names if name.is_relative_to(INCLUDE))


options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
options.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
options.add_argument("--bare", action="store_true")
options.add_argument("database")
options.add_argument("headers", nargs="*", type=pathlib.Path)
given = options.parse_args()

command = compile_flags(given.database)
if given.bare:
    command += [f"-DFUSENET_HAS_{library}=0" for library in LIBRARIES]
headers = [header.resolve() for header in given.headers]
if not headers:
    headers = reached(command) if given.bare else sorted(INCLUDE.rglob("*.hpp"))
failed = 0
with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
    for name, fine, said in pool.map(lambda header: compiles(command, header), headers):
        if not fine:
            failed += 1
            print(f"<{name}> does not compile alone:\n{said}")
print(f"{len(headers) - failed} of {len(headers)} headers compile alone with {command[0]}")
sys.exit(bool(failed) or not headers)
