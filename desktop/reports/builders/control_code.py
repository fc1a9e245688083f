"""The control code at the end of a report: what a signed paper needs to tell whether its file was altered."""

from __future__ import annotations

from dataclasses import replace

from desktop.base.i18n import N_
from desktop.reports.document import Document, Fact, Facts, Note, Section

TITLE = N_("Control code")
_PURPOSE = N_(
    "With this code the program tells whether the history of the file was altered since this paper was made: "
    "a file that was altered does not know it."
)


def with_control_code(document: Document, code: str) -> Document:
    """The document with the code behind everything else."""
    _ = document.texts.gettext
    blocks = (Facts((Fact(_(TITLE), code),)), Note(_(_PURPOSE)))
    return replace(document, sections=(*document.sections, Section(_(TITLE), blocks, is_whole=True)))
