"""The catalogues: in step with the code, whole, with the words a ministry can print."""

import ast
import json
import re
import string

import pytest

from resources.languages import build
from tests.test_architecture import SOURCES, name_of, tree_of

# Words that blame, rank or promise; `never` in the table of words of the README.
NEVER = {
    "en": r"compliance|compliant|score|ranking|\bgaps?\b|overdue|\blate\b|\bowed?\b",
    "es": r"cumplimiento|cumplid[ao]s?|laguna|brecha|atrasad[ao]s?|\bmora\b|\breportes?\b|ordenador|fichero"
    r"|\btú\b|\btus?\b|\busted\b|\bhaga\b",
}


@pytest.fixture(scope="module")
def code():
    found = [message for message in build.extracted() if message.id]
    assert len(found) > 100
    return found


def test_they_match_the_code():
    assert list(build.problems()) == []


def test_english_ids_are_in_the_words_of_a_ministry(code):
    found = [message.id for message in code if re.search(NEVER["en"], str(message.id), re.IGNORECASE)]
    assert found == []


def test_spanish_is_in_the_words_of_a_ministry():
    texts = [text for message in build._load("es") if message.id for text in build._forms(message)]
    assert [text for text in texts if re.search(NEVER["es"], text, re.IGNORECASE)] == []


def test_ids_are_whole_sentences_with_named_places(code):
    for message in code:
        for text in build._ids(message):
            names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
            assert all(name.isidentifier() for name in names), text


def problems_raised():
    """Give (place, text, names given, whether ** gives more) of each failure raised with a sentence."""
    for path in SOURCES:
        for node in ast.walk(tree_of(path)):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Call)):
                continue
            marked = node.args[0]
            if ast.unparse(marked.func) == "N_" and re.fullmatch(
                r"\w*(Error|Problem)", ast.unparse(node.func)
            ):
                names = {keyword.arg for keyword in node.keywords}
                text = ast.literal_eval(marked.args[0])
                yield f"{name_of(path)}:{node.lineno}", text, names - {None}, None in names


def test_a_sentence_gets_the_values_it_names():
    found = list(problems_raised())
    assert len(found) > 3
    for place, text, given, has_more in found:
        wanted = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        assert given == wanted or (has_more and given <= wanted), place


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """A catalogue folder and code of the test's own."""
    rooms = tmp_path / "db"
    rooms.mkdir()
    (rooms / "words.py").write_text(
        'N_("First")\nUserError(N_("Row {row} is refused."))\n'
        'self._texts.ngettext("{n} row", "{n} rows", n)\n'
        'texts.pgettext("month", "May")\n'
    )
    monkeypatch.setattr(build, "_FOLDER", tmp_path / "languages")
    monkeypatch.setattr(build, "_ROOT", tmp_path)
    monkeypatch.setattr(build, "_ROOMS", ("db",))
    return tmp_path


FILLED = {
    "First": "Primera",
    "Row {row} is refused.": "Se rechaza la fila {row}.",
    "{n} row": ["{n} fila", "{n} filas"],
    "month|May": "Mayo",
}


def test_a_language_is_made_from_the_form_it_asks_for(own_folder):
    assert sorted(build.missing("es")) == sorted(FILLED)
    form = own_folder / "form.json"
    form.write_text(json.dumps({**FILLED, "Gone": "Ida"}), "utf-8")
    assert build.fill("es", form) == ["Gone"]
    build.compile_all()
    assert list(build.problems()) == []
    assert build.missing("es") == {}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"First": ""}, "not translated"),
        ({"Row {row} is refused.": "Se rechaza la fila {fila}."}, "other placeholders"),
        ({"Row {row} is refused.": "Se rechaza la fila {row"}, "braces"),
        ({"{n} row": ["{n} fila", ""]}, "not translated"),
    ],
)
def test_a_bad_translation_is_said(own_folder, change, said):
    form = own_folder / "form.json"
    form.write_text(json.dumps({**FILLED, **change}), "utf-8")
    build.fill("es", form)
    build.compile_all()
    assert [said in problem for problem in build.problems()] == [True]


def test_code_that_went_on_is_said(own_folder):
    form = own_folder / "form.json"
    form.write_text(json.dumps(FILLED), "utf-8")
    build.fill("es", form)
    build.compile_all()
    words = own_folder / "db" / "words.py"
    words.write_text(words.read_text().replace("First", "Second"))
    assert sorted(build.problems()) == [
        "es: no longer in the code: 'First'",
        "es: not in the catalogue: 'Second'",
    ]
    build.update("es")
    build.compile_all()
    assert list(build.problems()) == ["es: not translated: 'Second'"]


def test_a_catalogue_that_was_not_compiled_is_said(own_folder):
    form = own_folder / "form.json"
    form.write_text(json.dumps(FILLED), "utf-8")
    build.fill("es", form)
    assert [problem for problem in build.problems() if "compiled" in problem]
