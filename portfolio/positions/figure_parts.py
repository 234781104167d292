"""Of what each figure of an award is made, down to the kinds of its entries and to what a source states in all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.figures import guarantee_limit, principal_available
from portfolio.calculations.kinds import Family, Kind
from portfolio.calculations.made_of import BY_KIND, Drawable, Part, kinds_of, made_of
from portfolio.models import StatedFigure, StatedTotal, Transaction
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from portfolio.positions.ledger_sums import sums_at
from record.calculations.as_of import AsOf

FIGURES = (
    "committed", "obligated", "subsidy_cost", "disbursed", "net_outlays", "returned_to_treasury", "repaid",
    "realised_gain", "headroom", "undisbursed", "outstanding", "exposure",
)  # fmt: skip
STATED = {"obligated": StatedFigure.OBLIGATED, "disbursed": StatedFigure.DISBURSED}


@dataclass(frozen=True, slots=True)
class FigurePart:
    """One line of the arithmetic: `amount` in USD is added to `value`, the figure of the award.

    `kind` and `entries`: of which entries it is the sum, and how many stand; None where it is worked out or stated.
    `sources`: the citation of what a source states.
    """

    line: InvestmentAt
    figure: str
    value: Decimal
    label: str
    amount: Decimal
    kind: Kind | None = None
    entries: int | None = None
    sources: str = ""


def figure_parts_at(at: AsOf, filters: Filters) -> list[FigurePart]:
    """Every known figure of every award, part by part, in the order of the awards; the parts of one add up to it.

    The database is asked as often for one award as for a thousand.
    """
    lines = investments_at(at, filters)
    of_awards = {"investment__in": [line.investment.pk for line in lines]} if filters.asked() else {}
    sums = Transaction.objects.at(at).filter(**of_awards).sums_by_kind() if of_awards else sums_at(at)
    stated = StatedTotal.objects.filter(**of_awards).at(at).select_related("citation")
    cited = {
        key: one.citation.text if one.citation else ""
        for key, one in stated.latest_by("investment_id", "figure").items()
    }
    return [
        part
        for line in lines
        for figure in FIGURES
        if (value := known(line, figure)) is not None
        for part in parts_of(line, figure, value, sums.get(line.investment.pk, {}), cited)
    ]


def known(line: InvestmentAt, figure: str) -> Decimal | None:
    """The figure; what is committed, once the award binds."""
    return None if figure == "committed" and not line.is_money else getattr(line.figures, figure)


def parts_of(
    line: InvestmentAt, figure: str, value: Decimal, sums: Mapping[str, list[int]], cited: dict[tuple[int, str], str]
) -> Iterator[FigurePart]:
    """The parts of one figure; one of nothing where the ledger of an officer has no entry of it."""
    found: list[FigurePart] = []
    for part in made_of(figure, line.instrument.family, line.counted, line.figures, drawable(line)):
        if part.total in BY_KIND:
            found += of_kinds(line, figure, value, part, sums)
            found += beyond_entries(line, figure, value, part, cited)
        elif part.amount or not part.total:
            found.append(FigurePart(line, figure, value, part.label, part.amount, sources=stated_by(line, part)))
    yield from found
    if not found:
        yield FigurePart(line, figure, value, "No entry", Decimal(0), entries=0)


def of_kinds(
    line: InvestmentAt, figure: str, value: Decimal, part: Part, sums: Mapping[str, list[int]]
) -> Iterator[FigurePart]:
    """The part split by the kinds of its entries."""
    for kind, sign in kinds_of(part.total):
        count, cents, *_ = sums.get(kind.value, (0, 0))
        if count and cents:
            amount = Decimal(cents).scaleb(-2) * sign * part.sign
            yield FigurePart(line, figure, value, part.label, amount, kind, count)


def beyond_entries(
    line: InvestmentAt, figure: str, value: Decimal, part: Part, cited: dict[tuple[int, str], str]
) -> Iterator[FigurePart]:
    """What a source states in all, beyond what the entries show."""
    more = getattr(line.counted, part.total) - getattr(line.balance, part.total)
    if more:
        key = (line.investment.pk, STATED[part.total].value)
        paid = (line.investment.pk, StatedFigure.DISBURSED.value)
        yield FigurePart(
            line, figure, value, f"{part.label}: stated in all by a source, beyond the entries", more * part.sign,
            sources=cited.get(key) or cited.get(paid, ""),
        )  # fmt: skip


def drawable(line: InvestmentAt) -> Drawable:
    """What a loan may draw in all, or the government may come to stand for, as its figures have it."""
    terms, committed = line.terms, line.figures.committed
    match line.instrument.family:
        case Family.LOAN:
            available = principal_available(
                committed,
                principal=terms.principal if terms else None,
                face_value=terms.announced_amount if terms else None,
                capitalised_interest=terms.capitalised_interest if terms else None,
            )
            return Drawable(available)
        case Family.GUARANTEE if terms and terms.covered_share is not None and committed is not None:
            return Drawable(guarantee_limit(committed, terms.principal, terms.covered_share), terms.covered_share)
    return Drawable()


def stated_by(line: InvestmentAt, part: Part) -> str:
    """The sources of the terms where a part follows from them."""
    return "" if part.total else line.sources
