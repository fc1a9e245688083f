"""The five pages, and what a person has decided on them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QStackedWidget

from desktop.exchange.layout import MappingFile
from desktop.services.import_steps.columns import Proposal
from desktop.services.import_steps.reading import ImportSource, Kind
from desktop.services.import_steps.running import ImportAsked
from desktop.views.import_assistant.columns_page import ColumnsPage
from desktop.views.import_assistant.done_page import DonePage
from desktop.views.import_assistant.preview_page import PreviewPage
from desktop.views.import_assistant.source_page import SourcePage
from desktop.views.import_assistant.words_page import WordsPage
from desktop.views.workplace import Workplace


class Pages:
    """The pages in their order, in a stack."""

    def __init__(self, place: Workplace, kind: Kind, stack: QStackedWidget) -> None:
        self.source = SourcePage(place, kind, stack)
        self.columns = ColumnsPage(place, stack)
        self.words = WordsPage(place, stack)
        self.preview = PreviewPage(place, stack)
        self.done = DonePage(place, stack)
        for page in (self.source, self.columns, self.words, self.preview, self.done):
            stack.addWidget(page)

    def asked(self, source: ImportSource, proposal: Proposal | None, *, is_answered: bool) -> ImportAsked:
        """What was decided so far, with the answers to open questions or before them.

        Raises UserError when something is missing.
        """
        kind = self.source.kind
        return ImportAsked(
            kind=kind,
            source=source,
            state=self.source.state_code(),
            plan=self.source.plan_id if kind == "plan" else None,
            mapping=self._mapping(proposal, is_answered=is_answered),
            aliases=self.words.aliases() if is_answered else {},
            is_amending=self.source.is_amending,
        )

    def _mapping(self, proposal: Proposal | None, *, is_answered: bool) -> MappingFile | None:
        mapping = self.columns.mapping()
        if mapping is None or proposal is None:
            return None
        kept = proposal.remembered
        if kept is not None:
            mapping = replace(mapping, status=kept.status, day_first=kept.day_first, decimal=kept.decimal)
        return self.words.answered(mapping) if is_answered else mapping
