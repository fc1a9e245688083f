"""What trust costs: an edit of an encrypted file, and the way to its first paint beside a plain one's."""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
from pathlib import Path

from db.encryption import FileKey
from db.opening import open_file
from db.rekeying import change_passphrase
from desktop.services.exercise import make_exercise
from tests.benchmarks.editing import on_copies_of
from tests.benchmarks.machine import run_process
from tests.benchmarks.pairs import medians, take_turns
from tests.trust.measured import ROOT
from tests.trust.proof import Proof, Result

_SECRET = "cuatro palabras que recuerdo"
_RUNS = 5
_MOST_RATIO, _MOST_SECONDS = 3.0, 0.3


def run(rounds: int, _folder: Path) -> Result:
    """Measure on a file of so many actions over 20 States.

    On the disk of the checkout: in memory, where temporary folders may lie, a save waits for nothing.
    """
    with tempfile.TemporaryDirectory(prefix=".costs-", dir=ROOT) as folder:
        return _measured(rounds, Path(folder))


def _measured(rounds: int, folder: Path) -> Result:
    plain, secret = folder / "plain.desk1540", folder / "secret.desk1540"
    make_exercise(plain, states=min(20, rounds), items=rounds, author="Ana")
    shutil.copyfile(plain, secret)
    key = _encrypt(secret)
    edit = medians(take_turns(on_copies_of(secret, key), _RUNS))
    plain_edit = medians(take_turns(on_copies_of(plain), _RUNS))
    paints = [(_first_paint(plain, folder), _first_paint(secret, folder)) for _ in range(_RUNS)]
    without, with_key = (statistics.median(each) for each in zip(*paints, strict=True))
    result = Result(
        {
            "actions": rounds,
            "edit_encrypted_ratio": edit["ratio"],
            "edit_encrypted_s": edit["seconds"],
            "edit_plain_s": plain_edit["seconds"],
            "first_paint_plain_s": without,
            "first_paint_encrypted_s": with_key,
            "first_paint_more_s": round(with_key - without, 3),
        }
    )
    if edit["ratio"] > _MOST_RATIO:
        result.failures.append(f"an edit of an encrypted file takes {edit['ratio']} x the bare driver's")
    if with_key - without > _MOST_SECONDS:
        result.failures.append(f"an encrypted file is painted {with_key - without:.2f} s later")
    return result


def _encrypt(path: Path) -> FileKey:
    database = open_file(path)
    try:
        change_passphrase(database, _SECRET)
        assert database.key is not None
        return database.key
    finally:
        database.close()


def _first_paint(path: Path, folder: Path) -> float:
    passphrase = folder / "passphrase.txt"
    passphrase.write_text(_SECRET, "utf-8")
    words: list[str | Path] = ["-m", "desktop", "open-time", path, "--password-file", passphrase]
    return float(json.loads(run_process(words, folder / "home").output)["first_paint_ms"]) / 1000


PROOFS = (
    # Timed, so never among the tests.
    Proof("costs", "Encryption costs next to nothing in use", 20_000, run, is_nightly=True),
)
