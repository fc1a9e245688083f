"""Runs the proofs and prints their figures as JSON: `python -m tests.trust [--tenth] [--only NAME ...]`.

Exit code 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
import unittest
from pathlib import Path
from typing import Any

from tests.trust.proof import Proof, Result, all_proofs


def main(arguments: list[str]) -> int:
    """Run what was asked for."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(prog="python -m tests.trust", description=__doc__)
    parser.add_argument("--tenth", action="store_true", help="a tenth of the rounds, as with the tests")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these proofs")
    parser.add_argument("--list", action="store_true", help="names the proofs and ends")
    asked = parser.parse_args(arguments)
    proofs = [proof for proof in all_proofs() if not asked.only or proof.name in asked.only]
    if asked.list:
        print(*(f"{proof.name}\t{proof.full}\t{proof.promise}" for proof in proofs), sep="\n")
        return 0
    found = {proof.name: _run(proof, is_tenth=asked.tenth) for proof in proofs}
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 1 if any(each["failures"] for each in found.values()) else 0


def _run(proof: Proof, *, is_tenth: bool) -> dict[str, Any]:
    rounds = max(1, proof.full // 10) if is_tenth else proof.full
    print(f"{proof.name}: {rounds} rounds", file=sys.stderr, flush=True)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="desk1540-trust-") as folder:
        os.environ["DESK1540_HOME"] = str(Path(folder) / "home")
        inside = Path(folder) / "work"
        inside.mkdir()
        result = _result(proof, rounds, inside)
    seconds = round(time.monotonic() - begun, 1)
    print(f"{proof.name}: {seconds} s, {len(result.failures)} failures", file=sys.stderr, flush=True)
    return {
        "promise": proof.promise,
        "rounds": rounds,
        "seconds": seconds,
        "figures": result.figures,
        "failures": result.failures[:50],
    }


def _result(proof: Proof, rounds: int, folder: Path) -> Result:
    try:
        return proof.run(rounds, folder)
    except unittest.SkipTest as reason:
        return Result({"not_run": str(reason)})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
