"""Keeps the catalogues in step with the code: `python -m resources.languages.build COMMAND`.

    extract               write every message of the code to desk1540.pot, for translators' tools
    update                bring each .po in line with the code: new ids empty, unused ids gone
    missing LANG          print the ids without a translation as JSON, ready to be filled in
    fill LANG FILE        take translations from such a JSON file or from a .po file
    compile               write the .mo files that ship with the program
    check                 compare code, .po and .mo; exit 1 and say what differs

A new language begins with `fill LANG FILE`. In the JSON a counted sentence is a list with one text for each
plural form of the language, and an id in a context is written "context|id".
"""

from __future__ import annotations

import argparse
import ast
import gettext
import io
import json
import re
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

DOMAIN = "desk1540"
COMPLETE = ("es",)
"""Languages that must have every sentence; the others may fall back to English."""

_FOLDER = Path(__file__).resolve().parent
_ROOT = _FOLDER.parent.parent
_ROOMS = ("db", "desktop")
# What marks a message, and how many of its arguments are texts.
_MARKS = {"N_": 1, "_": 1, "gettext": 1, "Word": 1, "ngettext": 2, "pgettext": 2}
# The catalogues must not change when nothing but the clock did.
_FIXED_TIME = datetime(2026, 1, 1, tzinfo=UTC)
# Babel's rules move with its data: some releases give these a third form, for whole millions of a thing.
_TWO_FORMS = {"es": "(n != 1)", "fr": "(n > 1)", "pt": "(n > 1)"}
_HEADER = "# Sentences of Desk1540; kept by `python -m resources.languages.build`."
Id = tuple[str, str]
"""Context and singular id of a message."""


def languages() -> list[str]:
    """Give the codes of the languages that have a catalogue."""
    return sorted(path.parent.parent.name for path in _FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def extracted() -> Catalog:
    """Collect the messages of the code."""
    catalog = _empty(None)
    for room in _ROOMS:
        for path in sorted((_ROOT / room).rglob("*.py")):
            name = path.relative_to(_ROOT).as_posix()
            for line, message, context in _marked(ast.parse(path.read_text("utf-8"))):
                catalog.add(message, None, [(name, line)], context=context)
    return catalog


def _marked(tree: ast.Module) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """Give line, message and context of each marked text.

    The tree is read and not the words: Babel's own reader misses what stands in an f-string, and takes the
    key in `_(labels["key"])` for a message.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        mark = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        count = _MARKS.get(mark, 2 if _is_counted(node) else 0)
        texts = [_text_of(argument) for argument in node.args[:count]]
        if not texts or len(texts) < count or not all(texts):
            continue
        if mark == "pgettext":
            yield node.lineno, texts[1], texts[0]
        else:
            yield node.lineno, tuple(texts) if count > 1 else texts[0], None


def _is_counted(call: ast.Call) -> bool:
    """Whether a call hands two forms of one sentence and a number on to ngettext, whatever it is called."""
    one, many = ([*map(_text_of, call.args), "", ""])[:2]
    return len(call.args) == 3 and "{" in one and one != many and _places(one) == _places(many)


def _places(text: str) -> list[str]:
    return re.findall(r"\{\w+\}", text)


def _text_of(argument: ast.expr) -> str:
    """Give what a literal text says; nothing where the argument is something else."""
    is_text = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    return str(ast.literal_eval(argument)) if is_text else ""


def update(language: str, filled: Catalog | None = None) -> Catalog:
    """Bring the catalogue of a language in line with the code, taking translations of `filled` first."""
    old = _load(language)
    new = _empty(language)
    for message in _messages(extracted()):
        sources = (_get(filled, message), _get(old, message))
        known = next((one.string for one in sources if one is not None and _fits(one, message, new)), None)
        new.add(message.id, known, message.locations, context=message.context)
    _write_text(_po_path(language), _po_text(new))
    return new


def compile_all() -> None:
    """Write the .mo file of every language."""
    for language in languages():
        _po_path(language).with_suffix(".mo").write_bytes(_mo_bytes(_load(language)))


def problems() -> Iterator[str]:
    """Say in one line each what is wrong with the catalogues."""
    code = {_key(message): message for message in _messages(extracted())}
    for language in sorted({*languages(), *COMPLETE}):
        catalog = _load(language)
        found = {_key(message): message for message in _messages(catalog)}
        yield from (f"{language}: not in the catalogue: {key[1]!r}" for key in code if key not in found)
        yield from (f"{language}: no longer in the code: {key[1]!r}" for key in found if key not in code)
        yield from (f"{language}: obsolete entry: {key!r}" for key in catalog.obsolete)
        for message in found.values():
            yield from (f"{language}: {fault}: {message.id!r}" for fault in _faults(message, language))
        if not _is_compiled(catalog, _po_path(language).with_suffix(".mo")):
            yield f"{language}: the compiled catalogue is not of this .po; run compile"


def missing(language: str) -> dict[str, str | list[str]]:
    """Give the ids without a translation, as a form to fill in."""
    catalog = _load(language)
    found = {_key(message): message for message in _messages(catalog)}
    form: dict[str, str | list[str]] = {}
    for message in _messages(extracted()):
        known = found.get(_key(message))
        if known is None or not _is_filled(known):
            name = f"{message.context}|{_singular(message)}" if message.context else _singular(message)
            form[name] = [""] * catalog.num_plurals if message.pluralizable else ""
    return form


def fill(language: str, source: Path) -> list[str]:
    """Take the translations of a JSON or .po file; give the ids that the code does not have."""
    filled = _read_po(source, language) if source.suffix == ".po" else _from_form(language, source)
    known = {_key(message) for message in _messages(extracted())}
    update(language, filled)
    return [key[1] for key in map(_key, _messages(filled)) if key not in known]


def _faults(message: Message, language: str) -> Iterator[str]:
    """Give what is wrong with one translated message."""
    if message.fuzzy:
        yield "marked fuzzy"
    if not _is_filled(message):
        if language in COMPLETE:
            yield "not translated"
        return
    ids = _ids(message)
    wanted = [_placeholders(one) for one in ids]
    for form in _forms(message):
        try:
            placeholders = _placeholders(form)
        except ValueError:
            yield "braces that do not close"
            continue
        if placeholders not in wanted:
            yield f"other placeholders in {form!r}"
        if form.strip() == form and ids[0].strip() != ids[0]:
            yield "blanks at the ends differ"


def _placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _forms(message: Message) -> tuple[str, ...]:
    found = message.string
    return tuple(found) if isinstance(found, list | tuple) else (found or "",)


def _is_filled(message: Message) -> bool:
    return all(_forms(message))


def _fits(old: Message, new: Message, catalog: Catalog) -> bool:
    """Whether a kept translation has as many forms as this message needs."""
    return _is_filled(old) and len(_forms(old)) == (catalog.num_plurals if new.pluralizable else 1)


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _ids(message: Message) -> tuple[str, ...]:
    """The singular id, and the plural one where there is one."""
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


def _singular(message: Message) -> str:
    return _ids(message)[0]


def _key(message: Message) -> Id:
    return message.context or "", _singular(message)


def _get(catalog: Catalog | None, message: Message) -> Message | None:
    return catalog.get(_singular(message), message.context) if catalog is not None else None


def _empty(language: str | None) -> Catalog:
    catalog = Catalog(
        locale=Locale.parse(language) if language else None,
        domain=DOMAIN,
        header_comment=_HEADER,
        project="Desk1540",
        version="1",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        creation_date=_FIXED_TIME,
        revision_date=_FIXED_TIME,
        charset="utf-8",
        fuzzy=False,
    )
    if language in _TWO_FORMS:
        catalog.mime_headers = [("Plural-Forms", f"nplurals=2; plural={_TWO_FORMS[language]};")]
    return catalog


def _po_path(language: str) -> Path:
    return _FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _load(language: str) -> Catalog:
    path = _po_path(language)
    return _read_po(path, language) if path.is_file() else _empty(language)


def _read_po(path: Path, language: str) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=language, domain=DOMAIN, abort_invalid=True)


def _from_form(language: str, source: Path) -> Catalog:
    catalog = _empty(language)
    code = {_key(message): message for message in _messages(extracted())}
    for name, text in json.loads(source.read_text("utf-8")).items():
        context, _, rest = name.partition("|")
        known = code.get((context, rest)) or code.get(("", name))
        translation = tuple(text) if isinstance(text, list) else text
        catalog.add(known.id if known else name, translation, context=known.context if known else None)
    return catalog


def _po_text(catalog: Catalog) -> str:
    stream = io.BytesIO()
    write_po(stream, catalog, width=110, sort_output=True, include_lineno=False)
    # The version of the tool would be a change without a meaning.
    return re.sub(r'"Generated-By: .*\n', "", stream.getvalue().decode("utf-8"))


def _is_compiled(catalog: Catalog, path: Path) -> bool:
    """Whether the compiled catalogue answers with the sentences of this one."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    return all(_answers(compiled, one) == set(_forms(one)) for one in _messages(catalog) if _is_filled(one))


def _answers(compiled: gettext.GNUTranslations, message: Message) -> set[str]:
    if message.pluralizable:
        # Every plural form of every language is met among the first hundred and some numbers.
        one, many = _ids(message)
        return {compiled.ngettext(one, many, number) for number in range(120)}
    if message.context:
        return {compiled.pgettext(message.context, _singular(message))}
    return {compiled.gettext(_singular(message))}


def _mo_bytes(catalog: Catalog) -> bytes:
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _update_all() -> None:
    for language in sorted({*languages(), *COMPLETE}):
        update(language)


def _check() -> int:
    faults = list(problems())
    print("\n".join(faults) or "The catalogues match the code.")
    return 1 if faults else 0


def _run(asked: argparse.Namespace) -> int:
    match asked.command:
        case "extract":
            _write_text(_FOLDER / f"{DOMAIN}.pot", _po_text(extracted()))
        case "update":
            _update_all()
        case "missing":
            print(json.dumps(missing(asked.language), ensure_ascii=False, indent=1))
        case "fill":
            for name in fill(asked.language, asked.file):
                print(f"not in the code: {name!r}")
        case "compile":
            compile_all()
        case _:
            return _check()
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run one command of the catalogue tool."""
    shape = argparse.RawDescriptionHelpFormatter
    command_line = argparse.ArgumentParser(description=__doc__, formatter_class=shape)
    commands = command_line.add_subparsers(dest="command", required=True)
    for name in ("extract", "update", "missing", "fill", "compile", "check"):
        command = commands.add_parser(name)
        if name in ("missing", "fill"):
            command.add_argument("language")
        if name == "fill":
            command.add_argument("file", type=Path)
    return _run(command_line.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main())
