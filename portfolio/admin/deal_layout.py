"""How the form of a new deal is laid out: seven fields for the first save, the rest folded by what they are about."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from portfolio.calculations.kinds import Instrument

from .entry_rows import ENTRY_FIELDS
from .new_deal_forms import FIGURES, NUMBERS, OF_INSTRUMENTS, AwardForm

FIRST = ("agency", "company", "instrument", "sources", "payments_known")
AFTER = {"floor_price": ("floor_currency", "floor_measure")}
"""Fields that stand behind another one of the terms."""
UNIT = OF_INSTRUMENTS["floor_unit"]


def _terms() -> tuple[str, ...]:
    return tuple(
        one for name in OF_INSTRUMENTS if name != "floor_unit" for one in (name, *AFTER.get(name, ()))
    )  # fmt: skip


NEW_SOURCE = (
    "new_publisher", "new_title", "new_published_on", "new_address", "new_accessed_on", "new_file",
)  # fmt: skip

GROUPS: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("Amount and days", ("announced_amount", "closed_on", "signed_on", "announced_on"), True),
    ("Terms of its instrument", _terms(), True),
    ("How far it is", ("status", "status_on", "commitment_on", "confidence"), False),
    (
        "Program, projects, new company",
        (
            "program", "program_text", "projects", "basis", "new_project_state", "new_project_country",
            "new_company_ticker", "new_company_country",
        ),
        False,
    ),
    ("Award numbers, stake shared with another award", (*NUMBERS, "stake_group"), False),
    ("Paid and entered so far", ENTRY_FIELDS, False),
    ("A source that is not on record", NEW_SOURCE, False),
    ("In words", ("summary",), False),
)  # fmt: skip
"""Title, fields, and whether the group opens as soon as an instrument is chosen."""


@dataclass(slots=True)
class Row:
    """One field; for which instruments it is; what another source says of it."""

    field: Any
    instruments: str = ""
    rival: list[Any] = field(default_factory=list)

    @property
    def rival_is_open(self) -> bool:
        return any(one.value() or one.errors for one in self.rival)

    @property
    def is_filled(self) -> bool:
        value = self.field.value()
        return bool(self.field.errors) or value not in (None, "", self.field.field.initial) or self.rival_is_open


@dataclass(slots=True)
class Group:
    title: str
    rows: list[Row]
    opens: bool
    is_open: bool


def rows(form: AwardForm, names: Iterable[str]) -> list[Row]:
    found = []
    for name in names:
        instruments: tuple[Instrument, ...] = OF_INSTRUMENTS.get(name, ())
        if name in ("floor_currency", "floor_measure"):
            instruments = UNIT
        rival = [form[f"rival_{name}"], form[f"rival_{name}_source"]] if name in FIGURES else []
        found.append(Row(form[name], " ".join(instruments), rival))
    return found


def groups(form: AwardForm) -> list[Group]:
    """The folded groups of an award; open are those with something in them, and the terms of a chosen instrument."""
    chosen = form.chosen is not None
    found = []
    for title, names, opens in GROUPS:
        inside = rows(form, names)
        found.append(Group(title, inside, opens, (opens and chosen) or any(row.is_filled for row in inside)))
    return found


def first(form: AwardForm) -> list[Row]:
    return rows(form, FIRST)
