"""Whole papers say what they said when somebody last read them."""

from __future__ import annotations

import pytest

from tests.reports.reference import FORMS, PAPERS, document, path_of, text_of


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("name", "language"), PAPERS)
def test_a_paper_reads_as_it_was_found_good(name, language, form):
    kept = path_of(name, language, form).read_text(encoding="utf-8")
    assert len(kept) > 500
    assert _words(text_of(document(name, language), form)) == _words(kept)


def _words(text: str) -> str:
    """The text without its spaces: where a line ends is not what is compared here."""
    return "".join(text.split())
