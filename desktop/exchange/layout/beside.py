"""What columns are beside others: two that make up one value, one in another language, the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from db.folding import fold_words
from desktop.exchange.layout.fields import NAMED, SURE, HeadingNames, TargetField, heading_key
from desktop.exchange.layout.serving import Claim, Samples
from desktop.exchange.reading.grid import Sheet

_MOSTLY = 0.8
_LANGUAGE = re.compile(
    r"\b(?:english|ingles|anglais|inglese|spanish|espanol|espagnol|castellano|french|frances|francais|"
    r"portuguese|portugues|portugais|italian|italiano|translation|traduccion|traduction|traducao)\b"
    r"|[(\[]\s*(?:en|es|fr|pt|it|eng|esp|fra|por)\s*[)\]]$|[-_ ](?:en|eng)$"
)
_SAME_IN_OTHER_LANGUAGES = tuple(
    frozenset(names.split())
    for names in (
        "accion action acao azione",
        "actividad activity activite atividade attivita",
        "medida measure mesure misura",
        "tarea task tache tarefa",
        "titulo title titre titolo",
        "descripcion description descricao descrizione",
    )
)


def joined_columns(
    parts: Sequence[Sequence[str]], samples: Samples, claims: Sequence[Claim], wanted: Sequence[TargetField]
) -> dict[str, tuple[int, int]]:
    """Find for each field the two neighbours that make up its value: "T4" and 2027.

    Only where no column alone has the field's name, and neither of the two has another's.
    """
    found: dict[str, tuple[int, int]] = {}
    named = [claim for claim in claims if claim.name_score >= SURE]
    for column in range(len(parts) - 1):
        pair = (column, column + 1)
        for field in _by_likeness(pair, claims, wanted):
            if field.name in found or not all(parts[each] for each in pair):
                continue
            is_alone = any(claim.name == field.name and claim.column not in pair for claim in named)
            is_other = any(claim.name != field.name and claim.column in pair for claim in named)
            if not (is_alone or is_other) and _are_pieces(field, pair, samples):
                found[field.name] = pair
                break
    return found


def _by_likeness(
    pair: tuple[int, int], claims: Sequence[Claim], wanted: Sequence[TargetField]
) -> list[TargetField]:
    """The fields that two columns may make up, the one that their headings resemble first.

    Where they resemble none, a date is an end rather than a start, which is declared before it.
    """
    scores: dict[str, float] = {}
    for claim in claims:
        if claim.column in pair:
            scores[claim.name] = max(scores.get(claim.name, 0.0), claim.name_score)
    made_up = [field for field in reversed(wanted) if field.piece is not None]
    return sorted(made_up, key=lambda field: -scores.get(field.name, 0.0))


def _are_pieces(field: TargetField, pair: tuple[int, int], samples: Samples) -> bool:
    kinds = [_piece_of(field, samples.of(column)) for column in pair]
    return all(kinds) and kinds[0] != kinds[1]


def _piece_of(field: TargetField, cells: Sequence[object]) -> str:
    """The piece that nearly all cells of a column are, empty when there is none."""
    assert field.piece is not None
    pieces = [field.piece(cell) for cell in cells]
    found = next((piece for piece in pieces if piece), "")
    return found if found and pieces.count(found) >= _MOSTLY * len(pieces) else ""


def move_translations(
    columns: dict[str, tuple[int, ...]], parts: Sequence[Sequence[str]], wanted: Sequence[TargetField]
) -> None:
    """Take from a field the columns that say the same in another language, for the field that keeps these."""
    names = HeadingNames(wanted)
    taken = {column for served in columns.values() for column in served}
    for field in wanted:
        own = columns.get(field.name, ())
        if not field.translated_as or not own or field.translated_as in columns:
            continue
        others = [
            column
            for column, texts in enumerate(parts)
            if column not in taken and texts and names.scores(texts[-1]).get(field.name, 0.0) >= NAMED
        ]
        for column in (*reversed(own), *others):
            rest = tuple(each for each in own if each != column)
            if rest and _is_translation(parts[column], [parts[each] for each in rest]):
                columns[field.name] = rest
                columns[field.translated_as] = (column,)
                break


def _is_translation(texts: Sequence[str], others: Iterable[Sequence[str]]) -> bool:
    """Say whether a heading names a language, or is another's word in a second language."""
    folded, key = fold_words(texts[-1]), heading_key(texts[-1])
    for other in others:
        if _LANGUAGE.search(folded) and heading_key(other[-1]) != key:
            return True
        pair = {key, heading_key(other[-1])}
        if len(pair) == 2 and any(pair <= group for group in _SAME_IN_OTHER_LANGUAGES):
            return True
    return False


def add_rest(
    columns: dict[str, tuple[int, ...]], sheet: Sheet, samples: Samples, headings: Sequence[str],
    wanted: Mapping[str, TargetField],
) -> None:  # fmt: skip
    """Give the shown columns that serve nothing, but hold something, to the field that takes the rest."""
    field = next((field for field in wanted.values() if field.is_rest), None)
    if field is None or not any(wanted[name].is_item for name in columns):
        return
    taken = {column for served in columns.values() for column in served}
    rest = tuple(
        column
        for column in range(sheet.width)
        if column not in taken and column not in sheet.hidden_columns and samples.of(column)
        if heading_key(headings[column].rpartition(" / ")[2]) not in field.left_alone
    )
    if rest:
        columns[field.name] = columns.get(field.name, ()) + rest
