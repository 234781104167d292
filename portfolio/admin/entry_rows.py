"""Rows of a form for what happened on an award, entry by entry."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from portfolio.calculations.kinds import Kind
from portfolio.models import Investment, Terms, Transaction
from portfolio.models.ledger import KINDS
from portfolio.services import ledger
from record.admin.numbers import form_field
from record.models.fields import PartialDateFormField

ENTRIES = 3
"""Rows of an award; more entries are added on its page."""
PARTS = ("kind", "on", "amount", "shares")
ENTRY_FIELDS = tuple(f"entry_{number}_{name}" for number in range(1, ENTRIES + 1) for name in PARTS)


def entry_fields(*, but: tuple[Kind, ...]) -> dict[str, forms.Field]:
    """The fields of all rows; `but` are kinds that are not offered."""
    kinds = [("", "---------"), *((one.value, one.label) for one in Kind if one not in but)]
    found: dict[str, forms.Field] = {}
    for number in range(1, ENTRIES + 1):
        row = f"Entry {number}"
        found |= {
            f"entry_{number}_kind": forms.ChoiceField(
                label=f"{row}: kind", choices=kinds, required=False, help_text="What happened. Empty: no entry."
            ),
            f"entry_{number}_on": PartialDateFormField(
                label=f"{row}: day", required=False, help_text="The day on which it happened."
            ),
            f"entry_{number}_amount": _exact("announced_amount", f"{row}: US dollars", "As in $12.5M."),
            f"entry_{number}_shares": _exact("shares", f"{row}: shares", "Where shares or rights move with it."),
        }
    return found


def amounts() -> dict[str, Any]:
    """The fields of all rows that state an amount → the column of an entry."""
    return {f"entry_{number}_amount": Transaction._meta.get_field("amount") for number in range(1, ENTRIES + 1)}


def ask_entries(form: forms.BaseForm, cleaned: Mapping[str, Any]) -> None:
    """A row in which something is written has its kind and its day; what lacks is put on the form."""
    for number in range(1, ENTRIES + 1):
        row = {name: cleaned.get(f"entry_{number}_{name}") for name in PARTS}
        if all(value is None or value == "" for value in row.values()):
            continue
        for name, what in (("kind", "Choose what happened."), ("on", "Write the day on which it happened.")):
            if not row[name] and f"entry_{number}_{name}" not in form.errors:
                form.add_error(f"entry_{number}_{name}", what)


def entries_of(cleaned: Mapping[str, Any], investment: Investment) -> Iterable[ledger.Draft]:
    """What the rows say, in order."""
    for number in range(1, ENTRIES + 1):
        if cleaned[f"entry_{number}_kind"]:
            yield ledger.Draft(
                investment=investment,
                kind=KINDS[cleaned[f"entry_{number}_kind"]],
                effective_on=cleaned[f"entry_{number}_on"],
                amount=cleaned[f"entry_{number}_amount"],
                shares=cleaned[f"entry_{number}_shares"],
            )


def _exact(name: str, label: str, help_text: str) -> forms.Field:
    column: Any = Terms._meta.get_field(name)
    field = form_field(column, required=False)
    field.label, field.help_text = label, help_text
    return field
