#!/usr/bin/env python3
"""Writes the C++ of documentation pages as programs, so that what pages show is compiled and run; checks their links.

usage: doc_programs.py OUT PAGE...

A block of a page that begins with three backticks and
  cpp           and holds `int main` is a program of its own: OUT/PAGE_1.cpp, ...
  cpp           after a line `<!-- from FILE -->` must stand in that file of the project, line for line
  cpp, cpp main otherwise make one program, OUT/PAGE.cpp: declarations in their order, then main's statements
  cpp fragment  is left out
Prints the programs' paths; fails, and says where, if a block is none of these or not in its file, or if a link leads
to no file.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```(.*)$")
FROM = re.compile(r"<!-- from (\S+) -->")
LINK = re.compile(r"\]\(([^)#:\s]+)[)#]")


def blocks(page):
    """(first line, info, text, the file it is said to come from) of each C++ block."""
    before, opened, lines = "", None, []
    for number, line in enumerate(page.read_text().splitlines(), 1):
        fence = FENCE.match(line)
        if fence and opened is None:
            origin = FROM.fullmatch(before.strip())
            opened, lines = (number + 1, fence[1].strip(), origin and origin[1]), []
        elif fence:
            if opened[1].split()[:1] == ["cpp"]:
                yield opened[0], opened[1], lines, opened[2]
            opened, before = None, ""
        elif opened is not None:
            lines.append(line)
        elif line.strip():
            before = line


def stands_in(lines, file):
    """Whether the lines follow each other in the file, all of them as far to the right as there is need."""
    present = file.read_text().splitlines() if file.exists() else []
    for at in range(len(present) - len(lines) + 1):
        indent = len(present[at]) - len(present[at].lstrip()) - (len(lines[0]) - len(lines[0].lstrip()))
        if indent >= 0 and all(
            a == (" " * indent + b if b else b) for a, b in zip(present[at : at + len(lines)], lines)
        ):
            return True
    return False


def programs(page, name, faults):
    """(file name, text) of the page's programs."""
    own, declared, done = 0, [], []
    for number, info, lines, origin in blocks(page):
        where = f'#line {number} "{name}"'
        if origin:
            if not stands_in(lines, ROOT / origin):
                faults.append(f"{name}:{number}: this does not stand in {origin}")
        elif info == "cpp" and any(re.match(r"int main\b", line) for line in lines):
            own += 1
            yield f"{page.stem}_{own}.cpp", [where, *lines]
        elif info == "cpp":
            declared += [where, *lines]
        elif info == "cpp main":
            done += [where, *lines]
        elif info != "cpp fragment":
            faults.append(f"{name}:{number}: `{info}` is no kind of C++ block")
    if declared or done:
        yield f"{page.stem}.cpp", [*declared, "int main() {", *done, "}"]


def main():
    out, faults = pathlib.Path(sys.argv[1]), []
    out.mkdir(parents=True, exist_ok=True)
    for argument in sys.argv[2:]:
        page = pathlib.Path(argument).resolve()
        name = page.relative_to(ROOT) if page.is_relative_to(ROOT) else page
        for link in LINK.findall(page.read_text()):
            if not (page.parent / link).exists():
                faults.append(f"{name}: the link to {link} leads nowhere")
        for file, lines in programs(page, name, faults):
            text = "\n".join([f"// Written by tools/doc_programs.py from {name}.", *lines]) + "\n"
            path = out / file
            if not path.exists() or path.read_text() != text:  # so that an unchanged page is not compiled again
                path.write_text(text)
            print(path)
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
