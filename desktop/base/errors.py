"""The two expected families of failure above the data room."""

from __future__ import annotations

from db.errors import DatabaseProblem, Problem

__all__ = ["Cancelled", "DatabaseProblem", "Problem", "UserError"]


class UserError(Problem):
    """What a person asked for cannot be done as asked; the sentence says why and what to do."""


class Cancelled(Exception):
    """The person cancelled a job; nothing of it is left behind."""
