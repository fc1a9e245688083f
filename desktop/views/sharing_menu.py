"""The menus that share chosen records with a recipient, or end that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu

from db.schema.base import RECIPIENTS
from desktop.base.i18n import N_, Texts
from desktop.base.leaving import recipient_name

Share = Callable[[str, bool], None]
"""Shares what is chosen with a recipient (True), or ends that (False)."""
_TITLES = ((True, N_("S&hare with")), (False, N_("Share no longer &with")))


def add_sharing_menus(menu: QMenu, texts: Texts, share: Share) -> list[QMenu]:
    """Add a menu of recipients to share with, and one of those to share no longer with."""
    made = []
    for is_shared, title in _TITLES:
        below = menu.addMenu(texts.gettext(title))
        for code in RECIPIENTS:
            action = below.addAction(recipient_name(code, texts))
            action.triggered.connect(partial(_on_triggered, share, code, is_shared))
        made.append(below)
    return made


def _on_triggered(share: Share, code: str, is_shared: bool, _is_checked: bool = False) -> None:
    share(code, is_shared)
