#!/usr/bin/env python3
"""Compiles a reject test one way and judges the outcome.

usage: check.py accept|reject SOURCE COMPILE_COMMANDS

accept: with FUSENET_ACCEPT defined it must compile, without a word.
reject: without it, it must fail, say what the line `// expect: REGEX` expects, and be brief about it; docs/errors.md
must quote the sentence.
"""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "tools"))
import errors_page  # noqa: E402
from compile_flags import compile_flags  # noqa: E402

LONGEST = 15  # lines of diagnostics


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


way, source, database = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
command = compile_flags(database) + ["-fsyntax-only", str(source)]
if way == "accept":
    command.append("-DFUSENET_ACCEPT")
run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
fault = verdict(way, source, run.returncode, run.stdout)
print(run.stdout, end="")
if fault:
    print(f"{way}.{source.stem}: {fault}\n{' '.join(command)}")
sys.exit(bool(fault))
