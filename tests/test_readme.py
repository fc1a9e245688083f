"""The README keeps its word: its script opens an encrypted file without the program."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from db.encryption import SALT_BYTES, derive
from db.recovery import SIGNS, groups_of
from tests.services.filled import filled

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
CHAPTER = README.partition("## Open a file without the program")[2].partition("\n## ")[0]
PASSPHRASE = "lluvia mesa tren ázul"


@pytest.fixture
def file(tmp_path):
    database = filled(tmp_path)
    from desktop.services.passphrases import change_passphrase

    database.call(lambda: change_passphrase(database, PASSPHRASE))
    database.close()
    return database.path


def run_script(folder, file, passphrase):
    (script,) = re.findall(r"```python\n(.*?)```", CHAPTER, re.DOTALL)
    (folder / "open_it.py").write_text(script, "utf-8")
    return subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "open_it.py", file],
        cwd=folder,
        input=passphrase,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_script_opens_an_encrypted_file(tmp_path, file):
    ended = run_script(tmp_path, file, PASSPHRASE + "\n")
    assert ended.returncode == 0, ended.stderr
    assert len(ended.stdout.splitlines()) == 4
    assert ended.stdout.startswith("Passphrase: 1.1 ")


def test_the_script_opens_nothing_with_another_passphrase(tmp_path, file):
    assert run_script(tmp_path, file, "otra\n").returncode != 0


def test_the_sheet_is_as_described(file):
    key = derive(PASSPHRASE, file.read_bytes()[:SALT_BYTES])
    assert f"`{SIGNS}`" in CHAPTER
    whole = b""
    for group in groups_of(key):
        number = 0
        for sign in group[:5]:
            number = number * 30 + SIGNS.index(sign)
        whole += number.to_bytes(3, "big")
    assert whole == key.raw + key.salt
