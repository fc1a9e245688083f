"""What a measuring process does: make the data, take turns with the floor, or one work alone for its memory.

python -m tests.benchmarks.child data|turns|once NAME SIZE RUNS FOLDER; prints one JSON object.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

from tests.benchmarks import data
from tests.benchmarks.figures import figure
from tests.benchmarks.pairs import Pair, take_turns


def main(arguments: list[str]) -> int:
    """Do one thing and print what was found."""
    job, name, size, runs, folder = arguments
    found: object
    if job == "data":
        data.make_exercise_file(Path(folder), int(size))
        data.workbook(Path(folder), int(size))
        found = {}
    elif job == "turns":
        found = take_turns(_pair(name, int(size), Path(folder)), int(runs))
    else:
        found = {"seconds": _pair(name, int(size), Path(folder)).ours()}
    print(json.dumps(found))
    return 0


def _pair(name: str, size: int, folder: Path) -> Pair:
    module = import_module(f"tests.benchmarks.{figure(name).module}")
    made: Pair = module.prepare(folder, size)
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
