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
        hacer, Pendiente, Pendientes, Pendiente de inicio, Programado, Programada, Planificado, Planificada,
        Prevista, Previsto, No empezado, No empezada, Aún no iniciado, Aún no iniciada, Por comenzar, Por
        empezar, Por ejecutar, Por realizar, Not started, Not begun, Not commenced, Not yet commenced, Yet
        to start, Yet to commence, Upcoming, Not initiated, Not yet started, To do, Pending, Planned,
        Scheduled, Open, New, Non commencé, Non commencée, Non démarré, Non démarrée, Pas commencé, Pas
        démarré, Non entamé, Non entamée, Pas entamé, Non engagé, Non engagée, Non lancé, Non lancée, À
        démarrer, À engager, À venir, À faire, À lancer, Prévu, Prévue, Planifié, Planifiée, En attente de
        démarrage, Não iniciado, Não iniciada, A iniciar, Pendente, Planejado, Planejada, Não começado, Não
        começada, Non avviato, Non avviata, Non iniziato, Non iniziata, Da avviare, Pianificato, Sin avance,
        Sin avances, No ha iniciado, No se ha iniciado, Aún sin iniciar, Backlog, Nueva, Nuevo, Abierta,
        Abierto, Propuesta, Propuesto, Proposed, No implementada, No implementado, Not implemented, Not yet
        implemented, Not due, Not yet due, Pas encore commencé, Pas encore démarré, Non mis en œuvre, Non
        mise en œuvre, Pas encore lancé, Não implementada, Não implementado, A realizar, A fazer, Por fazer,
        Prevista para iniciar, Non ancora avviato, Da iniziare""",
    "in_progress": """
        En ejecución, En curso, En proceso, En progreso, En marcha, En desarrollo, En implementación,
        Iniciado, Iniciada, En trámite, Parcialmente ejecutado, Parcialmente ejecutada, Parcialmente
        cumplido, Parcialmente cumplida, Partially completed, Partially implemented, Partiellement réalisé,
        Partiellement réalisée, Parcialmente concluído, In progress, Ongoing, On-going, Under way,
        Commenced, Initiated, Partly completed, Partly implemented, Underway, Started, In process, In
        implementation, Active, Being implemented, On track, En cours, En cours de réalisation, En cours
        d'exécution, Engagé, Engagée, Commencé, Commencée, Démarré, Démarrée, Entamé, Entamée, Lancé,
        Lancée, En réalisation, Em andamento, Em execução, Em curso, Em progresso, Em implementação, In
        corso, In esecuzione, In corso di attuazione, In corso di realizzazione, In attuazione, Avviato,
        Avviata, Iniziato, Iniziata, Working on it, Doing, WIP, Work in progress, In development, In
        preparation, In drafting, Being developed, In review, Under review, Partially achieved, Partially
        done, Partially met, Partial, Partly achieved, Partly done, En revisión, En elaboración, En
        preparación, En construcción, En avance, Con avance, Con avances, Con avances parciales, Avance
        parcial, Parcial, Parcialmente implementado, Parcialmente implementada, Parcialmente completado,
        Parcialmente completada, Parcialmente concluida, Parcialmente atendido, Parcialmente atendida,
        Parcialmente realizado, Parcialmente realizada, Cumplido parcialmente, Cumplida parcialmente,
        Cumplimiento parcial, Implementación parcial, En proceso de implementación, En proceso de ejecución,
        En fase de ejecución, En vías de ejecución, En exécution, En voie de réalisation, En cours de mise
        en œuvre, En cours d'élaboration, En cours de finalisation, Partiellement mis en œuvre,
        Partiellement mise en œuvre, Partiellement exécuté, Partiellement exécutée, Partiellement atteint,
        Mise en œuvre partielle, Em desenvolvimento, Em elaboração, Em processo, Em fase de execução,
        Parcialmente executado, Parcialmente executada, Parzialmente attuato, Parzialmente completato, In
        lavorazione""",
    "completed": """
        Cumplido, Cumplida, Concluido, Concluida, Completado, Completada, Completo, Completa, Finalizado,
        Finalizada, Terminado, Terminada, Ejecutado, Ejecutada, Realizado, Realizada, Hecho, Hecha, Cerrado,
        Cerrada, Implementado, Implementada, Logrado, Lograda, Completed, Complete, Done, Finished, Closed,
        Implemented, Achieved, Delivered, Réalisé, Réalisée, Achevé, Achevée, Terminé, Terminée, Fait,
        Faite, Fini, Finie, Clôturé, Clôturée, Accompli, Accomplie, Exécuté, Exécutée, Feito, Executado,
        Executada, Encerrado, Completato, Completata, Concluso, Conclusa, Terminato, Realizzato, Realizzata,
        Conseguito, Atendido, Atendida, Resuelto, Resuelta, Alcanzado, Alcanzada, Entregado, Entregada,
        Resolved, Accomplished, Fulfilled, Fully implemented, Fully achieved, Fully completed, Totalmente
        implementado, Totalmente implementada, Totalmente cumplido, Totalmente cumplida, Totalmente
        ejecutado, Totalmente ejecutada, Cumplimiento total, Pleinement réalisé, Entièrement réalisé,
        Entièrement réalisée, Mis en œuvre, Atteint, Atteinte, Finalisé, Finalisée, Soldé, Cumprido,
        Cumprida, Atingido, Atingida, Entregue, Attuato, Attuata, Raggiunto, Ultimato, Chiuso""",
    "on_hold": """
        En suspenso, Suspendido, Suspendida, En pausa, Pausado, Pausada, Paralizado, Paralizada, Detenido,
        Detenida, Aplazado, Aplazada, Postergado, Postergada, Bloqueado, Bloqueada, En espera, On hold,
        Paused, Suspended, Postponed, Deferred, Blocked, Stalled, On pause, En pause, Suspendu, Suspendue,
        Bloqué, Bloquée, Reporté, Reportée, En suspens, Em pausa, Suspenso, Suspensa, Em suspenso,
        Paralisado, Paralisada, Adiado, Adiada, In pausa, Sospeso, Sospesa, In sospeso, Bloccato, Rinviato,
        Stuck, Parked, Halted, Interrupted, Pospuesto, Pospuesta, Diferido, Diferida, Interrumpido,
        Interrumpida, Gelé, Gelée, À l'arrêt, Ajourné, Ajournée, Différé, Différée, Em espera, In attesa""",
    "cancelled": """
        Cancelado, Cancelada, Anulado, Anulada, Descartado, Descartada, Desestimado, Desestimada,
        Abandonado, Abandonada, Eliminado, Eliminada, Cancelled, Canceled, Abandoned, Dropped, Discontinued,
        Withdrawn, Abandonné, Abandonnée, Annulé, Annulée, Supprimé, Supprimée, Annullato, Annullata,
        Abbandonato, Cancellato, Rejected, Removed, Terminated, Retirado, Retirada, Rechazado, Rechazada,
        Descontinuado, Descontinuada, Desistida, Rejeté, Rejetée, Retiré, Retirée, Eliminato""",
    "continuous": """
        Permanente, Permanentes, Continuo, Continua, Acción permanente, Acción continua, Actividad
        permanente, Actividad continua, De forma continua, De carácter permanente, Continuous, Continuing,
        Permanent, Recurring, En continu, Continu, Continue, Récurrent, Récurrente, Continuativo, Acción
        recurrente, Actividad recurrente, Continuada, Continuado, Action continue, Action permanente,
        Activité permanente, Ação contínua, Ação permanente, Atividade permanente, Em caráter permanente""",
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
    "Limited": "in_progress",
    "Substantial": "in_progress",
    "No ejecutado": "not_started",
    "No ejecutada": "not_started",
    "No realizado": "not_started",
    "No realizada": "not_started",
    "Not done": "not_started",
    "Not achieved": "not_started",
    "Non réalisé": "not_started",
    "Non réalisée": "not_started",
    "Não realizado": "not_started",
    "Não realizada": "not_started",
    "Reprogramado": "on_hold",
    "Reprogramada": "on_hold",
    "Rescheduled": "on_hold",
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
_PERCENT_AT_END = re.compile(r"(\d+(?:[.,]\d+)? ?%)\W*$")
_AFTER_STATUS = re.compile(r"\s*[;:.(\[\n]|\s+[-–—]|\s*,?\s+\d+(?:[.,]\d+)? ?%$")
_LIKENESS = 0.75
_LONGEST_LIKENESS = 40
_LONGEST_STATUS = 200
"""No status has more letters; what follows one may be long."""


@dataclass(frozen=True, slots=True)
class StatusReading:
    """What a status text means.

    `value` is None when nothing is written or nothing is certain; then `suggestion` is the status that may
    be meant and `suggested_word` the word it resembles, both empty when there is none. `rest` is what
    follows a status that is certain: "(60 %)", an explanation.
    """

    value: str | None
    is_certain: bool
    suggestion: str = ""
    suggested_word: str = ""
    rest: str = ""


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
            percent = _PERCENT_AT_END.search(written)
            return StatusReading(self._status[folded], is_certain=True, rest=percent[1] if percent else "")
        if not fold_words(written).strip(" -_."):
            return StatusReading(None, is_certain=True)
        return self._twice(written) or self._opening(written) or self._proposed(folded)

    def _twice(self, written: str) -> StatusReading | None:
        """Read one status in two languages: "En curso / In progress"."""
        found = {self._status.get(_fold(part)) for part in re.split(r"[/|\n]", written)}
        return StatusReading(value, is_certain=True) if len(found) == 1 and (value := found.pop()) else None

    def _opening(self, written: str) -> StatusReading | None:
        """Read a status that something follows: brackets, a percentage, an explanation after a sign."""
        for match in _AFTER_STATUS.finditer(written, 0, _LONGEST_STATUS):
            status = self._status.get(_fold(written[: match.start()]))
            if status is not None:
                rest = written[match.start() :].strip(" ;:.,()[]-–—\n\t")
                other = self._status.get(_fold(rest), status)
                is_answer = _fold(rest) in _DENIALS
                return None if other != status or is_answer else StatusReading(status, True, rest=rest)
        return None

    def _proposed(self, folded: str) -> StatusReading:
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
