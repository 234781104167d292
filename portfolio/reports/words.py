"""The words of codes, as pages write them; files keep the codes."""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

from portfolio.calculations.kinds import Instrument, Kind, Status

STAGES = {
    "fs": "feasibility study",
    "pfs": "pre-feasibility study",
    "pea": "preliminary assessment",
    "scoping_pea": "scoping study or preliminary assessment",
    "care_maintenance": "care and maintenance",
    "suspended_or_care": "suspended, or care and maintenance",
}


def words(code: str) -> str:
    """A code of the record in plain words."""
    return STAGES.get(code, code.replace("_", " "))


def words_of(choices: Iterable[tuple[str, Any]]) -> Callable[[str], str]:
    """The words of a code that is one of these choices; a code that is none of them stays."""
    known = {code: str(label) for code, label in choices}
    return lambda code: known.get(code, code)


def labels_of(kind: type[Enum]) -> Callable[[str], str]:
    """The words of a code that names a member of `kind`, which has a label for each."""
    return words_of((one.value, one.label) for one in kind)


instrument_words, status_words, entry_words = labels_of(Instrument), labels_of(Status), labels_of(Kind)
