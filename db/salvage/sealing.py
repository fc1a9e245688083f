"""The first page of an encrypted file opened, changed and sealed again with its key, as SQLCipher 4 does.

A page holds its content in AES-256-CBC, the IV, and an HMAC-SHA512 over both and the page's number; the first
page begins with the salt in place of SQLite's own first bytes.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from db.encryption import SALT_BYTES, FileKey

_IV, _MAC = 16, 64
_RESERVED = _IV + _MAC
_MAC_SALT_MASK, _MAC_PASSES, _MAC_KEY_BYTES = 0x3A, 2, 32


def changed_first_page(page: bytes, key: FileKey, change: Callable[[bytearray], None]) -> bytes:
    """The first page after `change` of what it holds; a place in it counts from the beginning of the page."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    iv = page[-_RESERVED:-_MAC]
    cipher = Cipher(algorithms.AES(key.raw), modes.CBC(iv))
    decryptor, encryptor = cipher.decryptor(), cipher.encryptor()
    content = bytearray(SALT_BYTES) + decryptor.update(page[SALT_BYTES:-_RESERVED]) + decryptor.finalize()
    change(content)
    sealed = encryptor.update(bytes(content[SALT_BYTES:])) + encryptor.finalize() + iv
    return key.salt + sealed + _mac(key, sealed, number=1)


def _mac(key: FileKey, sealed: bytes, *, number: int) -> bytes:
    salt = bytes(byte ^ _MAC_SALT_MASK for byte in key.salt)
    mac_key = hashlib.pbkdf2_hmac("sha512", key.raw, salt, _MAC_PASSES, _MAC_KEY_BYTES)
    return hmac.new(mac_key, sealed + number.to_bytes(4, "little"), hashlib.sha512).digest()
