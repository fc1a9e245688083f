"""What the program exported as JSON is read as a table; any other JSON is text."""

from pathlib import Path

import pytest

from desktop.exchange.reading import Limits, read_workbook
from desktop.exchange.reading.objects import rows_of_objects


def test_items_are_rows_under_their_names() -> None:
    items = '[{"id": "a", "emails": ["x", "y"], "n": 1, "to": null}]'
    text = f'{{"items": {items}, "further": {{"a": {{"role": "main"}}}}}}'
    assert rows_of_objects(text, Limits()) == [
        ["id", "emails", "n", "to", "role"],
        ["a", "x\ny", 1, None, "main"],
    ]


def test_what_is_no_list_of_texts_stays_as_written() -> None:
    assert rows_of_objects('{"items": [{"a": [{"b": 1}], "c": [], "d": " ", "e": true}]}', Limits()) == [
        ["a", "c", "d", "e"],
        ['[{"b": 1}]', None, None, True],
    ]


@pytest.mark.parametrize("text", ["a;b", "{", "{}", '{"items": 1}', '{"items": [1]}', '{"a":' * 5000])
def test_other_texts_are_none(text: str) -> None:
    assert rows_of_objects(text, Limits()) is None


def test_a_file_of_items_says_its_reader_and_keeps_the_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"items": [{"a": 1}, {"a": 2}]}')
    book = read_workbook(path)
    assert (book.reader, book.sheets[0].rows) == ("json", [["a"], [1], [2]])
    with pytest.raises(Exception, match="more cells than can be read"):
        read_workbook(path, limits=Limits(cells=2))
