"""Reads the status of a plan item from the words that plans use for it in five languages."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from db.folding import fold_words

STATUSES = ("not_started", "in_progress", "completed", "on_hold", "cancelled", "continuous")

_WORDS = {
    "not_started": """
        No iniciado, No iniciada, Sin iniciar, Sin empezar, No comenzado, No comenzada, Por iniciar, Por
        hacer, Pendiente, Pendientes, Pendiente de inicio, Programado, Programada, Planificado,
        Planificada, Prevista, Previsto, No empezado, No empezada, Aún no iniciado, Aún no iniciada, Por
        comenzar, Por empezar, Por ejecutar, Por realizar, Not started, Not begun, Not commenced, Not
        yet commenced, Yet to start, Yet to commence, Upcoming, Not initiated, Not yet started, To do,
        Pending, Planned, Scheduled, Open, New, Non commencé, Non commencée, Non démarré, Non démarrée,
        Pas commencé, Pas démarré, Non entamé, Non entamée, Pas entamé, Non engagé, Non engagée, Non
        lancé, Non lancée, À démarrer, À engager, À venir, À faire, À lancer, Prévu, Prévue, Planifié,
        Planifiée, En attente de démarrage, Não iniciado, Não iniciada, A iniciar, Pendente, Planejado,
        Planejada, Não começado, Não começada, Non avviato, Non avviata, Non iniziato, Non iniziata, Da
        avviare, Pianificato""",
    "in_progress": """
        En ejecución, En curso, En proceso, En progreso, En marcha, En desarrollo, En implementación,
        Iniciado, Iniciada, En trámite, Parcialmente ejecutado, Parcialmente ejecutada, Parcialmente
        cumplido, Parcialmente cumplida, Partially completed, Partially implemented, Partiellement
        réalisé, Partiellement réalisée, Parcialmente concluído, In progress, Ongoing, On-going, Under
        way, Commenced, Initiated, Partly completed, Partly implemented, Underway, Started, In process,
        In implementation, Active, Being implemented, On track, En cours, En cours de réalisation, En
        cours d'exécution, Engagé, Engagée, Commencé, Commencée, Démarré, Démarrée, Entamé, Entamée,
        Lancé, Lancée, En réalisation, Em andamento, Em execução, Em curso, Em progresso, Em
        implementação, In corso, In esecuzione, In corso di attuazione, In corso di realizzazione, In
        attuazione, Avviato, Avviata, Iniziato, Iniziata""",
    "completed": """
        Cumplido, Cumplida, Concluido, Concluida, Completado, Completada, Completo, Completa,
        Finalizado, Finalizada, Terminado, Terminada, Ejecutado, Ejecutada, Realizado, Realizada, Hecho,
        Hecha, Cerrado, Cerrada, Implementado, Implementada, Logrado, Lograda, Completed, Complete,
        Done, Finished, Closed, Implemented, Achieved, Delivered, Réalisé, Réalisée, Achevé, Achevée,
        Terminé, Terminée, Fait, Faite, Fini, Finie, Clôturé, Clôturée, Accompli, Accomplie, Exécuté,
        Exécutée, Concluído, Concluída, Feito, Executado, Executada, Encerrado, Completato, Completata,
        Concluso, Conclusa, Terminato, Realizzato, Realizzata, Conseguito""",
    "on_hold": """
        En suspenso, Suspendido, Suspendida, En pausa, Pausado, Pausada, Paralizado, Paralizada,
        Detenido, Detenida, Aplazado, Aplazada, Postergado, Postergada, Bloqueado, Bloqueada, En espera,
        On hold, Paused, Suspended, Postponed, Deferred, Blocked, Stalled, On pause, En pause, Suspendu,
        Suspendue, Bloqué, Bloquée, Reporté, Reportée, En suspens, Em pausa, Suspenso, Suspensa, Em
        suspenso, Paralisado, Paralisada, Adiado, Adiada, In pausa, Sospeso, Sospesa, In sospeso,
        Bloccato, Rinviato""",
    "cancelled": """
        Cancelado, Cancelada, Anulado, Anulada, Descartado, Descartada, Desestimado, Desestimada,
        Abandonado, Abandonada, Eliminado, Eliminada, Cancelled, Canceled, Abandoned, Dropped,
        Discontinued, Withdrawn, Abandonné, Abandonnée, Annulé, Annulée, Supprimé, Supprimée, Annullato,
        Annullata, Abbandonato, Cancellato""",
    "continuous": """
        Permanente, Permanentes, Continuo, Continua, Acción permanente, Acción continua, Actividad
        permanente, Actividad continua, De forma continua, De carácter permanente, Continuous,
        Continuing, Permanent, Recurring, En continu, Continu, Continue, Récurrent, Récurrente,
        Contínuo, Contínua, Continuativo""",
}
"""The words of each status as they are written; comparison is by their folded form."""

_HINTS = {
    "En retard": "in_progress",
    "Delayed": "in_progress",
    "Atrasado": "in_progress",
    "Atrasada": "in_progress",
    "Con retraso": "in_progress",
    "À discuter": "not_started",
    "Por discutir": "not_started",
    "En attente": "on_hold",
    "Vencido": "in_progress",
    "Overdue": "in_progress",
    "Behind schedule": "in_progress",
    "At risk": "in_progress",
    "Off track": "in_progress",
    "In ritardo": "in_progress",
    "Em atraso": "in_progress",
    "Retrasado": "in_progress",
    "Retrasada": "in_progress",
    "Demorado": "in_progress",
    "Demorada": "in_progress",
    "Incumplido": "",
    "Incumplida": "",
    "Incompleto": "",
    "Incompleta": "",
    "Incomplete": "",
    "Inachevé": "",
}
"""Words that speak of a status without saying it: proposed at most, never taken."""

_DENIALS = frozenset(["no", "not", "non", "nao", "pas", "sin", "sem"])

_NO_LETTER_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\d+([.,]\d+)? ?%")
_LIKENESS = 0.75
_LONGEST_LIKENESS = 40


@dataclass(frozen=True, slots=True)
class StatusReading:
    """What a status text means.

    `value` is None when nothing is written or nothing is certain; then `suggestion` is the status that may
    be meant and `suggested_word` the word it resembles, both empty when there is none.
    """

    value: str | None
    is_certain: bool
    suggestion: str = ""
    suggested_word: str = ""


class StatusWords:
    """The words known for each status: those built in and, before them, those of a mapping file."""

    def __init__(self, extra: Mapping[str, str] | None = None) -> None:
        self._written = {_fold(word): word for word in reversed(_built_in())} | {
            _fold(word): word for word in extra or {}
        }
        self._status = {_fold(word): status for word, status in (_built_in() | dict(extra or {})).items()}
        self._hints = {_fold(word): status for word, status in _HINTS.items()}
        self._read_once = lru_cache(maxsize=4096)(self._read)

    def read(self, text: object) -> StatusReading:
        """Read one cell: a known word is certain, a like one is proposed."""
        return self._read_once("" if text is None else str(text))

    def _read(self, written: str) -> StatusReading:
        folded = _fold(written)
        if folded in self._status:
            return StatusReading(self._status[folded], is_certain=True)
        if not fold_words(written).strip(" -_."):
            return StatusReading(None, is_certain=True)
        return self._proposed(folded, _fold(_IN_BRACKETS.sub(" ", written)))

    def _proposed(self, folded: str, shortened: str) -> StatusReading:
        if shortened in self._status:
            return StatusReading(None, False, self._status[shortened], self._written[shortened])
        if folded in self._hints:
            return StatusReading(None, False, self._hints[folded])
        if len(folded) > _LONGEST_LIKENESS:
            return StatusReading(None, is_certain=False)
        same_sense = [word for word in self._status if _is_denied(word) == _is_denied(folded)]
        alike = difflib.get_close_matches(folded, same_sense, n=1, cutoff=_LIKENESS)
        if not alike:
            return StatusReading(None, is_certain=False)
        return StatusReading(None, False, self._status[alike[0]], self._written[alike[0]])


def read_status(text: object, extra: Mapping[str, str] | None = None) -> StatusReading:
    """Read one status text with the built-in words and those of a mapping (written word -> status).

    Who reads a whole column makes one `StatusWords` and calls its `read`.
    """
    return (_BUILT_IN if not extra else StatusWords(extra)).read(text)


def _built_in() -> dict[str, str]:
    return {
        " ".join(word.split()): status
        for status, words in _WORDS.items()
        for word in words.split(",")
        if word
    }


def _is_denied(folded: str) -> bool:
    return not _DENIALS.isdisjoint(folded.split())


def _fold(text: str) -> str:
    folded = fold_words(text)
    letters = _NO_LETTER_ENDS.sub("", folded.replace("-", " ").replace("_", " "))
    # A mapping may name signs and numbers ("✓", "2"): they must not all fold to nothing.
    return " ".join(letters.split()) or folded


_BUILT_IN = StatusWords()
