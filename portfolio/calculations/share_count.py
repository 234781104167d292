"""How many shares are out on a day: the newest count, rolled forward by the issues that came after it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from record.calculations.unknown import NotKnown

ZERO = Decimal(0)
SAME_ISSUE = timedelta(days=31)
"""Between the days on which a company's own words and the ledger put one issue of one number of shares."""
ABOUT = Decimal("0.005")
"""By what part a number of shares to be issued may differ from the number then reported as issued."""


@dataclass(frozen=True, slots=True)
class Issue:
    """New shares of a company, issued between two days, both included; None where a figure or a day is not known.

    `ours`: how many of them went to the government, `award` the id of the award by which they came.
    """

    shares: Decimal | None
    start: date | None
    end: date | None
    ours: Decimal = ZERO
    award: int | None = None

    def __str__(self) -> str:
        number = "an unknown number of" if self.shares is None else f"{self.shares.normalize():,f}"
        return f"{number} shares issued {'on ' + str(self.end) if self.end else 'on an unknown day'}"


@dataclass(frozen=True, slots=True)
class RolledCount:
    """The newest count of a company with every issue since in it.

    `held` are the issues to the government that the count itself holds, `added` those that it was rolled forward by,
    `unplaced` those of which nobody can tell whether the count holds them.
    """

    stated: Decimal
    held: tuple[Issue, ...] = ()
    added: tuple[Issue, ...] = ()
    unplaced: tuple[Issue, ...] = ()

    @property
    def is_derived(self) -> bool:
        return bool(self.added)

    @property
    def shares(self) -> Decimal:
        """Shares outstanding. Raises NotKnown where an issue may or may not be in the count."""
        for one in self.unplaced:
            number = "an unknown number of" if one.shares is None else f"{one.shares.normalize():,f}"
            raise NotKnown(f"count predates an issue of {number} shares, or holds it: it cannot be rolled forward")
        return self.stated + sum((one.shares or ZERO for one in self.added), ZERO)

    def before(self, awards: Iterable[int]) -> Decimal:
        """The same without what was issued by these awards, with every other issue in. Raises as `shares` does."""
        mine = set(awards)
        issued = [one.ours for one in (*self.held, *self.added) if one.award in mine]
        return self.shares - sum(issued, ZERO)


def rolled_forward(number: Decimal, on: date, issues: Iterable[Issue]) -> RolledCount:
    """A count of one day with the issues after it; one of the same day is in it."""
    held, added, unplaced = [], [], []
    for one in issues:
        if one.shares is not None and one.end is not None and one.end <= on:
            held.append(one)
        elif one.shares is not None and one.start is not None and one.start > on:
            added.append(one)
        elif one.end is None or one.end > on:
            unplaced.append(one)
    return RolledCount(number, tuple(one for one in held if one.ours), tuple(added), tuple(unplaced))


def together(events: Iterable[Issue], ledger: Iterable[Issue]) -> list[Issue]:
    """The issues of a company, each once: one that the company reports and the ledger holds is the same.

    It is where both are of one number and at most a month apart, or where the report is of the same days and of more.
    """
    reported = list(events)
    alone: list[Issue] = []
    for one in ledger:
        place = next((place for place, event in enumerate(reported) if _holds(event, one)), None)
        if place is None:
            alone.append(one)
        else:
            reported[place] = replace(reported[place], ours=one.ours, award=one.award)
    return sorted([*reported, *alone], key=lambda one: (one.end or date.max, one.shares or ZERO))


def _holds(event: Issue, one: Issue) -> bool:
    if event.award is not None or event.shares is None or one.shares is None:
        return False
    if event.start is None or event.end is None or one.start is None or one.end is None:
        return event.shares == one.shares
    apart = max(event.start - one.end, one.start - event.end)
    return (event.shares == one.shares and apart <= SAME_ISSUE) or (
        event.shares >= one.shares and apart <= timedelta(0)
    )


def still_to_be_issued(contingent: Sequence[tuple[Decimal, date]], issues: Iterable[Issue]) -> list[Decimal]:
    """The numbers of shares that may be issued, without those that an issue on record then brought.

    `contingent` are numbers with the day of each. An issue brings the one nearest to it within half a percent.
    """
    left = list(contingent)
    for issue in issues:
        if issue.shares is None or issue.end is None:
            continue
        alike = [one for one in left if one[1] <= issue.end and _is_about(one[0], issue.shares)]
        if alike:
            left.remove(min(alike, key=partial(_distance, issue.shares)))
    return [number for number, _ in left]


def _is_about(number: Decimal, issued: Decimal) -> bool:
    return abs(number - issued) <= issued * ABOUT


def _distance(issued: Decimal, one: tuple[Decimal, date]) -> Decimal:
    return abs(one[0] - issued)
