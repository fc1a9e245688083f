"""The expected failures of the data room: the world's fault, said in one sentence above."""

from __future__ import annotations

from db.messages import N_


class Problem(Exception):
    """An expected failure: a message id and the values of its placeholders.

    The text is made where it is shown, in the language of the person who reads it.
    """

    def __init__(self, text_id: str, **values: object) -> None:
        super().__init__(text_id, values)
        self.text_id = text_id
        self.values = values

    def __str__(self) -> str:
        return self.text_id.format(**self.values)


class UserError(Problem):
    """What a person asked for cannot be done as asked; the sentence says why and what to do."""


class DatabaseProblem(Problem):
    """A file that cannot be opened, read or written as it stands."""


class NotSaved(DatabaseProblem):
    """A change that could not be written now and may be later: no room, a medium or network that is away."""


class Damaged(DatabaseProblem):
    """A file of ours that is not as the program writes it; what can be read of it may be salvaged."""


class RecordGone(DatabaseProblem):
    """A record that was asked for is not, or no longer, in the file."""

    def __init__(self) -> None:
        super().__init__(N_("This record no longer exists; nothing was changed."))
