"""The lines of stakes: all that is held of an issuer, what each agency holds of it, a stake, an instrument of one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.calculations.kinds import Instrument
from portfolio.positions.filters import ASSUMED, Filters
from portfolio.positions.holdings import Accrued, Holding, Part
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.stakes import Level, Stake, states, taken_together
from portfolio.positions.versions import first_stating
from record.calculations.formatting import half_up

from .base import Absent

# A stake and its instruments are lines of one table; some figures belong to one kind of line alone.
BY_INSTRUMENT = Absent("by instrument", "it stands in the lines below: unlike securities are never added")
OF_THE_STAKE = Absent("of the stake", "it stands in the stake's line above")
NO_RIGHT = Absent("none", "shares have no strike and no last day")
NOT_HELD = Absent("not held", "it is agreed, proposed or ended: nothing of it is held")
OF_SEVERAL = Absent("of several", "stakes by several deals are in the line")


@dataclass(frozen=True, slots=True)
class StakeLine:
    """The line of a stake, of all that an agency or the government holds of an issuer, or, with a `part`, that of one
    instrument of a stake.
    """

    stake: Stake
    part: Part | None = None

    @property
    def is_group(self) -> bool:
        """Whether it is the stake's own line, or one of several stakes: those of instruments follow it."""
        return self.part is None

    @property
    def kind(self) -> str:
        return "instrument" if self.part else self.stake.level.value

    @property
    def is_secondary(self) -> bool:
        """True when a source of the line, of a stake any of its instruments', was read in a secondary text."""
        return any(part.line.is_secondary for part in ([self.part] if self.part else self.stake.parts))

    @property
    def award(self) -> InvestmentAt:
        """The award of an instrument's line; of a stake's, one that says whose the stake is, of whom, by which deal."""
        return self.part.line if self.part else self.stake.first

    @property
    def instrument(self) -> Instrument | None:
        """Of an instrument's line; None for several."""
        return self.part.line.instrument if self.part else None

    @property
    def stated_share(self) -> Decimal | None:
        return self.stake.stated_of(self.part) if self.part else self.stake.stated_share

    @property
    def stated_stands(self) -> bool:
        """False where the stated share is history: an award for which it speaks has moved or expired since."""
        together = self.stake.together_with(self.part) if self.part else self.stake.parts
        return not any(part.has_moved for part in together)


def of_stake(value: Callable[[Stake], Any]) -> dict[str, Any]:
    """The value of a column of stakes, and what stands in its cell on an instrument's line."""
    return {
        "value": lambda line: value(line.stake) if line.is_group else None,
        "absent": on_an_instrument,
    }


def of_instrument(value: Callable[[Part], Any]) -> dict[str, Any]:
    """The value of a column of instruments, and what stands in its cell on a stake's line."""
    return {
        "value": lambda line: None if line.is_group else value(line.part),
        "absent": on_a_stake,
    }


def of_right(value: Callable[[Part], Any]) -> dict[str, Any]:
    """The value of a column of rights; shares have none."""
    of_rights = of_instrument(lambda part: value(part) if part.is_right else None)
    return of_rights | {"absent": lambda line: NO_RIGHT if line.part and not line.part.is_right else on_a_stake(line)}


def of_accrual(value: Callable[[Accrued], Any]) -> dict[str, Any]:
    """The value of a column of dividends in kind; there is none on the line of a stake."""
    return of_instrument(lambda part: part.accrued and value(part.accrued))


def on_an_instrument(line: StakeLine) -> Absent | None:
    return None if line.is_group else OF_THE_STAKE


def unless_held(line: StakeLine) -> Absent | None:
    """What stands in the cell of a share of what is held, where nothing is."""
    if line.is_group and line.stake.holding is not Holding.HELD:
        return NOT_HELD
    return on_an_instrument(line)


def on_a_stake(line: StakeLine) -> Absent | None:
    return BY_INSTRUMENT if line.is_group else None


def compounding(accrued: Accrued) -> str:
    """How it was worked out, as a code."""
    return {True: "compounded", False: "simple", None: "not_on_record"}[accrued.compounds]


def rounded(share: Decimal | None) -> Decimal | None:
    """A computed share to the six places that the column shows, half up."""
    return None if share is None else half_up(share, 6)


def stated_on(line: StakeLine) -> Any:
    """The day of the terms that first stated the stake."""
    if line.stated_share is None:
        return None
    together = line.stake.together_with(line.part) if line.part else line.stake.parts
    terms = [first_stating(part.line) for part in together if states(part)]
    return next((one.announced_on or one.effective_on for one in terms if one), None)


def sources_of(stake: Stake) -> str | None:
    """The sources of all its instruments, each once."""
    found = dict.fromkeys(slug for part in stake.parts for slug in part.line.sources.split(";") if slug)
    return ";".join(found) or None


def in_order(stakes: Iterable[Stake]) -> list[StakeLine]:
    """Issuer by issuer: the government's line, its agencies', then each stake with its instruments."""
    stakes = list(stakes)
    together = sorted(taken_together(stakes), key=lambda one: (one.level is Level.AGENCY, one.key))
    found: dict[str, list[StakeLine]] = {}
    for one in together:
        found.setdefault(issuer_of(one), []).append(StakeLine(one))
    for stake in stakes:
        found.setdefault(issuer_of(stake), []).extend(lines_of([stake]))
    return [line for issuer in sorted(found) for line in found[issuer]]


def is_whole(line: StakeLine, filters: Filters) -> bool:
    """False for a line of several stakes of which the filters leave a part: it is called all that is held."""
    if line.stake.level is Level.STAKE:
        return True
    allowed = {"company", *ASSUMED} if line.stake.level is Level.GOVERNMENT else {"company", "agency", *ASSUMED}
    return filters.asked().keys() <= allowed and filters.company in ("", issuer_of(line.stake))


def issuer_of(stake: Stake) -> str:
    return stake.first.issuer.slug if stake.first.issuer else ""


def lines_of(stakes: Iterable[Stake]) -> list[StakeLine]:
    """The line of each stake, then one for each of its instruments."""
    return [line for stake in stakes for line in (StakeLine(stake), *(StakeLine(stake, part) for part in stake.parts))]
