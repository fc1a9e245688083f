"""Makes any text safe to draw or store: composed letters, plain line ends, no control characters."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PLAIN = re.compile(r"[\n\t -~\u00a0-\u00ac\u00ae-\u02ff]*")


def plain_text(text: str) -> tuple[str, int]:
    """Give a text as writers may use it, and how many characters had to be left out."""
    if _PLAIN.fullmatch(text):
        return text, 0
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    return _NOT_TEXT.subn("", text)
