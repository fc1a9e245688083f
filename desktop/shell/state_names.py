"""Names of States for screens, from the reference data, read when a name is first asked for."""

from __future__ import annotations

from functools import cache

from desktop.base.reference import shipped_reference


class StateNames:
    """Names in one language, and codes found by what people type."""

    def __init__(self, language: str) -> None:
        self._language = language
        self.name = cache(self._name)

    def _name(self, code: str) -> str:
        """The State's name; a code that is not known is shown itself."""
        if not code:
            return ""
        try:
            return shipped_reference().state(code).name(self._language)
        except KeyError:
            return code

    def pairs(self, *, with_fictional: bool = True) -> list[tuple[str, str]]:
        """Codes and names of all States, by name."""
        reference = shipped_reference()
        codes = [*reference.states, *(reference.fictional_states if with_fictional else ())]
        return sorted(((code, self.name(code)) for code in codes), key=lambda pair: pair[1])

    def names(self) -> list[str]:
        """All names, for completion."""
        return [name for _, name in self.pairs()]

    @staticmethod
    def find(text: str) -> str | None:
        """The code of the State meant by a code or a name."""
        found = shipped_reference().find_state(text)
        return None if found is None else found.code

    @staticmethod
    def territory(code: str) -> str:
        """The two letters by which locales know a State; "" for a fictional one."""
        try:
            return shipped_reference().state(code).iso2
        except KeyError:
            return ""
