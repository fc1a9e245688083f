"""The two expected families of failure, as the rooms above the data room name them."""

from __future__ import annotations

from db.errors import DatabaseProblem, Problem, UserError

__all__ = ["Cancelled", "DatabaseProblem", "Problem", "UserError"]


class Cancelled(Exception):
    """The person cancelled a job; nothing of it is left behind."""
