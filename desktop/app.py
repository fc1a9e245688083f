"""Builds the window and everything in it, and hands the parts to each other; the only place that does.

A new screen is one more `ScreenEntry` in `screens`.
"""

from __future__ import annotations

import getpass
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTranslator, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from db.database import Database
from db.encryption import Secret
from db.held import real_path
from desktop.base.errors import Problem
from desktop.base.i18n import N_, Texts, texts_for
from desktop.base.logs import start_log, stop_log
from desktop.base.paths import find_places, private_temporary_folder
from desktop.base.settings import SettingsStore
from desktop.cli import choose_language
from desktop.commands.passphrase import VARIABLE
from desktop.jobs.backup_keeper import BackupKeeper
from desktop.jobs.rest_keeper import RestKeeper
from desktop.jobs.runner import JobRunner, Progress
from desktop.services.known_heads import close_known
from desktop.services.opening import OpenedFile, can_be_read, can_be_salvaged, check_soundness
from desktop.shell.change_feed import ChangeFeed
from desktop.shell.clipboard import Clipboard
from desktop.shell.collector import Collector
from desktop.shell.crash import CrashHook
from desktop.shell.desk import Desk
from desktop.shell.idle_watch import IdleWatch
from desktop.shell.messages import Messages
from desktop.shell.state_names import StateNames
from desktop.shell.theme import use_theme
from desktop.shell.translators import locale_of, use_language
from desktop.shell.undo_stack import UndoStack
from desktop.shell.value_texts import ValueTexts
from desktop.shell.written_values import WrittenValues
from desktop.views.backups.flow import RESTORE, BackupFlow
from desktop.views.checking.opener import SEE_DAMAGE, CheckOpener, check_closed_file
from desktop.views.drafts.offer import Drafts
from desktop.views.file_opener import FileOpener, Refusal, Wish
from desktop.views.first_paint import FirstPaint, StartWatch
from desktop.views.first_run.flow import FirstRunFlow
from desktop.views.import_assistant.opener import ImportOpener
from desktop.views.main_window import MainWindow, ScreenEntry
from desktop.views.passphrase.file_secrets import FileSecrets
from desktop.views.workplace import FileFacts, Lookups, Navigator, Workplace

READ_COPY, TYPE_PASSPHRASE = N_("Open a copy to read"), N_("Type the passphrase")
_PREPARING = "read the modules of the screens"


def screens() -> list[ScreenEntry]:
    """The navigation, from top to bottom; the modules of a screen are read when it is first shown."""
    return [
        ScreenEntry("start", N_("Start"), _start_screen),
        ScreenEntry("plan", N_("Action plan"), _plan_screen, ("plan_item",)),
        ScreenEntry("contacts", N_("Points of contact"), _contacts_screen, _CONTACT_TABLES),
        ScreenEntry("history", N_("History"), _history_screen),
        ScreenEntry("reports", N_("Reports"), _reports_screen),
    ]


_CONTACT_TABLES = ("person", "post", "institution", "designation")


def _start_screen(place: Workplace, parent: QWidget) -> QWidget:
    from desktop.views.start.screen import StartScreen

    return StartScreen(place, parent)


def _plan_screen(place: Workplace, parent: QWidget, *, shows_all_plans: bool = False) -> QWidget:
    from desktop.views.plan.screen import PlanScreen

    return PlanScreen(place, parent, shows_all_plans=shows_all_plans)


def _contacts_screen(place: Workplace, parent: QWidget) -> QWidget:
    from desktop.views.contacts.screen import ContactsScreen

    return ContactsScreen(place, parent)


def _history_screen(place: Workplace, parent: QWidget) -> QWidget:
    from desktop.views.history.screen import HistoryScreen

    return HistoryScreen(place, parent)


def _reports_screen(place: Workplace, parent: QWidget) -> QWidget:
    from desktop.views.reports.screen import ReportsScreen

    return ReportsScreen(place, parent)


_SCREEN_MODULES = (
    "plan.screen", "contacts.screen", "history.screen", "reports.screen", "import_assistant.assistant",
)  # fmt: skip


def read_screens(progress: Progress) -> None:
    """Read the modules of the screens beside the window, so that none has to wait for them."""
    for done, name in enumerate(_SCREEN_MODULES):
        progress(done, len(_SCREEN_MODULES))
        importlib.import_module(f"desktop.views.{name}")


def build_workplace(
    opened: OpenedFile, store: SettingsStore, texts: Texts, author: str, jobs: JobRunner, messages: Messages
) -> Workplace:
    """Everything the screens of one open file share."""
    database, identity = opened.database, opened.identity
    names = StateNames(texts.language)
    values = ValueTexts(texts, locale_of(texts.language, names.territory(identity.state)), names.name)
    desk = Desk(database, author)
    feed = ChangeFeed(database, desk)
    lookups = Lookups(desk, feed, desk)
    written = WrittenValues(values, lookups.refs, names.find, names.names)
    undo = UndoStack(desk, feed, texts, desk)
    desk.refused.connect(messages.problem)
    undo.refused.connect(messages.problem)
    return Workplace(
        desk=desk,
        feed=feed,
        undo=undo,
        texts=texts,
        values=values,
        written=written,
        messages=messages,
        clipboard=Clipboard(desk),
        jobs=jobs,
        settings=store,
        lookups=lookups,
        navigator=Navigator(desk),
        file=FileFacts(
            opened.path,
            identity.state,
            identity.language,
            identity.is_exercise,
            opened.is_copy,
            opened.working,
        ),
        backups=BackupKeeper(desk, feed, jobs, store, opened.path, find_places().backups),
    )


def connect_openers(
    place: Workplace, window: MainWindow, ask_for_backup: Callable[[], None], go_to: Callable[[Path], None]
) -> None:
    """What opens over the window when its menu asks for it."""
    window.import_asked.connect(ImportOpener(place, window, find_places().backups).open_from_menu)
    checks = CheckOpener(place, window)
    window.check_asked.connect(checks.open)
    checks.restore_asked.connect(ask_for_backup)
    checks.open_asked.connect(go_to)


def system_user() -> str:
    """The name the system knows the person by."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "?"


class Program(QObject):
    """One run of the window program: which file is open, and the way from one file to the next.

    Signals:
        opened: the main window of a file that was just opened.
        refused: the `Problem` that kept a file from being opened.
    """

    opened = Signal(object)
    refused = Signal(object)

    def __init__(
        self, app: QApplication, store: SettingsStore, jobs: JobRunner, entries: Sequence[ScreenEntry]
    ) -> None:
        super().__init__()
        self._app = app
        self._store = store
        self._jobs = jobs
        self._entries = entries
        self._database: Database | None = None
        self._place: Workplace | None = None
        self._next: Callable[[], None] | None = None
        self._translator: QTranslator | None = None
        self.window: MainWindow | None = None
        self.is_measuring = False
        self._collector = Collector(self._is_busy, self)
        self.idle_watch = IdleWatch(app, parent=self)
        self.first_run = FirstRunFlow(store, jobs, self)
        self.first_run.file_chosen.connect(self.go_to)
        self.first_run.language_chosen.connect(self._on_page_language_chosen)
        texts, above = partial(getattr, self, "texts"), partial(getattr, self.first_run, "page")
        self.opener = FileOpener(store, jobs, texts, above, os.environ.get(VARIABLE), self)
        self.opener.opened.connect(self._on_opened)
        self.opener.refused.connect(self._on_open_refused)
        self.opener.chosen.connect(self._on_file_chosen)
        self.backups = BackupFlow(store, jobs, find_places().backups, texts, self)
        self.backups.restore_asked.connect(self._on_restore_asked)
        self.backups.copy_asked.connect(self.read_copy)
        app.lastWindowClosed.connect(self._on_last_window_closed)
        self._set_language(choose_language(store.current.language, os.environ))

    def _set_language(self, language: str) -> None:
        self.texts = texts_for(language)
        self.messages = Messages(self.texts)
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
        self._translator = use_language(self._app, self.texts.language, locale_of(self.texts.language))

    def start(self, path: Path | None) -> None:
        """Open the named file, else the last one, else show the first page."""
        last = Path(self._store.current.last_file) if self._store.current.last_file else None
        wanted = path or (last if last is not None and last.is_file() else None)
        if wanted is not None:
            self.open(wanted)
            return
        self.first_run.show(self.texts)
        if last is not None:
            self.first_run.say_gone(last)

    def open(self, path: Path, secret: Secret | None = None, *, is_copy: bool = False) -> None:
        """Open a file to work in it, or a copy of it to read; the window comes when it is there."""
        self.opener.open(Wish(path, secret, is_copy))
        self.first_run.say(self.texts.gettext(N_("The file is being opened…")))

    def read_copy(self, path: Path, secret: Secret | None = None) -> None:
        """Open a copy of a file to read it, once the file that is open has been let go."""
        self._leave_for(partial(self.open, path, secret, is_copy=True))

    def _on_open_refused(self, refusal: Refusal) -> None:
        self.refused.emit(refusal.problem)
        if not self.is_measuring:
            if self.window is None:
                self.first_run.show(self.texts)
            self._say_refused(refusal)

    def _say_refused(self, refusal: Refusal) -> None:
        problem = refusal.problem
        name, act = way_on(self, refusal) or ("", None)
        if self.first_run.page is not None:
            self.first_run.say(self.texts.sentence(problem), name, act)
        elif act is not None:
            self.messages.offer(problem.text_id, name, act, **problem.values)
        else:
            self.messages.problem(problem)

    def check_closed(self, path: Path) -> None:
        """Check a file that cannot be opened; what can be read of it may be salvaged from there."""
        author, over = self._store.current.author or system_user(), self.window or self.first_run.page
        dialog = check_closed_file(path, self.texts, self._jobs, self._store, author, over)
        dialog.restore_asked.connect(partial(self.backups.show_for, path, over))
        dialog.open_asked.connect(self.go_to)

    def _on_opened(self, opened: OpenedFile, is_by_sheet: bool) -> None:
        author = self._store.current.author or system_user()
        place = build_workplace(opened, self._store, self.texts, author, self._jobs, self.messages)
        window = MainWindow(place, self._entries)
        self._database, self._place, self.window = opened.database, place, window
        self.messages.window = window
        self._drafts = Drafts(self._app, place, window)
        self.backups.attach(place, window, opened)
        self.secrets = FileSecrets(self._app, place, window, self.idle_watch)
        RestKeeper(place.desk, self._jobs, self._store, self.idle_watch)
        self.secrets.close_asked.connect(self.close_file)
        self.secrets.close_asked.connect(self._app.quit)
        window.closed.connect(self._on_window_closed)
        window.open_asked.connect(self._ask_for_file)
        window.new_asked.connect(partial(self.first_run.show, self.texts))
        window.language_asked.connect(self._on_window_language_asked)
        connect_openers(place, window, self.backups.show, self.go_to)
        window.show_screen(self._entries[0].key)
        window.show()
        self.first_run.close()
        if not self.is_measuring and not opened.is_copy:
            self._store.change(last_file=str(opened.path))
        FirstPaint(window, partial(self._after_first_paint, place, opened))
        if is_by_sheet:
            self.secrets.offer_new_passphrase()
        self.opened.emit(window)

    def _after_first_paint(self, place: Workplace, opened: OpenedFile) -> None:
        """What must not hold up the first paint: whether the file is sound; edits queue behind it."""
        # What the start made stays for good: the collector need never look at it again.
        self._collector.start()
        if not self.is_measuring:
            self._jobs.start(_PREPARING, read_screens, is_quiet=True)
        if self._place is place:
            look = partial(check_soundness, self._store, place.today())
            place.desk.ask(look, then=self._on_checked)
            for stray in opened.strays:
                self.messages.warn(stray.text_id, **stray.values)
            unsaid = self.opener.take_unsaid()
            if unsaid is not None and not unsaid.is_given_up:
                self._say_refused(unsaid)

    def _on_checked(self, problems: list[str]) -> None:
        self._drafts.offer_when_sound(problems)
        self.backups.go_on(problems, keeps=not self.is_measuring)

    def _is_busy(self) -> bool:
        return self._jobs.is_busy or (self._place is not None and self._place.desk.is_busy)

    # From one file to the next

    def go_to(self, path: Path, secret: Secret | None = None) -> None:
        """Open another file, once the one that is open has been let go."""
        self._leave_for(partial(self.open, path, secret))

    def _on_restore_asked(self, path: Path, backup: Path, secret: Secret | None) -> None:
        self._leave_for(partial(self.opener.open, Wish(path, secret, backup=backup)))

    def _leave_for(self, go: Callable[[], None]) -> None:
        if self.window is None:
            go()
            return
        self._next = go
        self.window.close()

    def _on_window_closed(self) -> None:
        if self._place is not None and self._database is not None and self._next is not None:
            self.opener.former = Wish(self._place.file.path, self._database.key)
        self.close_file()
        go, self._next = self._next, None
        if go is not None:
            go()

    def _on_last_window_closed(self) -> None:
        if not self.opener.is_opening:
            self._app.quit()

    def close_file(self) -> None:
        """Let the file go, once everything that was asked for is written."""
        database, place, window = self._database, self._place, self.window
        self._database, self._place, self.window = None, None, None
        self.messages.window = None
        self.backups.detach()
        if database is None or place is None or window is None:
            return
        _let_go(database, place, self.messages, None if self.is_measuring else self._store)
        window.deleteLater()

    def _on_window_language_asked(self, language: str) -> None:
        """Close the file and open it again in the other language."""
        if self._place is not None:
            self._store.change(language=language)
            self._set_language(language)
            go = self.read_copy if self._place.file.is_copy else self.go_to
            go(self._place.file.path, self._database.key if self._database is not None else None)

    def _on_page_language_chosen(self, language: str) -> None:
        self._store.change(language=language)
        self._set_language(language)
        self.first_run.show(self.texts)

    def _ask_for_file(self, folder: Path | None = None) -> None:
        self.opener.choose(self.window, folder)

    def _on_file_chosen(self, path: Path) -> None:
        if self._place is None or self._place.file.path != real_path(path):
            self.go_to(path)


def _let_go(database: Database, place: Workplace, messages: Messages, store: SettingsStore | None) -> None:
    """Close a file; `store` notes how it was left."""
    place.clipboard.forget_private()
    # While all of them live: collected with the stack, its commands would be deleted twice.
    place.undo.clear()
    try:
        if store is not None and not database.is_read_only and not database.line.is_locked:
            close_known(store, database)
    except Problem as problem:
        messages.problem(problem)
    finally:
        database.close()
        place.desk.deleteLater()


def way_on(program: Program, refusal: Refusal) -> tuple[str, Callable[[], None]] | None:
    """What a person can do about a file that was not opened: the name of a button, and what it does."""
    path = refusal.path
    if refusal.is_given_up:
        return TYPE_PASSPHRASE, partial(program.go_to, path)
    if can_be_read(refusal.problem):
        return READ_COPY, partial(program.read_copy, path)
    if can_be_salvaged(refusal.problem):
        # From there a backup can be restored too.
        return SEE_DAMAGE, partial(program.check_closed, path)
    if program.backups.has_any(path):
        over = program.window or program.first_run.page
        return RESTORE, partial(program.backups.show_for, path, over)
    return None


def run_window(path: Path | None, argv: Sequence[str]) -> int:
    """Open the window on a file, on the last file, or on the first page; gives the exit code."""
    places = find_places()
    places.make()
    log = start_log(places.logs)
    # The dialogs that ask for files remember folders there.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(places.settings))
    app = _application(argv)
    with private_temporary_folder(places):
        store = SettingsStore(places.settings_file)
        jobs = JobRunner()
        program = Program(app, store, jobs, screens())
        hook = CrashHook(partial(_crash_dialog, program))
        hook.install()
        if store.damage is not None:
            program.messages.problem(store.damage)
        program.start(path)
        code = app.exec()
        hook.remove()
        jobs.close()
        program.close_file()
    stop_log(log)
    return code


def _crash_dialog(program: Program, report: str) -> QDialog:
    from desktop.views.crash_dialog import CrashDialog

    return CrashDialog(program.texts, report, Clipboard(program))


def open_time(path: Path, secret: str | None = None) -> dict[str, int]:
    """Open the window on all plans of a file, measure from the start of this process, and close it again.

    `first_paint_ms`: the window has painted for the first time. `usable_ms`: all rows are counted and can be
    sorted, the first screenful of them is painted, filter and cells take typing. Raises the `Problem` that
    keeps the file from being opened.
    """
    places = find_places()
    app = _application([])
    jobs = JobRunner()
    entry = ScreenEntry(
        "plan", N_("Action plan"), partial(_plan_screen, shows_all_plans=True), ("plan_item",)
    )
    program = Program(app, SettingsStore(places.settings_file), jobs, [entry])
    program.is_measuring, program.opener.may_ask = True, False
    watch = StartWatch(app)
    program.opened.connect(watch.watch)
    program.refused.connect(watch.fail)
    program.open(real_path(path), secret)
    app.exec()
    program.close_file()
    jobs.close()
    if watch.problem is not None:
        raise watch.problem
    return watch.result


def _application(argv: Sequence[str]) -> QApplication:
    app = QApplication([sys.argv[0], *argv])
    app.setApplicationName("Desk1540")
    # Between two files there is no window, and the program goes on.
    app.setQuitOnLastWindowClosed(False)
    use_theme(app)
    return app
