"""The start page: four quiet lists; each row opens what it names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.log_records import ChangeSetInfo
from desktop.base.i18n import N_
from desktop.base.text import visible_controls
from desktop.services.completeness import LABELS, Incomplete
from desktop.services.overview import DatedItem, Overview, overview
from desktop.shell.summaries import summary_text
from desktop.shell.value_texts import tooltip
from desktop.views.backups.outside import OutsideLine
from desktop.views.start.sheet_line import SheetLine
from desktop.views.workplace import Workplace
from desktop.widgets.labels import heading, hint

_MOST_ROWS = 60
_KIND_TABLES = {"not_verified": "designation", "kept_too_long": "person"}
_TARGET = Qt.ItemDataRole.UserRole


class Line(NamedTuple):
    """A row of a list: what it says, what stands at its end, and what it opens ("" for nothing)."""

    text: str
    side: str
    table: str
    row_id: str


class Group(NamedTuple):
    """Lines of a list under a heading, which may be empty; `count` counts those that are not shown too."""

    title: str
    lines: list[Line]
    count: int


class Card(QFrame):
    """One list with its heading and count."""

    def __init__(self, place: Workplace, title: str, empty: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(heading(title, self, level=2))
        self.count: QLabel = hint("", self, wraps=False)
        head.addWidget(self.count)
        head.addStretch(1)
        column.addLayout(head)
        self.empty = hint(empty, self)
        column.addWidget(self.empty)
        self.list = self._make_list(title)
        column.addWidget(self.list, 1)
        self.filler = QWidget(self)
        column.addWidget(self.filler, 1)

    def _make_list(self, title: str) -> QTreeWidget:
        made = QTreeWidget(self)
        made.setAccessibleName(title)
        made.setColumnCount(2)
        made.setHeaderHidden(True)
        made.setRootIsDecorated(False)
        made.setIndentation(14)
        made.setUniformRowHeights(True)
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.setStyleSheet("QTreeView::item { padding: 4px 2px; }")
        header = made.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        made.itemActivated.connect(self._on_activated)
        made.itemClicked.connect(self._on_activated)
        return made

    def show_groups(self, groups: Iterable[Group]) -> None:
        """Show lines, under a heading of their own where the group has one."""
        self.list.clear()
        total = 0
        for group in groups:
            if not group.count:
                continue
            total += group.count
            parent = self.list.invisibleRootItem()
            if group.title:
                parent = QTreeWidgetItem(self.list, [group.title, self._number(group.count)])
                parent.setForeground(0, self.palette().brush(QPalette.ColorRole.PlaceholderText))
            for line in group.lines:
                self._add(parent, line)
            if group.count > len(group.lines):
                rest = self._number(group.count - len(group.lines))
                more = self._place.texts.fill(N_("and {count} more"), {"count": rest})
                QTreeWidgetItem(parent, [more, ""])
            parent.setExpanded(group.count <= _MOST_ROWS)
        self.count.setText(self._number(total) if total else "")
        self.empty.setVisible(not total)
        self.filler.setVisible(not total)
        self.list.setVisible(bool(total))

    def _add(self, parent: QTreeWidgetItem, line: Line) -> None:
        item = QTreeWidgetItem(parent, [line.text, line.side])
        item.setData(0, _TARGET, (line.table, line.row_id))
        item.setToolTip(0, tooltip(line.text))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(1, self.palette().brush(QPalette.ColorRole.PlaceholderText))

    def _number(self, value: int) -> str:
        return self._place.values.locale.toString(value)

    def _on_activated(self, item: QTreeWidgetItem, _column: int) -> None:
        target = item.data(0, _TARGET)
        if target and target[0]:
            self._place.navigator.record_asked.emit(*target)


class StartScreen(QWidget):
    """What asks for attention today; read again whenever it is shown after a change."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._is_stale = True
        self._build()
        place.feed.changed.connect(self._on_feed_changed)

    def _build(self) -> None:
        _ = self._place.texts.gettext
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 20)
        layout.setSpacing(4)
        layout.addWidget(heading(_(N_("Start")), self))
        self.said = hint("", self)
        layout.addWidget(self.said)
        self.sheet_line = SheetLine(self._place, self)
        layout.addWidget(self.sheet_line)
        self.outside = OutsideLine(self._place, self)
        layout.addWidget(self.outside)
        layout.addSpacing(10)
        grid = QGridLayout()
        grid.setSpacing(16)
        self.past = Card(self._place, _(N_("Past its date")), _(N_("Nothing is past its date.")), self)
        self.soon = Card(
            self._place, _(N_("Next 30 days")), _(N_("No date falls in the next 30 days.")), self
        )
        self.gaps = Card(self._place, _(N_("Data to complete")), _(N_("Nothing is missing.")), self)
        self.recent = Card(self._place, _(N_("Recent changes")), _(N_("Nothing was changed yet.")), self)
        for place, card in enumerate((self.past, self.soon, self.gaps, self.recent)):
            grid.addWidget(card, place // 2, place % 2)
        for line in (0, 1):
            grid.setColumnStretch(line, 1)
            grid.setRowStretch(line, 1)
        layout.addLayout(grid, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the lists when they may be old."""
        super().showEvent(event)
        self.sheet_line.renew()
        self._read_when_seen()

    def _on_feed_changed(self, _info: ChangeSetInfo) -> None:
        self._is_stale = True
        self._read_when_seen()

    def _read_when_seen(self) -> None:
        if self._is_stale and self.isVisible():
            self._is_stale = False
            self._place.desk.read(overview, self._place.today(), then=self._on_read)

    def _on_read(self, found: Overview) -> None:
        texts, values = self._place.texts, self._place.values
        facts = {"items": values.locale.toString(found.items), "plans": values.locale.toString(found.plans)}
        self.said.setText(
            texts.fill(N_("Actions in this file: {items}. Plans: {plans}."), facts)
            if found.plans
            else texts.gettext(
                N_("There is no plan yet. Import a workbook, or make a plan on the next screen.")
            )
        )
        has_states = len({item.state for item in (*found.past, *found.soon)}) > 1
        for card, items in ((self.past, found.past), (self.soon, found.soon)):
            lines = [self._dated_line(item, has_states=has_states) for item in items[:_MOST_ROWS]]
            card.show_groups([Group("", lines, len(items))])
        self.gaps.show_groups(self._gap_group(kind, rows) for kind, rows in found.to_complete.items())
        changes = [self._change_line(info) for info in found.recent]
        self.recent.show_groups([Group("", changes, len(changes))])

    def _dated_line(self, item: DatedItem, *, has_states: bool) -> Line:
        state = f"{self._place.values.state(item.state)} · " if has_states else ""
        text = visible_controls(f"{state}{item.number} {item.title}".strip())
        return Line(text, self._place.values.date(item.due), "plan_item", item.id)

    def _gap_group(self, kind: str, rows: list[Incomplete]) -> Group:
        table = _KIND_TABLES.get(kind, "plan_item")
        lines = [Line(visible_controls(each.title), "", table, each.id) for each in rows[:_MOST_ROWS]]
        return Group(self._place.texts.gettext(LABELS[kind]), lines, len(rows))

    def _change_line(self, info: ChangeSetInfo) -> Line:
        text = f"{summary_text(self._place.texts, info)} — {info.author}"
        side = self._place.values.timestamp(info.at_ms)
        return Line(visible_controls(text), side, "change_set", str(info.number))
