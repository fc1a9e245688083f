"""Opens hostile files one after the other in a process of its own: `python -m tests.trust.database_worker`.

Reads one JSON object a line, `path`, `is_unguarded` and `writes`, and answers with what every command said.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.trust.said import Said, run_here

_READ_IN = (
    "desktop.commands.imports",
    "desktop.services.import_contacts",
    "desktop.services.files",
    "desktop.services.exports",
)
ROWS = "Name;Institution;E-mail\nAna Prueba;Aduana de prueba;ana@example.org\n"


def main() -> None:
    """Say when all is read in, then answer every line until there are no more."""
    for name in _READ_IN:
        import_module(name)
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        with ExitStack() as stack:
            if asked["is_unguarded"]:
                stack.enter_context(patch("db.guard.is_ours", return_value=True))
            answer = use(Path(asked["path"]), writes=asked["writes"])
        print(json.dumps(answer), flush=True)


def use(path: Path, *, writes: bool) -> dict[str, Any]:
    """What reading and writing commands say of a file, and whether those that refuse it left it as it was.

    Writing needs a process more, so it is left out where many files are tried.
    """
    folder = path.parent
    out, rows = folder / "all.zip", folder / "rows.csv"
    rows.write_text(ROWS, encoding="utf-8")
    commands = {
        "check": ["check", str(path)],
        "export": ["export", "all", "--from", str(path), "--out", str(out)],
        "list": ["list", "plans", "--from", str(path)],
        "history": ["history", str(path)],
        "import": ["import", "contacts", str(rows), "--into", str(path), "--state", "X01", "--author", "Ana"],
    }
    if not writes:
        del commands["import"]
    answer: dict[str, Any] = {"said": {}, "seconds": {}, "changed": [], "content": ""}
    for name, words in commands.items():
        before = _digest(path)
        begun = time.process_time()
        said = run_here(words)
        answer["seconds"][name] = time.process_time() - begun
        answer["said"][name] = [said.code, said.out[-400:], said.err[-400:]]
        if said.code != 0 and _digest(path) != before:
            answer["changed"].append(name)
        if name == "export" and said.code == 0:
            answer["content"] = _digest(out)
    return answer


def said_in(answer: dict[str, Any]) -> dict[str, Said]:
    """The sentences of an answer."""
    return {name: Said(code, out, err) for name, (code, out, err) in answer["said"].items()}


def _digest(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    main()
