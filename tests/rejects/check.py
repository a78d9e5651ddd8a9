#!/usr/bin/env python3
"""Compiles a reject test one way and judges the outcome.

usage: check.py accept|reject SOURCE COMPILE_COMMANDS PRECOMPILED
       check.py precompile PRECOMPILED COMPILE_COMMANDS

accept: with FUSENET_ACCEPT defined it must compile, without a word.
reject: without it, it must fail, say what the line `// expect: REGEX` expects, and be brief about it; docs/errors.md
must quote the sentence.
precompile: compiles into the folder PRECOMPILED the headers that most of these sources include, which then costs each of
them next to nothing. A source gets only what it includes itself, so that it means the same.
"""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "tools"))
import errors_page  # noqa: E402
from compile_flags import compile_flags  # noqa: E402

LONGEST = 15  # lines of diagnostics
OFTEN_INCLUDED = ("fusenet.hpp", "fusenet/planned.hpp")  # the first that a source includes is taken


def stand_in(folder, header):
    """The file in that folder which includes the header, and beside which the compiler finds it precompiled."""
    return folder / header.replace("/", "_")


def precompile(folder, command):
    folder.mkdir(parents=True, exist_ok=True)
    read = set()
    for header in OFTEN_INCLUDED:
        source = stand_in(folder, header)
        source.write_text(f"#include <{header}>\n")
        output, depends = source.with_name(source.name + ".gch"), source.with_name(source.name + ".d")
        subprocess.run(
            command + ["-MD", "-MF", str(depends), "-x", "c++-header", str(source), "-o", str(output)], check=True)
        read.update(depends.read_text().replace("\\\n", " ").split(":", 1)[1].split())
    (folder / "done.d").write_text(f"{folder / 'done'}: {' '.join(sorted(read - {str(folder)}))}\n")
    (folder / "done").touch()


def included_precompiled(folder, source):
    """The options by which a source gets a header precompiled, if it includes one of them and that is there."""
    text = source.read_text()
    for header in OFTEN_INCLUDED:
        known = stand_in(folder, header)
        before, included, _ = text.partition(f"#include <{header}>")
        changed = re.search("^ *# *(define|undef)", before, re.MULTILINE)  # the header may mean something else then
        if included and not changed and known.with_name(known.name + ".gch").exists():
            return ["-include", str(known)]
    return []


def verdict(way, source, status, said):
    if way == "accept":
        return "" if status == 0 else "it must compile with FUSENET_ACCEPT"
    expect = re.match(r"// expect: (.+)", source.read_text())
    if not expect:
        return "the first line must be `// expect: REGEX`"
    if status == 0:
        return "it compiles, but must not"
    if not re.search(expect[1].strip(), said):
        return f"the compiler does not say: {expect[1].strip()}"
    lines = len(said.splitlines())
    if lines > LONGEST:
        return f"{lines} lines of diagnostics, more than {LONGEST}"
    if errors_page.entry(source, errors_page.sentence_of(said)) + "\n" not in errors_page.PAGE.read_text():
        return f"docs/errors.md does not quote this; write it anew: tools/errors_page.py {database}"
    return ""


way, database = sys.argv[1], sys.argv[3]
command = compile_flags(database)
if way == "precompile":
    precompile(pathlib.Path(sys.argv[2]), command)
    sys.exit()
source, folder = pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[4])
command += included_precompiled(folder, source) + ["-fsyntax-only", str(source)]
if way == "accept":
    command.append("-DFUSENET_ACCEPT")
run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
said = "".join(line for line in run.stdout.splitlines(True) if str(folder) not in line)  # nobody else has a stand-in
fault = verdict(way, source, run.returncode, said)
print(said, end="")
if fault:
    print(f"{way}.{source.stem}: {fault}\n{' '.join(command)}")
sys.exit(bool(fault))
