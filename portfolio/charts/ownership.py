"""The picture of what is owned: a bar for each agency and issuer, with the levels of alerts and the cap by contract."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.calculations.kinds import Instrument
from portfolio.calculations.position import ALERT_LEVELS
from portfolio.positions.holdings import Holding
from portfolio.positions.look_through import OwnedThrough
from portfolio.positions.quotes import quote_of
from portfolio.positions.stakes import Level, Stake
from portfolio.reports.stake_lines import StakeLine
from record.calculations.formatting import half_up, percent
from record.calculations.unknown import NotKnown

LEAST, MOST_SHOWN = 0.4, Decimal("0.25")
"""The shortest bar in percent of the line, and the least share that fills a line."""
WHOLE = Decimal(100)
MOST_BARS = 12
OF_ISSUERS = "Shares as converted and exercised, over shares outstanding before them."


@dataclass(frozen=True, slots=True)
class OwnershipBar:
    """Shares held as a solid bar, conversions and rights beside them; an outline alone where nothing is held yet.

    Lengths are in percent of the line, so that it is as wide as the page.
    """

    name: str
    held: float
    width: float
    cap: float | None
    is_agreed: bool
    text: str


@dataclass(frozen=True, slots=True)
class OwnershipBars:
    title: str
    summary: str
    bars: list[OwnershipBar]
    levels: list[tuple[float, str]]
    note: str


def ownership_bars(lines: Iterable[StakeLine], on: date) -> OwnershipBars | None:
    """A bar for each agency and issuer of which a share is known, the largest first; None where there is none.

    Of what is held by agency, all deals together; of what is agreed, stake by stake.
    """
    stakes = [line.stake for line in lines if line.is_group and is_drawn(line.stake)]
    shares = [(stake, share_of(stake)) for stake in stakes]
    known = sorted(
        ((stake, share) for stake, share in shares if share is not None), key=lambda one: (-one[1], one[0].key)
    )
    if not known:
        return None
    most = max(*(share for _, share in known), *(stake.cap or Decimal(0) for stake, _ in known), MOST_SHOWN)

    def length(share: Decimal) -> float:
        return round(float(share / most * WHOLE), 2)

    bars = [
        OwnershipBar(
            name=f"{issuer_of(stake)}: {stake.holder_name}",
            held=length(min(share, held_of(stake, share))),
            width=max(LEAST, length(share)),
            cap=None if stake.cap is None else length(stake.cap),
            is_agreed=stake.holding is not Holding.HELD,
            text=in_words(stake, share),
        )
        for stake, share in known
    ]
    unknown = sorted({f"{issuer_of(stake)}: {stake.holder_name}" for stake, share in shares if share is None})
    levels = [(length(level), percent(level)) for level in ALERT_LEVELS]
    return OwnershipBars(
        title=finding(known, on),
        summary=" ".join(f"{bar.name}: {bar.text}." for bar in bars),
        bars=bars,
        levels=levels,
        note=OF_ISSUERS + (f" Share not known: {', '.join(unknown)}." if unknown else ""),
    )


def look_through_bars(lines: Iterable[OwnedThrough], names: Mapping[str, str], on: date) -> OwnershipBars | None:
    """What agencies own through every path, the largest first: held, and if their rights are exercised."""
    known = []
    for line in lines:
        held = half_up(line.held.share or 0, 6)
        share = line.quoted_share if line.own or not line.exercised.is_complete else line.exercised.share
        if share and line.held.is_complete:
            known.append((line, held, max(held, half_up(share, 6))))
    known.sort(key=lambda one: (-one[2], one[0].agency, one[0].owned))
    if not known:
        return None
    most = max(known[0][2], MOST_SHOWN)
    bars = [
        OwnershipBar(
            name=f"{names.get(line.slug, line.slug)}: {names.get(line.agency, line.agency)}",
            held=round(float(held / most * WHOLE), 2),
            width=max(LEAST, round(float(share / most * WHOLE), 2)),
            cap=None,
            is_agreed=False,
            text=through_in_words(line, held, share),
        )
        for line, held, share in known[:MOST_BARS]
    ]
    line, held, share = known[0]
    how = "held" if held == share else line.own.measure.words if line.own else "if its rights are exercised"
    title = (
        f"On {on} the largest share through all paths is {percent(share)}, {how}, of {bars[0].name.rpartition(':')[0]}"
    )
    left_out = f" The {MOST_BARS} largest of {len(known)}." if len(known) > MOST_BARS else ""
    summary = " ".join(f"{bar.name}: {bar.text}." for bar in bars)
    return OwnershipBars(title, summary, bars, [], f"Shares in earnings, before rights dilute others.{left_out}")


def through_in_words(line: OwnedThrough, held: Decimal, share: Decimal) -> str:
    """0% held, 8.1% if its rights are exercised; of a company alone the share to quote and its measure."""
    if line.own is not None:
        beside = "" if share == held else f", {percent(share)}"
        return f"{percent(held)} held{beside}, {line.own.measure.words}"
    return f"{percent(held)} held" + ("" if share == held else f", {percent(share)} if its rights are exercised")


def is_drawn(stake: Stake) -> bool:
    """True for what an agency holds of an issuer, and for a stake that is agreed."""
    return stake.level is Level.AGENCY or (stake.level is Level.STAKE and stake.holding is Holding.AGREED)


def share_of(stake: Stake) -> Decimal | None:
    """As converted and exercised; as stated where no count is known; None where neither is, or nothing is left."""
    try:
        share = stake.as_converted_and_exercised_share
    except (NotKnown, ArithmeticError):
        return None
    if share is None and stake.stated_stands:
        share = stake.stated_share
    return share or None


def basic_of(stake: Stake) -> Decimal:
    try:
        return stake.basic_share or Decimal(0)
    except (NotKnown, ArithmeticError):
        return Decimal(0)


def held_of(stake: Stake, share: Decimal) -> Decimal:
    """The part that shares held carry: all of a stated share of common shares, the basic share of any other."""
    if stake.count is None:
        is_common = all(part.line.instrument is Instrument.COMMON_EQUITY for part in stake.parts)
        return share if is_common else Decimal(0)
    return basic_of(stake)


def issuer_of(stake: Stake) -> str:
    return stake.first.issuer.name if stake.first.issuer else ""


def in_words(stake: Stake, share: Decimal) -> str:
    """9.1% held, 9.5% as converted and exercised; cap 19.9%."""
    if stake.holding is not Holding.HELD:
        words = [f"{percent(share)} agreed, not held"]
    elif stake.count is None:
        words = [f"{percent(share)} as stated"]
    else:
        words = [f"{percent(basic_of(stake))} held, {percent(share)} as converted and exercised"]
    return "; ".join([*words, *([f"cap {percent(stake.cap)}"] if stake.cap is not None else [])])


def finding(known: list[tuple[Stake, Decimal]], on: date) -> str:
    """What the picture shows, in a sentence."""
    held = [stake for stake, _ in known if stake.holding is Holding.HELD]
    quotes = [(quote, stake) for stake in held if (quote := quote_of(stake)).share is not None]
    if not quotes:
        return f"Nothing of which the share is known is held on {on}"
    quote, stake = max(quotes, key=lambda one: one[0].share or Decimal(0))
    of = f"{percent(quote.share or 0)} of {issuer_of(stake)}, {quote.measure.words}"
    return f"On {on} the largest share is {of}, of {stake.holder_name}"
