"""The sentence of a change set as its reader reads it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from db.log_records import ChangeSetInfo
from desktop.base.formats import Formats
from desktop.base.i18n import Texts

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def summary_text(texts: Texts, info: ChangeSetInfo) -> str:
    """What a change set did, in the reader's language."""
    return texts.fill(
        info.summary_id, {name: _shown(texts, value) for name, value in info.summary_values.items()}
    )


def _shown(texts: Texts, value: Any) -> Any:
    """A value inside the sentence: the log keeps words as message ids and days as they are sorted."""
    if not isinstance(value, str):
        return value
    if _DAY.fullmatch(value):
        try:
            return Formats(texts.language).short_date(date.fromisoformat(value))
        except ValueError:
            return value
    # What is no message id stays as it is.
    return texts.gettext(value) if value else value
