"""The three sentences of the briefing: what is committed, what is paid and at risk, what the largest holding is worth.

A clause whose figure is not known is replaced by a sentence of its own; none is left as "unknown".
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from portfolio.calculations.kinds import Family
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.packages import Package, is_right
from portfolio.positions.values import Valued
from portfolio.reports.quoted import Quoted, Sentence, at_least, counted, dollars, missing, summed, unknown
from portfolio.reports.sums import AwardSums, Sum
from record.calculations.formatting import compact

QUARTER = Decimal("0.25")
OLD = timedelta(days=30)
EXPOSURE = "exposure"
REACHING = "in awards that reach "
"""How `where` begins of a place: awards that reach it."""
NO_HOLDING = "No listed holding has both a cost and a close on record."


def committed(
    lines: Sequence[InvestmentAt], day: date, *, undated: str = "", known_on: date | None = None, where: str = ""
) -> Sentence:
    """What is committed in awards, and what is lent or guaranteed; the award above a quarter of it by name.

    `undated` says that the day lies before the first dated fact; `known_on` is given for a day that is yet to come;
    `where` says of what the awards are, where they are not all.
    """
    money = [line for line in lines if line.is_money]
    if not money:
        what = (
            f"no award that reaches {where.removeprefix(REACHING)} is"
            if where.startswith(REACHING)
            else f"nothing {where} is"
        )
        before = f"; {len(lines):,} stand before that, or have ended" if where and lines else ""
        return (f"As of {day} {what if where else 'no award is'} committed on this record{before}.",)
    by = f"As of {day}" if known_on is None else f"By what is on record on {known_on}, on {day}"
    sums = AwardSums(money)
    loans = [line for line in money if line.instrument.family.is_lending]
    others = [line for line in money if not line.instrument.family.is_lending]
    first = given(others, sums.committed, where)
    clauses = [*first, *lent(loans, sums.face_value)]
    if not clauses:
        held = counted(len(others), "right", EXPOSURE, figure="committed_usd")
        return (f"{by} the United States holds ", held, f" {where}; none commits money before it is exercised.")
    opening = f"{undated} Without a date" if undated else by
    return (f"{opening}{f', {where},' if where and not first else ''} the United States has ", *joined(clauses), ".")


def given(others: Sequence[InvestmentAt], committed: Sum, where: str) -> list[Sentence]:
    """The clause about what is no loan; none where all of it are rights, which commit no money of their own."""
    to = f", {where}," if where else ""
    if committed.total is None:
        silent = [line for line in others if line.instrument.family is not Family.RIGHT]
        whose = f" whose amount{'s are' if len(silent) != 1 else ' is'} not published"
        which = counted(len(silent), "award", EXPOSURE, figure="committed_usd")
        led = which if len(silent) == len(others) else which.text  # no filter leaves out rights alone
        return [(f"committed{to} ", led, whose)] if silent else []
    sum_of = summed(committed.total, EXPOSURE, "committed_usd")
    of = counted(len(others), "award", EXPOSURE, figure="committed_usd")
    return [(f"committed{to} ", at_least(committed), sum_of, " in ", of, *known_for(committed, "committed_usd"))]


def joined(clauses: Sequence[Sentence]) -> Sentence:
    """The clauses of a sentence, with "and" between them."""
    return tuple(part for place, clause in enumerate(clauses) for part in ((" and ",) if place else ()) + clause)


def lent(loans: Sequence[InvestmentAt], face: Sum) -> list[Sentence]:
    """The clause about loans and guarantees; none where there are none."""
    if not loans:
        return []
    if face.total is None:
        of = f" of unpublished amount{'' if len(loans) == 1 else 's'}"
        return [("agreed to ", counted(len(loans), "loan or guarantee", EXPOSURE, figure="face_value_usd"), of)]
    parts: list[str | Quoted] = [
        "agreed to lend or guarantee ",
        at_least(face),
        summed(face.total, EXPOSURE, "face_value_usd"),
        " in ",
        counted(len(loans), "loan", EXPOSURE, figure="face_value_usd"),
        *known_for(face, "face_value_usd"),
    ]
    largest = max((line for line in loans if line.face_value is not None), key=lambda line: line.face_value or 0)
    if largest.face_value and largest.face_value > QUARTER * face.total and largest.status:
        one = dollars(largest.face_value, EXPOSURE, "face_value_usd", investment=largest.slug)
        parts += ["; ", one, f" of it is the {named(largest)}, {largest.status.label.lower()}"]
    return [tuple(parts)]


def paid(lines: Sequence[InvestmentAt]) -> Sentence:
    """What is paid out, and between what and what is at risk."""
    money = [line for line in lines if line.is_money]
    if not money:
        return ()
    out, low, high, silent = paid_of(money), AwardSums(money).exposure, exposure_high(money), without_amount(money)
    parts: list[str | Quoted] = []
    if out.total is None:
        number, others = (f"{out.missing:,}", ", none is made in the others") if out.known else ("any", "")
        parts += [f"No payment is published for {number} of ", counted(out.of, "award", EXPOSURE), f"{others}."]
    else:
        first = "At least " if out.known < out.of else ""
        of = f"published for {out.known:,} of {out.of:,} award{'' if out.of == 1 else 's'}"
        parts += [first, summed(out.total, EXPOSURE, "disbursed_usd"), " is paid; payments are "]
        parts += [missing(of, out.of - out.known, EXPOSURE, **unknown("disbursed_usd")), "."]
    if high.total is not None:
        most = summed(high.total, EXPOSURE, "exposure_high_usd")
        if low.total is None:
            parts += [" Up to ", most]
        else:
            least = summed(low.total, EXPOSURE, "exposure_usd")
            parts += [" ", least] if low.total == high.total else [" Between ", least, " and ", most]
        none = f"{silent:,} award{'s have' if silent != 1 else ' has'} no amount"
        which = missing(none, silent, EXPOSURE, **unknown("exposure_high_usd"))
        parts += [" is at risk", *(("; ", which) if silent else ()), "."]
    return tuple(parts)


def at_close(package: Package) -> list[Valued]:
    """The shares of a package that are valued by a close: not those worth their liquidation preference."""
    return [one for one in package.values if not is_right(one) and one.rests_on_close and one.value is not None]


def holding(packages: Sequence[Package]) -> Sentence:
    """The listed holding of highest cost, at the close; rights bought with it, intrinsic."""
    listed = [one for one in packages if one.is_listed and one.cost is not None and at_close(one)]
    if not listed:
        return (NO_HOLDING,)
    package = max(listed, key=lambda one: (one.cost, one.key))
    rights = [
        one
        for one in package.values
        if is_right(one) and one.value is not None and not (one.part and one.part.is_expired)
    ]
    one = max(at_close(package), key=lambda value: (value.value or 0, value.line.slug), default=None)
    if one is None or one.value is None or one.close is None or one.line.issuer is None or package.cost is None:
        return (NO_HOLDING,)
    narrowed, worth = {"investment": one.line.slug}, one.value
    is_of_shares = not any(is_right(value) for value in package.values)
    if is_of_shares and not package.is_one and package.value is not None:  # several lots, paid for as one
        narrowed, worth = {"deal": one.line.deal.slug}, package.value
    cost = Quoted(compact(package.cost), f"{package.cost:.2f}", "valuations", "cost_usd", {"deal": one.line.deal.slug})
    bought = ("cost ",) if is_of_shares else ("was bought together with its warrants for ",)
    parts: list[str | Quoted] = [
        f"Its largest listed holding, {one.line.issuer.name} {one.line.instrument.label.lower()}, ",
        *bought,
        cost,
        " and was worth " if is_of_shares else "; it was worth ",
        dollars(worth, "valuations", "value_usd", **narrowed),
        f" at the close of {one.close.on}",
        *([f", {one.close.age:,} trading days ago"] if one.is_stale and one.close.age is not None else []),
    ]
    if rights:
        gain = sum((right.value or Decimal(0) for right in rights), Decimal(0))
        link = {"investment": rights[0].line.slug} if len(rights) == 1 else {"deal": one.line.deal.slug}
        parts += ["; its warrants there would gain ", dollars(gain, "valuations", "value_usd", **link), " if exercised"]
    return (*parts, ".")


def named(line: InvestmentAt) -> str:
    """As in "loan to Lithium Americas Corp."."""
    return f"{line.instrument.label.lower()} to {line.recipient.name}"


def known_for(found: Sum, column: str) -> Sentence:
    """As in " (amounts known for 37)", which leads to the others; nothing where all are known."""
    if found.known == found.of:
        return ()
    return (
        " (",
        missing(f"amounts known for {found.known:,}", found.of - found.known, EXPOSURE, **unknown(column)),
        ")",
    )


def paid_of(money: Sequence[InvestmentAt]) -> Sum:
    return Sum.over(line.figures.disbursed for line in money)


def exposure_high(money: Sequence[InvestmentAt]) -> Sum:
    return Sum.over(line.exposure_high for line in money)


def without_amount(money: Sequence[InvestmentAt]) -> int:
    found = exposure_high(money)
    return found.of - found.known
