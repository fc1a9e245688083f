"""The sentence of a change set reads as the language writes words and days."""

import pytest

from db.log_records import ChangeSetInfo
from desktop.base.i18n import texts_for
from desktop.shell.summaries import summary_text


def info(summary_id, **values):
    return ChangeSetInfo(1, "", 0, "Ana", summary_id, values, "edit")


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", "Registro de la reunión del 12 oct 2026"), ("en", "Register meeting of 12 Oct 2026")],
)
def test_a_day_is_written_as_the_language_does(language, said):
    assert summary_text(texts_for(language), info("Register meeting of {day}", day="2026-10-12")) == said


def test_what_only_looks_like_a_day_stays():
    said = summary_text(texts_for("en"), info("Register meeting of {day}", day="2026-13-45"))
    assert said == "Register meeting of 2026-13-45"
