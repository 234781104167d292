"""What companies did to their shares: a line for each company, with a mark on the day of each action."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portfolio.models import CorporateAction

LEFT, RIGHT = 2.0, 98.0
"""Where the first and the last day stand, in percent of the width: a mark at the edge would be cut."""


@dataclass(frozen=True, slots=True)
class Row:
    """A company, its marks in percent of the width, and its actions in words."""

    name: str
    marks: list[float]
    text: str


@dataclass(frozen=True, slots=True)
class ActionDays:
    """The companies by name, all on one line of time from `first` to `last`."""

    title: str
    summary: str
    first: str
    last: str
    rows: list[Row]


def action_days(lines: Iterable[CorporateAction]) -> ActionDays | None:
    """The picture of actions; None where none has a day."""
    dated = [(fact.effective_on, fact) for fact in lines if fact.effective_on is not None]
    if not dated:
        return None
    dated.sort(key=lambda one: (one[0].start, one[1].pk))
    (first, _), (last, newest) = dated[0], dated[-1]
    span = (last.start - first.start).days
    own: dict[str, list[tuple[float, str]]] = {}
    for on, fact in dated:
        part = (on.start - first.start).days / span if span else 0.5
        mark = round(LEFT + part * (RIGHT - LEFT), 2)
        own.setdefault(fact.company.name, []).append((mark, f"{on} {in_words(fact)}"))
    rows = [Row(name, [x for x, _ in found], "; ".join(text for _, text in found)) for name, found in own.items()]
    actions = f"{len(dated)} action{'' if len(dated) == 1 else 's'}"
    companies = f"{len(rows)} compan{'y' if len(rows) == 1 else 'ies'}"
    which = "The only action" if len(dated) == 1 else f"The newest of {actions}"
    return ActionDays(
        title=f"{which}: {newest.company.name}, {in_words(newest)}, on {last}",
        summary=f"{actions} of {companies}, from {first} to {last}. Each mark is an action on its first day.",
        first=str(first),
        last=str(last),
        rows=sorted(rows, key=lambda row: row.name),
    )


def in_words(fact: CorporateAction) -> str:
    """What was done: "reverse split, 1 for 10", "spin-off, 1 for 4 in shares of Salts", "change of ticker to SWX"."""
    text = str(fact.get_kind_display())
    if fact.new_shares is not None and fact.old_shares is not None:
        text += f", {plain(fact.new_shares)} for {plain(fact.old_shares)}"
    if fact.other is not None:
        text += f" in shares of {fact.other.name}"
    return f"{text} to {fact.ticker}" if fact.ticker else text


def plain(shares: Decimal) -> str:
    return f"{shares.normalize():,f}"
