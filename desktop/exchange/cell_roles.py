"""Tells apart the roles of institutions that are named in one cell: "Lead: X; Support: Y", "X (lead), Y"."""

from __future__ import annotations

import re

from db.folding import fold_words

_WORDS = {
    "lead": """
        lead, leads, leader, lead agency, lead institution, lead entity, lead ministry, responsible,
        main, owner, coordinator, coordination, principal, responsable, responsables, lider, lideres,
        lidera, liderazgo, encargado, encargada, coordina, coordinador, coordinacion, coord, ejecuta,
        ejecutor, institucion responsable, instituciones responsables, institucion lider, entidad
        responsable, ente rector, chef de file, pilote, pilotes, porteur, responsavel, responsaveis,
        coordenacao, coordenador, executor, responsabile, capofila""",
    "co_leads": """
        co-lead, co-leads, co-leader, corresponsable, corresponsables, co-responsable, co-responsables,
        coresponsable, coresponsables, co-pilote, co-pilotes, copilote, copilotes, corresponsavel,
        corresponsaveis""",
    "supporting": """
        support, supports, supporting, supported by, supporting agencies, supporting institutions,
        partner, partners, other, others, contributors, contributing, with, in coordination with, apoyo,
        apoya, apoyan, apoyos, con apoyo de, de apoyo, instituciones de apoyo, entidades de apoyo,
        socio, socios, participa, participan, participantes, colabora, colaboran, colaboradores,
        colaboracion, colaborador, involucrados, aliados, otros, otras instituciones, en coordinacion
        con, appui, en appui, partenaire, partenaires, associes, apoio, parceiro, parceiros, envolvidos,
        supporto, partecipanti""",
}
_ROLES = {
    " ".join(word.split()): role for role, words in _WORDS.items() for word in words.split(",")
}  # fmt: skip
_LABEL = re.compile(r"(?:^|(?<=[;,.|\n]))\s*(?:[-–•*·▪]\s*)?(?P<label>[^\W\d_][\w '()/-]{1,40}?)\s*:\s*")
_MARK = re.compile(r"\s*[(\[](?P<label>[^\W\d_][\w -]{1,20}?\.?)[)\]]")
_THE = r"(?: (?:la|las|el|los|le|les|the|o|a|os|as)\b| l['’])?"
_WITH = re.compile(
    r"\s*[,;.(]?\s*\b(?:con (?:el )?apoyo (?:de|del)|with (?:the )?support (?:of|from)|"
    r"in (?:coordination|cooperation|collaboration) with|en (?:coordinaci[oó]n|colaboraci[oó]n|conjunto) con|"
    r"avec l['’]appui (?:de|du|des)|en (?:collaboration|coordination) avec|"
    r"com (?:o )?apoio (?:de|do|da|dos|das)|em (?:coordena[cç][aã]o|colabora[cç][aã]o|parceria) com)"
    + _THE
    + r"\s+",
    re.IGNORECASE,
)


def split_roles(text: str, own: str) -> list[tuple[str, str]]:
    """Cut a cell of a column for one role (`own`) into pieces, each with its role, in their order."""
    pieces = _by_labels(text, own) if ":" in text else [(own, text)]
    pieces = [found for role, piece in pieces for found in _by_marks(piece, role)]
    if own == "lead":
        pieces = [found for role, piece in pieces for found in _by_phrases(piece, role)]
    return [(role, piece) for role, piece in pieces if piece.strip()]


def _by_labels(text: str, own: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    role, start = own, 0
    for match in _LABEL.finditer(text):
        named = _ROLES.get(fold_words(match["label"]).strip(" ."))
        if named:
            found.append((role, text[start : match.start()].rstrip(" ,.|")))
            role, start = named, match.end()
    return [*found, (role, text[start:])]


def _by_marks(text: str, own: str) -> list[tuple[str, str]]:
    """Read "X (lead), Y": beside one marked as the lead the others support it."""
    if "(" not in text and "[" not in text:
        return [(own, text)]
    parts = re.split(r"\s*[;,\n]\s*", text)
    marked = [_marked(part) for part in parts]
    roles = {role for role, _ in marked if role}
    if not roles:
        return [(own, text)]
    rest = "supporting" if "lead" in roles else own
    return [(role or rest, part) for role, part in marked]


def _marked(part: str) -> tuple[str, str]:
    for match in _MARK.finditer(part):
        if role := _ROLES.get(fold_words(match["label"]).strip(" .")):
            return role, part[: match.start()] + part[match.end() :]
    return "", part


def _by_phrases(text: str, own: str) -> list[tuple[str, str]]:
    match = _WITH.search(text)
    if match is None or not text[: match.start()].strip():
        return [(own, text)]
    return [(own, text[: match.start()]), ("supporting", text[match.end() :].rstrip(")"))]
