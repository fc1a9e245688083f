"""Proves that every text printed as PDF can be read out of it again, and that it made nothing but letters."""

from __future__ import annotations

import gettext
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from desktop.base.i18n import Texts
from desktop.reports.counts import Counts
from desktop.reports.document import Document, Paragraph, Section
from desktop.reports.writing import write
from tests.trust.hostile_texts import hostile_texts, unicode_texts
from tests.trust.proof import Proof, Result

_FOOT = "FOOT{page}OF{pages}"
_MARK = re.compile(r"<<(\d+)>>")
_PAGE_MARKS = re.compile(r"FOOT\d+OF\d+|HEADOFPAGE")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\ufdd0-\ufdef]")
_DIRECTION = re.compile("[\u061c\u202a-\u202e\u2066-\u206f]")
_ADDED = re.compile("[\u200c\u200d\u202a-\u202e]")
"""What pdftotext puts around leftward runs (those of a text stand as their numbers), and what only joins."""

_FORMLESS = re.compile("[\u00ad\u200b\u200e\u200f\ufeff\u2060-\u2064\ufe00-\ufe0f]")
_LEFTWARD = ("R", "AL")
_LEFTWARD_TEXTS = (
    "وزارة الشؤون الخارجية والتعاون الدولي",
    "تنفيذ قرار مجلس الأمن التابع للأمم المتحدة",
    "اللجنة الوطنية لحظر الأسلحة الكيميائية والبيولوجية",
    "נציבות האנרגיה הגרעינית ומשרד החוץ",
    "وزارت امور خارجه و همکاری های بین المللی",
)
"""Words as people write them are read in their order; a jumble of letters in that of the eye."""


class _Words(gettext.NullTranslations):
    """The words of the paper that are not its texts, so that they can be taken out again."""

    def gettext(self, message: str) -> str:
        return _FOOT if message == "Page {page} of {pages}" else message


def prove_pdf_text(rounds: int, folder: Path) -> Result:
    """Print texts of all Unicode, read them with pdftotext, and compare."""
    texts = [*unicode_texts(rounds), *hostile_texts(folder / "bait")]
    path = folder / "texts.pdf"
    counts = write(_document(texts), path, "pdf")
    read = _read(path)
    result = Result({"texts": len(texts), "pages": counts.pages})
    result.figures["characters without a glyph, printed as their number"] = counts.missing_characters
    result.figures["control characters left out"] = counts.removed
    result.failures += _lost(texts, read, counts, result)
    result.failures += more_than_text(path)
    result.failures += _leftward_lost(folder / "leftward.pdf")
    changed = [*read[:1], "", *read[2:]]
    result.figures["failures when a text is taken away"] = len(list(_lost(texts, changed, counts, Result())))
    if not result.figures["failures when a text is taken away"]:
        result.failures.append("a text that was taken away was not missed: the proof would see nothing")
    return result


def _document(texts: list[str]) -> Document:
    blocks = [Paragraph(part) for number, text in enumerate(texts) for part in (f"<<{number}>>", text)]
    return Document(
        title="HEADOFPAGE",
        texts=Texts("en", _Words()),
        sections=(Section("", (*blocks, Paragraph(f"<<{len(texts)}>>"))),),
        running_head="HEADOFPAGE",
        is_draft=False,
    )


def _leftward_lost(path: Path) -> Iterator[str]:
    """Words as people write them are read in their order, when the reader orders lines at all."""
    write(_document(list(_LEFTWARD_TEXTS)), path, "pdf")
    for text, read in zip(_LEFTWARD_TEXTS, _read(path, "-layout"), strict=False):
        if " ".join(_ADDED.sub("", read).split()) != text:
            yield f"{text!r} was read as {read!r}"


def _read(path: Path, order: str = "-raw") -> list[str]:
    """The texts between their marks, as another program reads them."""
    words = ["pdftotext", order, "-nopgbrk", "-enc", "UTF-8", str(path), "-"]
    read = subprocess.run(words, check=True, capture_output=True).stdout.decode("utf-8")
    parts = _MARK.split(_PAGE_MARKS.sub("", read))
    return parts[2::2]


def _lost(texts: list[str], read: list[str], counts: Counts, result: Result) -> Iterator[str]:
    if len(read) != len(texts) + 1:
        yield f"{len(read) - 1} texts were read, {len(texts)} were printed"
        return
    in_order = 0
    for number, text in enumerate(texts):
        wanted, found = _letters(_expected(text, counts)), _letters(read[number])
        in_order += wanted == found
        if wanted != found and not (_has_leftward(text) and Counter(wanted) == Counter(found)):
            yield f"text {number}: {wanted[:200]!r} was read as {found[:200]!r}"
    result.figures["read in the order in which they are written"] = in_order


def _expected(text: str, counts: Counts) -> str:
    """What a text says on paper: numbers for what cannot be printed, nothing for what has no form."""
    composed = unicodedata.normalize("NFC", text)
    shown = _DIRECTION.sub(lambda mark: _number(mark[0]), _FORMLESS.sub("", composed))
    return "".join(_number(each) if each in counts.missing else each for each in shown)


def _number(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def _letters(text: str) -> str:
    """A text without its spaces: a line may end where it has none."""
    return "".join(unicodedata.normalize("NFC", _ADDED.sub("", _CONTROLS.sub("", text))).split())


def _has_leftward(text: str) -> bool:
    return any(unicodedata.bidirectional(each) in _LEFTWARD for each in text)


def more_than_text(path: Path) -> Iterator[str]:
    """What a PDF can hold beside letters, rules and boxes."""
    reader = PdfReader(BytesIO(path.read_bytes()))
    root: Any = reader.trailer["/Root"]
    yield from (f"the document has {name}" for name in ("/OpenAction", "/AA", "/AcroForm") if name in root)
    for number, page in enumerate(reader.pages, 1):
        if "/Annots" in page:
            yield f"page {number} has links or notes"
        if page.images:
            yield f"page {number} has pictures"


PROOFS = (Proof("pdf text", "Every text of a report can be read out of its PDF", 2_000, prove_pdf_text),)
