"""What is unusual about a count, a price or a rate beside those on record, and is taken only with a reason."""

from datetime import date
from decimal import Decimal
from typing import Any

from portfolio.calculations.products import product_of
from portfolio.models import Capitalization, CommodityPrice, ExchangeRate, SecurityPrice, TreasuryYield
from portfolio.models.corporate_actions import SPLITS, CorporateAction
from projects.calculations.priors import plain
from projects.models import Mineral
from projects.services.plausibility import Series, far_from, series_of, spelt
from record.calculations.as_of import AsOf
from record.models import Fact, Recording
from record.services import same_day
from record.services.remembered import remembered

OF: dict[type[Fact], tuple[str, str, tuple[str, ...]]] = {
    Capitalization: ("basic_shares", "A count of", ("company_id",)),
    SecurityPrice: ("close", "A close of", ("company_id", "currency")),
    CommodityPrice: ("price", "A price of", ("product", "currency", "unit", "basis")),
    ExchangeRate: ("usd", "A rate of", ("currency",)),
    TreasuryYield: ("rate", "A yield of", ("term_years",)),
}
"""Table → its figure, how it is called, and what figures are compared with each other."""

OF_A_DAY: dict[type[Fact], tuple[tuple[str, ...], tuple[str, ...]]] = {
    Capitalization: (("company_id", "kind"), ("basic_shares", "diluted_or_other")),
    SecurityPrice: (("company_id", "currency"), ("close",)),
    CommodityPrice: (("product", "currency", "basis"), ("price", "unit")),
    ExchangeRate: (("currency",), ("usd",)),
    TreasuryYield: (("term_years",), ("rate",)),
}
"""Table → what a fact is about, and the columns of its figures: of one day there is one statement."""


def unusual(fact: Any, recording: Recording) -> list[str]:
    """All that asks for a reason beside the record."""
    unknown = unknown_product(fact, recording) if isinstance(fact, CommodityPrice) else []
    second = same_day.second_of_the_day(fact, *of_a_day(fact), recording)
    return [*unknown, *second, *far_from_the_one_before(fact, recording)]


def of_a_day(fact: Fact) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a fact is about, and its figures. Of one day there may be several new or contingent shares, each once."""
    about, figures = OF_A_DAY[type(fact)]
    is_count = not isinstance(fact, Capitalization) or fact.basic_shares is not None
    return (about, figures) if is_count else ((*about, *figures), figures)


def far_from_the_one_before(fact: Any, recording: Recording) -> list[str]:
    """That a figure is above ten times or below a tenth of the newest one before it, of the same basis."""
    name, what, _ = OF[type(fact)]
    now, on = getattr(fact, name), fact.effective_on
    series = known_series(fact, recording)
    before = series.before(on.end) if on else None
    if before is None or now is None or _is_split_between(fact, before[0], on.end):
        return []
    return far_from(f"{what} {plain(now)}", before[1], now, of=f"on record of {before[0]}")


def take(fact: Any, recording: Recording) -> None:
    """Count a figure that was recorded, for the rows after it."""
    same_day.take(fact, *of_a_day(fact), recording)
    figure = getattr(fact, OF[type(fact)][0])
    if fact.effective_on and figure is not None:
        known_series(fact, recording).add(fact.effective_on.end, figure)


def known_series(fact: Any, recording: Recording) -> Series:
    name, _, subject = OF[type(fact)]
    about = {column: getattr(fact, column) for column in subject}

    def read() -> list[tuple[date, Decimal]]:
        at = AsOf(date.max, recording.moment, recording.reads)
        rows = type(fact)._default_manager.filter(**about, **{f"{name}__isnull": False}).known(at)
        return [(one.counts_from, getattr(one, name)) for one in rows]

    return series_of((type(fact).__name__, *about.values()), read, recording=recording)


def unknown_product(fact: CommodityPrice, recording: Recording) -> list[str]:
    """That a price is of a product of no mineral on record, or on a basis that no price on record has."""
    at = AsOf(date.max, recording.moment, recording.reads)
    minerals = remembered(recording, "minerals", lambda: dict(Mineral.objects.known(at).values_list("slug", "name")))
    prices = CommodityPrice.objects.known(at)
    found = spelt(
        fact, "product", "product",
        lambda: {*prices.values_list("product", flat=True), *minerals.values()}, recording=recording,
    )  # fmt: skip
    if product_of(fact.product, minerals):
        found = []
    found = [f"{one} A price counts for the mineral whose name its product begins with." for one in found]
    return found + spelt(
        fact, "basis", "price basis",
        lambda: {*prices.values_list("basis", flat=True), "none"}, recording=recording,
    )  # fmt: skip


def _is_split_between(fact: Any, day: date, on: date) -> bool:
    """True where a company's figures of the two days are of two bases."""
    if not hasattr(fact, "company_id"):
        return False
    first, last = sorted((day, on))
    splits = CorporateAction.objects.filter(company_id=fact.company_id, kind__in=SPLITS)
    return splits.filter(counts_from__gt=first, counts_from__lte=last).exists()
