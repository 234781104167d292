"""The picture of a chain: what each stage would carry of its final product, and the narrowest stage year by year."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.production.balances import Balance, StageLine
from portfolio.reports.tables import Table
from record.calculations.formatting import rounded

from .bars import BAR, BAR_LEFT, BAR_WIDTH, Bar, bar

TENTH = Decimal("0.1")
NO_YIELD = {"unknown": "output or yield"}
NO_STAGE = {"unknown": "no stage is known"}


def tenth(value: Decimal | None) -> Decimal | None:
    """To a tenth, for a page; the report has all places."""
    return None if value is None else rounded(value, TENTH)


FLOW_COLUMNS = (
    c.STAGE.of(lambda line: line.stage.name),
    Column("supports", "Would carry", "Of the final product.", Type.QUANTITY, **NO_YIELD,
           value=lambda line: tenth(line.row.supports)),
    Column("binds", "Narrowest", "Of the stages known.", Type.BOOLEAN, value=lambda line: line.binds),
    Column("stage_output", "Output", "At least, where plants are left out.", Type.QUANTITY, **NO_YIELD,
           value=lambda line: tenth(line.row.stage.output)),
    c.UNIT.of(lambda line: line.stage.unit),
    Column("surplus", "Surplus", "In the stage's unit.", Type.QUANTITY, **NO_YIELD,
           value=lambda line: tenth(line.row.surplus)),
    Column("imported_feed", "Imported feed", "In the unit of the stage that feeds it.", Type.QUANTITY, **NO_YIELD,
           value=lambda line: tenth(line.row.imported_feed)),
    Column("left_out", "Left out", "Plants of unknown output, or of several products.", unknown="none",
           is_optional=True, is_prose=True, value=lambda line: line.left_out),
    Column("statistics", "National production", "As printed.", unknown="none is published of it",
           is_optional=True, is_prose=True, value=lambda line: line.national),
    Column("why_unknown", "Why unknown", "Why no factor or no figure leads to the final product.",
           unknown="none is missing", is_optional=True, is_prose=True, value=lambda line: line.why or None),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BindingYear:
    """The narrowest stage of a chain in one year, by P50 and by the forecast."""

    year: int
    p50: Balance
    forecast: Balance


def narrowest_columns(balance: Callable[[Any], Balance]) -> tuple[Column, Column, Column]:
    """The narrowest stage by P50, what it leaves of the final product, and the imbalances in words."""
    return (
        Column("p50", "Narrowest by P50", "Half of the draws.", **NO_STAGE,
               value=lambda line: balance(line).binding or None),
        Column("p50_output", "Final product", "At most.", Type.QUANTITY, **NO_STAGE,
               value=lambda line: tenth(balance(line).result.final_output)),
        Column("imbalance", "Imbalance by P50", "In words; never capped.", unknown="none, or not known",
               is_optional=True, is_prose=True, value=lambda line: "; ".join(flags(balance(line))) or None),
    )  # fmt: skip


P50, P50_OUTPUT, IMBALANCE = narrowest_columns(lambda line: line.p50)
BINDING_COLUMNS = (
    c.YEAR,
    P50,
    P50_OUTPUT,
    Column("forecast", "Narrowest by forecast", "As said now.", **NO_STAGE,
           value=lambda line: line.forecast.binding or None),
    Column("forecast_output", "Final product", "At most.", Type.QUANTITY, **NO_STAGE,
           value=lambda line: tenth(line.forecast.result.final_output)),
    IMBALANCE,
)  # fmt: skip


def flags(balance: Balance) -> list[str]:
    return [stage.flag for stage in balance.result.stages if stage.flag]


@dataclass(frozen=True, slots=True)
class Flow:
    """A chain in one year: what each stage would carry of the final product."""

    chain: str
    title: str
    bars: list[Bar]
    height: int
    summary: str
    table: Table
    width: int = BAR_LEFT + BAR_WIDTH + 320
    left: int = BAR_LEFT


def flow(balance: Balance) -> Flow:
    """The flow of a chain with its narrowest stage."""
    lines = balance.lines
    most = max((line.row.supports for line in lines if line.row and line.row.supports is not None), default=Decimal(0))
    title = balance.chain.title
    table = Table(
        name=f"flow-{balance.chain.slug}-table",
        title=f"{title} in {balance.year}",
        columns=FLOW_COLUMNS,
        lines=lines,
    )
    bars = [stage_bar(number, line, most, balance.final_unit) for number, line in enumerate(lines)]
    return Flow(balance.chain.slug, title, bars, len(bars) * BAR + 8, " ".join(flow_words(balance)), table)


def stage_bar(number: int, line: StageLine, most: Decimal, unit: str) -> Bar:
    """The bar of a stage: what it would carry of the final product, beside the stage that carries most."""
    supports = line.row.supports if line.row else None
    name = line.stage.name if line.stage else ""
    if supports is None:
        return bar(name, number, 0.0, "unknown", is_narrowest=bool(line.binds), is_known=False)
    text = f"{'at least ' if line.output and line.output.is_partial else ''}{supports:,.0f} {unit}"
    share = float(supports / most) if most else 0.0
    return bar(name, number, share, text, is_narrowest=bool(line.binds), is_known=True)


def flow_words(balance: Balance) -> list[str]:
    """A chain in one year, in sentences: what binds, what is not known, what would have to be imported."""
    result, unit = balance.result, balance.final_unit
    if not result.narrowest or result.final_output is None:
        return [f"In {balance.year} the narrowest stage is unknown: of no stage are both output and yield known."]
    are = "are the narrowest stages: together they carry" if len(result.narrowest) > 1 else "is the narrowest stage: it"
    verb = "" if len(result.narrowest) > 1 else " carries"
    words = [f"In {balance.year}, {balance.binding} {are}{verb} {result.final_output:,.0f} {unit}."]
    if balance.is_partial:
        words.append("Not all of its plants are known, so it may be wider.")
    if result.unknown:
        words.append(f"Not known, so perhaps narrower: {', '.join(result.unknown)}.")
    words += [f"{flag[0].upper()}{flag[1:]}." for flag in flags(balance)]
    return words


def binding_table(balances: Sequence[Balance]) -> Table:
    """The narrowest stage of one chain, year by year, by P50 and by the forecast."""
    years: dict[int, dict[str, Balance]] = {}
    for one in balances:
        years.setdefault(one.year, {})[one.basis] = one
    chain = balances[0].chain
    return Table(
        name=f"binding-{chain.slug}-table",
        title=f"{chain.title}: the narrowest stage by year",
        columns=BINDING_COLUMNS,
        lines=[BindingYear(year, both["p50"], both["forecast"]) for year, both in sorted(years.items())],
    )
