"""The sentence of a change set as its reader reads it."""

from __future__ import annotations

from db.log_records import ChangeSetInfo
from desktop.base.i18n import Texts


def summary_text(texts: Texts, info: ChangeSetInfo) -> str:
    """What a change set did, in the reader's language."""
    # Words inside the sentence come back from the log as plain texts; what is no message id stays as it is.
    values = {
        name: texts.gettext(value) if isinstance(value, str) else value
        for name, value in info.summary_values.items()
    }
    return texts.fill(info.summary_id, values)
