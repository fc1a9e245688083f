"""The program's log: what happened and where in the code, never what stands in a file."""

from __future__ import annotations

import logging
import logging.handlers
import traceback
from enum import Enum
from pathlib import Path
from typing import Any

from desktop.base.one_system import private_opener

_OURS = ("db", "desktop", "resources")
_KEPT_BYTES = 500_000
_KEPT_FILES = 3


class Safe(str):
    """A text that may stand in the log, such as the name of a class or of a job."""

    __slots__ = ()


class ContentFreeFormatter(logging.Formatter):
    """Writes a record without the texts it carries.

    Only numbers, enumerations and `Safe` texts are written out. A message of another library may have been
    built from content, so only its place is written; an exception is written as its kind and its frames.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(place)s %(text)s")

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, followed by the kinds and frames of an exception."""
        kept = logging.makeLogRecord(
            {
                **record.__dict__,
                "place": f"{record.filename}:{record.lineno}",
                "text": _text_of(record),
                "exc_info": None,
                "exc_text": None,
                "stack_info": None,
            }
        )
        lines = [super().format(kept)]
        if record.exc_info and record.exc_info[1] is not None:
            lines += describe_exception(record.exc_info[1])
        return "\n".join(lines)


def describe_exception(error: BaseException) -> list[str]:
    """Give an exception as lines without content: kinds and places, first cause first."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = describe_exception(cause) if cause is not None else []
    lines.append(f"  {type(error).__module__}.{type(error).__qualname__}")
    for frame in traceback.extract_tb(error.__traceback__):
        place = Path(frame.filename)
        lines.append(f"    {place.parent.name}/{place.name}:{frame.lineno} in {frame.name}")
    for member in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        lines += describe_exception(member)
    return lines


class _PrivateLog(logging.handlers.RotatingFileHandler):
    """A rotating log that only its owner may read."""

    def _open(self) -> Any:
        return open(self.baseFilename, self.mode, encoding=self.encoding, opener=private_opener)


def start_log(folder: Path) -> logging.Handler:
    """Start writing the rotating log in a folder; the caller removes the handler at the end."""
    handler = _PrivateLog(
        folder / "desk1540.log", maxBytes=_KEPT_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(ContentFreeFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    for room in _OURS:
        logging.getLogger(room).setLevel(logging.INFO)
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Take the handler away and close its file."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def _text_of(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] not in _OURS:
        return "-"
    if not record.args:
        return str(record.msg)
    if isinstance(record.args, dict):
        return str(record.msg) % {name: _shown(value) for name, value in record.args.items()}
    return str(record.msg) % tuple(_shown(value) for value in record.args)


def _shown(value: object) -> object:
    """The value itself when it is no content, else only its kind."""
    if value is None or isinstance(value, int | float | Enum | Safe):
        return value
    return f"<{type(value).__name__}>"
