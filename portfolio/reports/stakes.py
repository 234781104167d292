"""What the country owns: stake by stake, with the instruments that make each up below it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.stakes import Part, Stake, stakes_at
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded as exactly

from . import columns as c
from .base import Absent, Answer, Column, Definition, Type
from .investments import FILTERS
from .left_out import in_no_fiscal_year
from .tables import cited

NO_COUNT = "no share count is known, or a number of shares is not"

# A stake and its instruments are lines of one table; some figures belong to one kind of line alone.
BY_INSTRUMENT = Absent("by instrument", "it stands in the lines below: unlike securities are never added")
OF_THE_STAKE = Absent("of the stake", "it stands in the stake's line above")


@dataclass(frozen=True, slots=True)
class StakeLine:
    """The line of a stake, or, with a `part`, that of one of its instruments."""

    stake: Stake
    part: Part | None = None

    @property
    def is_group(self) -> bool:
        """Whether it is the stake's own line, which leads those of its instruments."""
        return self.part is None

    @property
    def award(self) -> InvestmentAt:
        """The award of an instrument's line; of a stake's, one that says whose the stake is, of whom, by which deal."""
        return self.part.line if self.part else self.stake.first


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


def on_an_instrument(line: StakeLine) -> Absent | None:
    return None if line.is_group else OF_THE_STAKE


def on_a_stake(line: StakeLine) -> Absent | None:
    return BY_INSTRUMENT if line.is_group else None


def rounded(share: Decimal | None) -> Decimal | None:
    """A computed share to the six places that the column shows, half to even."""
    return None if share is None else exactly(share, Decimal("0.000001"))


def sources_of(stake: Stake) -> str | None:
    """The sources of all its instruments, each once."""
    found = dict.fromkeys(slug for part in stake.parts for slug in part.line.sources.split(";") if slug)
    return ";".join(found) or None


COLUMNS = (
    Column(
        "stake",
        "Stake",
        "Holder, issuer, deal, and how far it is the government's.",
        value=lambda line: line.stake.key,
    ),
    Column(
        "line",
        "Line",
        "The stake itself, or one instrument of it. Instruments are part of the stake above them.",
        value=lambda line: "stake" if line.is_group else "instrument",
    ),
    Column("holder", "Holder", "Code of the agency that holds.", value=lambda line: line.award.agency.code),
    c.ISSUER.of(lambda line: line.award.issuer.slug),
    c.DEAL.of(lambda line: line.award.deal.slug),
    c.INVESTMENT.of(**of_instrument(lambda part: part.line.slug)),
    c.INSTRUMENT.of(**of_instrument(lambda part: part.line.instrument.value)),
    Column(
        "holding",
        "Holding",
        "Held by the ledger or by a closing, also when 0 are left; agreed but not issued; proposed: announced, a "
        "letter, conditional; or ended without ever being held.",
        value=lambda line: (line.part or line.stake).holding.value,
    ),
    c.SHARES.of(label="Shares or rights", **of_instrument(lambda part: part.shares)),
    Column(
        "shares_as_converted_and_exercised",
        "As converted and exercised",
        "Common shares with every conversion and right used.",
        Type.SHARES,
        unknown="a number of shares or a conversion is not stated",
        value=lambda line: (line.part or line.stake).as_converted_and_exercised,
    ),
    Column(
        "stated_stake_share",
        "Stake as stated",
        "The share that the source states, on its own base and day. 1 is the whole.",
        Type.FRACTION,
        unknown="not stated for this line, or history: its ledger has moved since",
        value=lambda line: line.stake.stated_of(line.part) if line.part else line.stake.stated_share,
        absent=on_an_instrument,
    ),
    Column(
        "basic_share",
        "Basic",
        "Common shares of the stake over shares outstanding.",
        Type.FRACTION,
        unknown=NO_COUNT,
        **of_stake(lambda stake: rounded(stake.basic_share)),
    ),
    Column(
        "as_converted_and_exercised_share",
        "As converted and exercised, share",
        "Common shares with every conversion and right used, over shares outstanding before them.",
        Type.FRACTION,
        unknown=NO_COUNT,
        **of_stake(lambda stake: rounded(stake.as_converted_and_exercised_share)),
    ),
    Column(
        "fully_diluted_share",
        "Fully diluted",
        "The same shares over shares outstanding and all dilutive securities known.",
        Type.FRACTION,
        unknown=NO_COUNT,
        **of_stake(lambda stake: rounded(stake.fully_diluted_share)),
    ),
    Column(
        "shares_outstanding",
        "Shares outstanding",
        "The issuer's newest count at that day.",
        Type.SHARES,
        unknown="no share count is known",
        **of_stake(lambda stake: stake.outstanding),
    ),
    Column(
        "counted_on",
        "Counted on",
        "The day of that count.",
        Type.PARTIAL_DATE,
        unknown="no share count is known",
        **of_stake(lambda stake: stake.count and stake.count.effective_on),
    ),
    Column(
        "count_sources",
        "Count's sources",
        "Sources of that count.",
        page="source",
        unknown="no share count is known",
        **of_stake(lambda stake: (stake.count and cited(stake.count.citation)) or None),
    ),
    Column(
        "holding_cap_share",
        "Cap",
        "The most that the holder may hold, by contract.",
        Type.FRACTION,
        unknown="none stated",
        is_optional=True,
        value=lambda line: (line.award.terms and line.award.terms.holding_cap_share) if line.part else line.stake.cap,
    ),
    Column(
        "alerts",
        "Levels reached",
        "5, 10, 15, 19.9% and the contractual cap.",
        unknown="none reached, or unknown",
        is_optional=True,
        **of_stake(lambda stake: stake.alerts),
    ),
    c.CONFIDENCE.of(**of_instrument(lambda part: c.CONFIDENCE.value(part.line))),
    c.SOURCES.of(lambda line: sources_of(line.stake) if line.is_group else line.award.sources or None),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(
        lines_of(stakes_at(at, filters)),
        notes=(
            "A stated stake rests on its own base and day; the computed ones stand beside it, never instead of it.",
            "Proposed, agreed and ended stakes are not held.",
            "Once shares were sold, converted, exercised, split or lapsed, levels are those of the computed share.",
            *in_no_fiscal_year(at, filters, lambda award: award.instrument.family.holds_shares),
        ),
    )


def lines_of(stakes: Iterable[Stake]) -> list[StakeLine]:
    """The line of each stake, then one for each of its instruments."""
    return [line for stake in stakes for line in (StakeLine(stake), *(StakeLine(stake, part) for part in stake.parts))]


DEFINITION = Definition("stakes", "Stakes", "What does the country own, and of what?", COLUMNS, FILTERS, answer)
