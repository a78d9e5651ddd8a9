#!/usr/bin/env python3
"""Writes docs/errors.md: what must not compile, each with the sentence that the compiler gives, from tests/rejects/.

usage: errors_page.py COMPILE_COMMANDS    compiles each reject test and writes the page
       errors_page.py --check             says whether the page holds these tests and no others, without compiling

COMPILE_COMMANDS is the file compile_commands.json of a configured build folder, which says the compiler and its flags.
That each sentence on the page is still the compiler's, the reject tests themselves say (tests/rejects/check.py).
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import textwrap

from compile_flags import compile_flags

ROOT = pathlib.Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "errors.md"
LETTERS = 30  # of a quoted piece that was cut inside a word (graph/check.hpp)

HEAD = """# Errors

What does not fit is one compile error that quotes a sentence. Both compilers print it in pieces, as the arguments of a template:

```
check.hpp: error: static assertion failed due to requirement 'network_is_well_formed<
    quote{"add: branches have shapes       "}, quote{"[6x6x4] and [8x8x4] (layer 2)   "}>':
    fusenet: the network is not well formed, see the quoted reason
```

Layers count from 0, the input, in the order of the expression. Below is everything that the tests in [`tests/rejects/`](../tests/rejects) try to compile, which also hold the nearest program that is right. This page is written by `tools/errors_page.py`, and each test compares its sentence with it.
"""

GROUPS = {
    "shapes": ("Shapes", "A layer cannot read what the one before it makes."),
    "joins": ("Joins", "Branches do not fit each other, or are not joined."),
    "numbers": ("Numbers", "A number that no layer of that kind can have."),
    "options": ("Options", "Options that exclude each other, or ask for what is not there."),
    "names": ("Names", "Parameters must be told apart."),
    "network": ("The expression", "What stands in it is no layer, or not at its place."),
}


def group_of(source):
    """What the test's line `// about: GROUP` says, if it is a group."""
    about = re.search(r"^// about: (.+)$", source.read_text(), re.MULTILINE)
    return about[1] if about and about[1] in GROUPS else None


def wrong_lines(source):
    """The mistake, as short as it can be shown: what stands under #else, or else the last line."""
    whole = source.read_text().strip()
    text = whole.partition("#else\n")[2].partition("#endif")[0].strip() or whole.splitlines()[-1]
    text = re.sub(r"^inline constexpr auto net = (.*);$", r"\1", text, flags=re.DOTALL)
    return re.sub(r"^static_assert\((compile<.*>)::output.*$", r"\1", text)


def sentence_of(said):
    """The sentence in a compiler's words; nothing if there is none."""
    for line in said.splitlines():
        pieces = re.findall(r'quote\{"((?:[^"\\]|\\.)*)"\}', line)
        if pieces and any(piece for piece in pieces):
            words = [re.sub(r"\\(.)", r"\1", piece).rstrip() for piece in pieces]
            return "".join(word if len(word) == LETTERS else word + " " for word in words).strip()
    plain = re.search(r"error: static assertion failed.*?: \"?fusenet: (.*?)\"?$", said, re.MULTILINE)
    return plain[1] if plain else ""


def entry(source, sentence):
    said = textwrap.wrap(sentence, 110, subsequent_indent="  ")
    return "\n".join([wrong_lines(source), *("// " + line for line in said)])


def page(entries):
    """The page of the tests, given the entry of each."""
    parts = [HEAD]
    for group, (title, what) in GROUPS.items():
        shown = [text for source, text in entries.items() if group_of(source) == group]
        parts.append(f"## {title}\n\n{what}\n\n```cpp fragment\n" + "\n\n".join(shown) + "\n```\n")
    return "\n".join(parts)


def complaint(command, source):
    run = subprocess.run(
        command + ["-fsyntax-only", str(source)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    sentence = sentence_of(run.stdout)
    if not sentence:
        sys.exit(f"{source}: the compiler gives no sentence:\n{run.stdout}")
    return entry(source, sentence)


def entries_of_page(sources):
    """The entry that the page itself holds for each test: its wrong lines, and the comment behind them."""
    written = PAGE.read_text() if PAGE.exists() else ""
    found = {}
    for source in sources:
        match = re.search("^" + re.escape(wrong_lines(source)) + r"\n// .*\n(//   .*\n)*", written, re.MULTILINE)
        found[source] = match[0].rstrip("\n") if match else ""
    return found


def main():
    sources = sorted((ROOT / "tests" / "rejects").glob("*.cpp"))
    for source in sources:
        if not group_of(source):
            sys.exit(f"{source}: say `// about: GROUP` with one of {', '.join(GROUPS)}")
    if sys.argv[1:] == ["--check"]:
        found = entries_of_page(sources)
        missing = [source.stem for source, text in found.items() if not text]
        if missing or PAGE.read_text() != page(found):
            sys.exit(f"docs/errors.md is not up to date, write it with tools/errors_page.py: {' '.join(missing)}")
        print(f"docs/errors.md holds all {len(sources)} reject tests")
        return
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    command = compile_flags(sys.argv[1])
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        PAGE.write_text(page(dict(zip(sources, pool.map(lambda source: complaint(command, source), sources)))))


if __name__ == "__main__":
    main()
