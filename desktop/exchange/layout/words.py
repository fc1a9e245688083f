"""The words by which rows tell that they are no data: totals, examples, types, instructions."""

from __future__ import annotations

import re

from db.folding import fold_words

_TOTAL = re.compile(
    r"^(?:(?:sub|sous|grand|gran) ?-? ?)?"
    r"(?:total|totals|totales|totais|totaux|totali|totale|suma|sum|somme|soma|somma)\b"
    r"|^(?:numero|nombre|number|cantidad) (?:total )?(?:de|d'|of) ?"
    r"(?:acciones|actions|actividades|items|acoes)\b"
    r"|^\d+ (?:acciones|actions|actividades|activities|items|acoes|azioni|registros|rows|filas)$"
)
_LONGEST_TOTAL = 60
_LOUD = 6
_NUMBERING = re.compile(r"(?=\D*\d)[\w.]{1,4}[\d.-]*$")
_EXAMPLE = r"(?:example|ejemplo|exemple|exemplo|esempio|sample|muestra)"
_EXAMPLE_START = re.compile(rf"^[(\[<*]?\s*(?:p\. ?)?{_EXAMPLE}\b|^(?:e\.g\.|p\. ?ej\.|p\. ?ex\.)")
_STARTS = ("e.g", "p. ", "p.e", "muestra", "sample", "esempio", "(", "[", "<", "*")
_EXAMPLE_MARK = re.compile(rf"[(\[<]\s*{_EXAMPLE}\s*[)\]>]")
_EXAMPLE_ID = re.compile(rf"^[\w.-]{{0,8}}{_EXAMPLE}[\w.-]{{0,6}}$")
_TYPE = re.compile(
    r"^(?:champ|campo|field|format|formato|type|tipo)\b"
    r"|^(?:text|texte|texto|free text|texte libre|texto libre|date|fecha|data|number|numero|nombre|numerico|"
    r"numerique|integer|entero|string|boolean|list|lista|liste|dropdown|menu|percent|porcentaje|"
    r"currency|identifier|unique identifier|identificador|id|code|codigo|control number|product name)"
    r"\b.{0,25}$"
    r"|^(?:yes|si|oui|sim)\s*[,/|]\s*(?:no|non|nao)\b"
    r"|^\(?[dmjyatx]{1,4}([/.-])[dmjyatx]{1,4}\1[dmjyatx]{2,4}\)?$"
    r"|^\[.*\]$|^<.*>$|^\(#+\)|^x{3,}|^#+$"
)
_ADVICE = re.compile(
    r"^(?:obligatorio|obligatoria|opcional|obligatoire|facultatif|facultative|mandatory|optional|required|"
    r"obrigatorio|requerido|permanent column)\b"
    r"|^(?:indique|indicar|indiquer|indiquez|describa|describir|describe|decrire|decrivez|specify|"
    r"especifique|especificar|provide|enter|insert|fill|list|select|choose|seleccione|seleccionar|elija|escriba|anote|"
    r"ingrese|complete|completar|preciser|precisez|saisir|saisissez|renseigner|renseignez|choisir|choisissez|"
    r"selectionner|nommer|listar|liste|descreva|informe|preencha|selecione|explain|explique|name of the|"
    r"description of the|general overview|whether|unique identifier for|date (?:the|of)|if applicable|"
    r"any |this column|the \w+ (?:name|that|associated)|person responsible for|applicable|cual es|que se|"
    r"nombre de la|nombre del|descripcion de la|descripcion del|nom de la|nom du|information about)\b"
)
_NOTE = re.compile(
    r"^(?:\*|\(\*\)|\d\)|nota|notas|note|notes|fuente|source|fonte|leyenda|legend|legende|elaborado|"
    r"prepared by|observacion general|remarque|importante?)\b|^\*"
)
_CLOSING = re.compile(
    r"^_{4,}|^\W*(?:elaborad[oa]|preparad[oa]|revisad[oa]|aprobad[oa]|autorizad[oa]|validad[oa]|aprovad[oa]|"
    r"prepared|drafted|reviewed|approved|cleared|endorsed|signed|etabli|prepare|approuve|redige|valide) "
    r"(?:por|by|par)\b|^(?:firmas?|signatures?|assinaturas?|visto bueno|v\.? ?o?\.? ?b\.?|leyendas?|legends?|"
    r"legende|simbologia|abreviaturas|siglas|abbreviations|acronyms)\b"
)
_ENUMERATED = re.compile(r"^(?:[A-Z]|[IVX]{1,5}|\d{1,2})[.)] +\S|^(?:[IVX]{1,5}|[A-Z]|\d{1,2}) ?[-–—] +\S")
_OBJECTIVE_WORD = (
    r"(?:objetivo|objective|objectif|obiettivo|eje|axe|eixo|asse|axis|pilar|pillar|pilier|pilastro|goal|"
    r"outcome|linea|line|ligne|linha)s?"
)
_PART_WORD = (
    r"(?:meta|componente?|composante|output|resultado|result|programa|programme|area|ambito|domaine?|"
    r"capitulo|chapter|chapitre|obj|prioridad|priority|priorite|prioridade|"
    r"op|operative paragraph|parrafo|paragraph|paragraphe|paragrafo)s?"
)
_OF_ITS_KIND = (
    r"(?: (?:de accion|de action|of action|d'action|de acao|d'azione|estrategic[oa]|strategique|strategic|"
    r"especific[oa]|specific|specifique|prioritari[oa]|prioritaire|tematic[oa]|thematic|thematique))*"
)
_ITS_NUMBER = (
    r"\.?(?: ?(?:no?[.°º]? ?)?\d{1,2}|(?: no?[.°º]?)? (?:[ivx]{1,5}|[a-h]))(?:\.\d{1,2})*\b(?! (?:de|of|du) )"
)
_OBJECTIVE = re.compile(
    rf"^(?:(?:{_OBJECTIVE_WORD}|{_PART_WORD}){_OF_ITS_KIND}{_ITS_NUMBER}|{_OBJECTIVE_WORD}{_OF_ITS_KIND} ?:)"
)


def is_objective(text: str) -> bool:
    """Say whether a line above a table heads the rows of this table: "Objective 2: Borders", "Eje III"."""
    return len(text) <= 300 and _OBJECTIVE.search(fold_words(text)) is not None


def is_heading(text: str) -> bool:
    """Say whether a text is written like a heading: enumerated, in capitals, with a colon at its end."""
    bare = text.strip()
    is_loud = bare.isupper() and sum(map(str.isalpha, bare)) >= _LOUD
    return is_loud or bare.endswith(":") or bool(_ENUMERATED.match(bare)) or is_objective(bare)


def is_closing(text: str) -> bool:
    """Say whether a row's text opens what stands below a table: signatures, a legend."""
    return _CLOSING.search(fold_words(text[:60])) is not None


def is_total(text: str) -> bool:
    """Say whether a text opens a line of totals."""
    return (
        len(text) <= _LONGEST_TOTAL and not _NUMBERING.match(text) and bool(_TOTAL.search(fold_words(text)))
    )


def is_example(text: str) -> bool:
    """Say whether a text marks its row as an example to follow."""
    start = text[:200].lower()
    if "mpl" not in start and not start.lstrip().startswith(_STARTS):
        return False
    folded = fold_words(start)
    return bool(_EXAMPLE_START.search(folded) or _EXAMPLE_MARK.search(folded) or _EXAMPLE_ID.search(folded))


def is_type_hint(text: str) -> bool:
    """Say whether a text tells what kind of value belongs into its column."""
    return len(text) <= 300 and _TYPE.search(fold_words(text)) is not None


def is_advice(text: str) -> bool:
    """Say whether a text tells how to fill its column."""
    return _ADVICE.search(fold_words(text[:200])) is not None


def is_note(text: str) -> bool:
    """Say whether a lone text is a note about the table."""
    return _NOTE.search(fold_words(text[:60])) is not None
