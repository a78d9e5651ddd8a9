"""The compiler and flags of this project's own programs, read from a build folder's compile_commands.json."""
import json
import pathlib
import shlex


def compile_flags(database):
    """How tests/main.cpp is compiled: the command less the source and the output."""
    for entry in json.loads(pathlib.Path(database).read_text()):
        if pathlib.Path(entry["file"]).parts[-2:] == ("tests", "main.cpp"):
            words = shlex.split(entry["command"])
            kept, skip = [], False
            for word in words:
                if skip or word == "-c" or word == entry["file"]:
                    skip = False
                elif word in ("-o", "-MF", "-MT", "-MQ"):
                    skip = True
                elif word not in ("-MD", "-MMD"):
                    kept.append(word)
            return kept
    raise SystemExit(f"{database} does not say how tests/main.cpp is compiled")
