"""The three sentences of the briefing: what is committed, what is paid and at risk, what the largest holding is worth.

A clause whose figure is not known is replaced by a sentence of its own; none is left as "unknown".
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from portfolio.positions.holdings import Holding
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.packages import Package, is_right
from portfolio.positions.values import Valued
from portfolio.reports.sums import AwardSums, Sum
from record.calculations.formatting import compact

from .quoted import Quoted, Sentence, at_least, counted, dollars

QUARTER = Decimal("0.25")
OLD = timedelta(days=30)
EXPOSURE = "exposure"
NO_HOLDING = "No listed holding has both a cost and a close on record."


def committed(lines: Sequence[InvestmentAt], day: date) -> Sentence:
    """What is committed in awards, and what is lent or guaranteed; the award above a quarter of it by name."""
    money = [line for line in lines if line.is_money]
    if not money:
        return (f"As of {day} no award is committed on this record.",)
    sums = AwardSums(money)
    loans = [line for line in money if line.instrument.family.is_lending]
    others = len(money) - len(loans)
    parts: list[str | Quoted] = [f"As of {day} the United States has committed "]
    if sums.committed.total is None:
        parts += [counted(others, "award", EXPOSURE), " whose amounts are not published"]
    else:
        parts += [
            at_least(sums.committed),
            dollars(sums.committed.total, EXPOSURE, "committed_usd"),
            " in ",
            counted(others, "award", EXPOSURE),
            known_for(sums.committed),
        ]
    if loans:
        parts += lent(loans, sums.face_value)
    return (*parts, ".")


def lent(loans: Sequence[InvestmentAt], face: Sum) -> list[str | Quoted]:
    """The clause about loans and guarantees."""
    if face.total is None:
        return [" and agreed to ", counted(len(loans), "loan or guarantee", EXPOSURE), " of unpublished amounts"]
    parts: list[str | Quoted] = [
        " and agreed to lend or guarantee ",
        at_least(face),
        dollars(face.total, EXPOSURE, "face_value_usd"),
        " in ",
        counted(len(loans), "loan", EXPOSURE),
        known_for(face),
    ]
    largest = max((line for line in loans if line.face_value is not None), key=lambda line: line.face_value or 0)
    if largest.face_value and largest.face_value > QUARTER * face.total and largest.status:
        one = dollars(largest.face_value, EXPOSURE, "face_value_usd", investment=largest.slug)
        parts += ["; ", one, f" of it is the {named(largest)}, {largest.status.label.lower()}"]
    return parts


def paid(lines: Sequence[InvestmentAt]) -> Sentence:
    """What is paid out, and between what and what is at risk."""
    money = [line for line in lines if line.is_money]
    if not money:
        return ()
    out, low, high, missing = paid_of(money), AwardSums(money).exposure, exposure_high(money), without_amount(money)
    parts: list[str | Quoted] = []
    if out.total is None:
        parts += ["No payment is published for any of ", counted(out.of, "award", EXPOSURE), "."]
    else:
        first = "At least " if out.known < out.of else ""
        parts += [first, dollars(out.total, EXPOSURE, "disbursed_usd"), " is paid"]
        parts += [f"; payments are published for {out.known:,} of {out.of:,} awards."]
    if high.total is not None:
        least = dollars(low.total or Decimal(0), EXPOSURE, "exposure_usd")
        parts += [" Between ", least, " and ", dollars(high.total, EXPOSURE, "exposure_high_usd"), " is at risk"]
        parts += [f"; {missing:,} award{'s have' if missing != 1 else ' has'} no amount." if missing else "."]
    return tuple(parts)


def holding(packages: Sequence[Package]) -> Sentence:
    """The listed holding of highest cost, at the close; rights bought with it, intrinsic."""
    listed = [one for one in packages if is_listed(one) and one.cost is not None]
    if not listed:
        return (NO_HOLDING,)
    package = max(listed, key=lambda one: (one.cost, one.key))
    shares = [one for one in package.values if not is_right(one) and one.rests_on_close]
    rights = [one for one in package.values if is_right(one) and one.value is not None]
    one = max(shares, key=lambda value: (value.value or 0, value.line.slug), default=None)
    if one is None or one.value is None or one.close is None or one.line.issuer is None or package.cost is None:
        return (NO_HOLDING,)
    narrowed = {"investment": one.line.slug}
    cost = Quoted(compact(package.cost), f"{package.cost:.2f}", "valuations", "cost_usd", {"deal": one.line.deal.slug})
    bought = ("cost ",) if package.is_one else ("was bought together with its warrants for ",)
    parts: list[str | Quoted] = [
        f"Its largest listed holding, {one.line.issuer.name} {one.line.instrument.label.lower()}, ",
        *bought,
        cost,
        " and was worth " if package.is_one else "; it was worth ",
        dollars(one.value, "valuations", "value_usd", **narrowed),
        f" at the close of {one.close.on}",
        *([f", {one.close.age:,} trading days ago"] if one.is_stale and one.close.age is not None else []),
    ]
    if rights:
        gain = sum((right.value or Decimal(0) for right in rights), Decimal(0))
        link = {"investment": rights[0].line.slug} if len(rights) == 1 else {"deal": one.line.deal.slug}
        parts += ["; its warrants there would gain ", dollars(gain, "valuations", "value_usd", **link), " if exercised"]
    return (*parts, ".")


def is_listed(package: Package) -> bool:
    """True for a package that is held and of which a value rests on a close."""
    held: Sequence[Valued] = package.values if package.holding is Holding.HELD else ()
    return any(one.rests_on_close for one in held)


def named(line: InvestmentAt) -> str:
    """As in "loan to Lithium Americas Corp."."""
    return f"{line.instrument.label.lower()} to {line.recipient.name}"


def known_for(found: Sum) -> str:
    return f" (amounts known for {found.known:,})" if found.known < found.of else ""


def paid_of(money: Sequence[InvestmentAt]) -> Sum:
    return Sum.over(line.figures.disbursed for line in money)


def exposure_high(money: Sequence[InvestmentAt]) -> Sum:
    return Sum.over(line.exposure_high for line in money)


def without_amount(money: Sequence[InvestmentAt]) -> int:
    found = exposure_high(money)
    return found.of - found.known
