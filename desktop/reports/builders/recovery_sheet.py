"""The recovery sheet of an encrypted file: the page that opens it when the passphrase is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desktop.base.formats import paper_of
from desktop.base.i18n import N_, Texts
from desktop.reports.document import Document, Groups, Note, Paragraph, Section

TITLE = N_("Recovery sheet")
_OPENS = N_(
    "This sheet opens the file without its passphrase, and every backup made under the same passphrase. "
    "Whoever holds it and a copy of the file can read everything: keep it in a safe, apart from the computer."
)
_USE = N_(
    "Open the file, choose “Use the recovery sheet…” and type the 16 groups in their order. Spaces, line "
    "ends and small letters do not matter. Then give the file a new passphrase."
)
_VOID = N_("After a change of the passphrase this sheet is void; destroy it and print a new one.")
_SIGNS = N_(
    "The groups hold the key and the salt of the file. The last sign of each is a check sign; 0, 1, I, L, O "
    "and U do not occur."
)


def build_recovery_sheet(
    name: str, groups: Sequence[str], state_code: str, texts: Texts, today: date
) -> Document:
    """The one page of a sheet."""
    _ = texts.gettext
    sections = (
        Section(_(N_("What it opens")), (Paragraph(_(_OPENS)),)),
        Section(_(N_("The groups")), (Groups(tuple(groups)), Note(_(_SIGNS)))),
        Section(_(N_("How it is used")), (Paragraph(_(_USE)),)),
        Section(_(N_("When it is void")), (Paragraph(_(_VOID)),)),
    )
    return Document(
        title=_(TITLE),
        texts=texts,
        sections=sections,
        subtitle=name,
        running_head=_(TITLE),
        date=today,
        is_draft=False,
        paper=paper_of(state_code),
        state_code=state_code,
    )
