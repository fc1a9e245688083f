"""Passphrases and keys of encrypted files.

A passphrase becomes a raw key by Argon2id over the file's salt, which SQLCipher keeps as the first 16 bytes
of the file; so every file tells how its key is made, and nothing of it is stored. The manual names the
parameters and opens a file without the program.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from dataclasses import dataclass
from typing import Any

from db.errors import DatabaseProblem
from db.messages import N_

MEMORY_KIB, PASSES, LANES = 65_536, 3, 1
"""Argon2id's cost: 64 MiB, some 0.2 s once."""
KEY_BYTES, SALT_BYTES = 32, 16
SQLITE_MAGIC = b"SQLite format 3\0"
PAGE_BYTES = 4096
"""SQLCipher's page: an encrypted file is made of whole ones."""
_MARK_DIGITS = 16


@dataclass(frozen=True, slots=True, repr=False)
class FileKey:
    """The raw key of a file (32 bytes) and its salt (16 bytes); never shown, never logged."""

    raw: bytes
    salt: bytes

    def send(self, driver: Any) -> None:
        """Hand the key to a fresh driver connection, before anything else is asked of it."""
        driver.execute(f"PRAGMA key = {self.literal}")
        # A wrong key is said by us, not on standard error.
        driver.execute("PRAGMA cipher_log_level = NONE")

    @property
    def literal(self) -> str:
        """The key as SQLCipher reads it in a statement."""
        return f"\"x'{self.raw.hex()}{self.salt.hex()}'\""

    @property
    def mark(self) -> str:
        """Tells this key from others without giving it away."""
        return hashlib.sha256(b"desk1540 mark" + self.raw + self.salt).hexdigest()[:_MARK_DIGITS]


Secret = str | FileKey
"""What opens an encrypted file: the passphrase as typed, or its key."""


class SecretNeeded(DatabaseProblem):
    """The file is encrypted and no passphrase was given."""


class WrongSecret(DatabaseProblem):
    """The passphrase does not open the file."""


def is_plain(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an unencrypted one."""
    return head.startswith(SQLITE_MAGIC)


def fresh_key(passphrase: str) -> FileKey:
    """A key for a new file, or for a new passphrase of a file: over a salt of its own."""
    return derive(passphrase, os.urandom(SALT_BYTES))


def derive(passphrase: str, salt: bytes) -> FileKey:
    """The key that a passphrase gives with a salt; takes some 0.2 s and 64 MiB."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    made = Argon2id(salt=salt, length=KEY_BYTES, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB)
    # Keyboards differ in how they write an é; both are one passphrase.
    return FileKey(
        made.derive(unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")), salt
    )


def key_for(name: str, head: bytes, secret: Secret | None) -> FileKey | None:
    """The key that opens a file of these first bytes; None for a plain file, which needs none.

    Raises SecretNeeded when the file is encrypted and nothing was given, WrongSecret when the key that was
    given is of another file.
    """
    if is_plain(head):
        return None
    if secret is None:
        raise SecretNeeded(N_("{name} is protected by a passphrase, which is needed to open it."), name=name)
    if isinstance(secret, str):
        return derive(secret, head[:SALT_BYTES])
    if secret.salt != head[:SALT_BYTES]:
        raise wrong_secret(name)
    return secret


def wrong_secret(name: str) -> WrongSecret:
    """The refusal of a passphrase: a file that is none of ours looks just the same."""
    return WrongSecret(
        N_("The passphrase does not open {name}; or it is no Desk1540 file, or damaged at its beginning."),
        name=name,
    )
