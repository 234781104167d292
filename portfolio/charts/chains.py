"""The picture of a chain: what each stage would carry of its final product, and the narrowest stage year by year."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.production.balances import Balance, BothBalances, StageLine
from portfolio.reports.tables import Table
from record.calculations.formatting import three_digits, three_in

from .bars import Bar, BarPicture, bar

NO_YIELD: dict[str, Any] = {"unknown": "output or yield"}
NO_STAGE: dict[str, Any] = {"unknown": "no stage is known"}


def of_answers(column: Column) -> tuple[Column, Column]:
    """The column of a stage with estimates and by facts only."""
    return (
        replace(column, name=f"{column.name}_estimated", label=f"{column.label}, with estimates",
                value=lambda line: column.value(line.leading)),
        replace(column, name=f"{column.name}_facts", label=f"{column.label}, facts only",
                value=lambda line: column.value(line.facts)),
    )  # fmt: skip


FLOW_COLUMNS = (
    c.STAGE.of(lambda line: line.stage.name),
    *of_answers(Column("supports", "Would carry", "Of the final product.", Type.QUANTITY, **NO_YIELD,
                       value=lambda one: one.row.supports)),
    *of_answers(Column("binds", "Narrowest", "Of the stages known.", Type.BOOLEAN, value=lambda one: one.binds)),
    *of_answers(Column("stage_output", "Output", "At least, where plants are left out.", Type.QUANTITY, **NO_YIELD,
                       value=lambda one: one.row.stage.output)),
    c.UNIT.of(lambda line: line.stage.unit),
    *of_answers(Column("surplus", "Surplus", "In the stage's unit.", Type.QUANTITY, **NO_YIELD,
                       value=lambda one: one.row.surplus)),
    *of_answers(Column("imported_feed", "Imported feed", "In the unit of the stage that feeds it.", Type.QUANTITY,
                       **NO_YIELD, value=lambda one: one.row.imported_feed)),
    Column("statistics", "National production", "As printed.", unknown="none is published of it",
           is_optional=True, is_prose=True, value=lambda line: line.national),
    Column("why_unknown", "Why unknown", "Why no factor or no figure leads to the final product.",
           unknown="none is missing", is_optional=True, is_prose=True, value=lambda line: line.why or None),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BindingYear:
    """The narrowest stage of a chain in one year, by P50 and by the forecast."""

    year: int
    p50: BothBalances
    forecast: BothBalances


def narrowest_columns(both: Callable[[Any], BothBalances]) -> tuple[Column, ...]:
    """The narrowest stage by P50 with what it leaves of the final product, by either answer, and the imbalances."""
    return (
        *narrowest_of("p50_estimated", "Narrowest, with estimates", lambda line: both(line).leading),
        *narrowest_of("p50_facts", "Narrowest, facts only", lambda line: both(line).facts),
        Column("imbalance", "Imbalance, with estimates", "In words; never capped.", unknown="none, or not known",
               is_optional=True, is_prose=True, value=lambda line: "; ".join(flags(both(line).leading)) or None),
    )  # fmt: skip


def narrowest_of(name: str, label: str, balance: Callable[[Any], Balance]) -> tuple[Column, Column]:
    """The narrowest stage of a balance, and what it leaves of the final product."""
    return (
        Column(name, label, "Of the stages known.", **NO_STAGE, value=lambda line: balance(line).binding or None),
        Column(f"{name}_output", "Final product", "At most.", Type.QUANTITY, **NO_STAGE,
               value=lambda line: balance(line).result.final_output),
    )  # fmt: skip


*P50, IMBALANCE = narrowest_columns(lambda line: line.p50)
BINDING_COLUMNS = (
    c.YEAR,
    *P50,
    *narrowest_of("forecast", "Narrowest by forecast", lambda line: line.forecast.facts),
    IMBALANCE,
)


def flags(balance: Balance) -> list[str]:
    """The imbalances in words, to three digits."""
    return [three_in(stage.flag) for stage in balance.result.stages if stage.flag]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(BarPicture):
    """A chain in one year: what each stage would carry of the final product, hatched where it rests on estimates."""

    chain: str
    finding: str
    """The title with the narrowest stage."""

    @property
    def has_narrowest(self) -> bool:
        return any(one.is_narrowest for one in self.bars)


def left_out(names: Mapping[str, str]) -> tuple[Column, Column]:
    """The plants that a stage leaves out, under their names."""

    def listed(one: Any) -> str | None:
        return "; ".join(names.get(slug, slug) for slug in one.output.left_out) or None

    return of_answers(
        Column("left_out", "Left out", "Plants of unknown output, or of several products.", unknown="none",
               is_optional=True, is_prose=True, value=listed)
    )  # fmt: skip


def made_today(today: Mapping[str, Sequence[str]]) -> Column:
    """What plants are recorded to put out at a stage, each with its period."""
    return Column("output_today", "Output today", "Recorded of plants at home: the newest twelve months on record.",
                  unknown="no twelve months are on record", is_optional=True, is_prose=True,
                  value=lambda line: "; ".join(today.get(line.stage.slug, ())) or None)  # fmt: skip


def flow(
    answers: BothBalances, names: Mapping[str, str], today: Mapping[str, Sequence[str]], *, by_facts: bool = False
) -> Flow:
    """The flow of a chain with its narrowest stage, by the answer that leads, or by facts only; `names` for projects.

    `today`: by stage what its plants put out today, in words.
    """
    both = replace(answers, estimated=None) if by_facts else answers
    lines = both.lines
    known = [one.row.supports for line in lines if (one := line.leading) and one.row.supports is not None]
    most = max(known, default=Decimal(0))
    name, title = both.chain.slug, both.chain.title
    made = [f"{at.name}: {'; '.join(told)}" for line in lines if (at := line.stage) and (told := today.get(at.slug))]
    columns = (FLOW_COLUMNS[0], *((made_today(today),) if made else ()), *FLOW_COLUMNS[1:], *left_out(names))
    table = Table(
        name=f"flow-{name}-table",
        title=f"{title} in {both.year}",
        columns=tuple(one for one in columns if not (by_facts and one.name.endswith("_estimated"))),
        lines=lines,
    )
    bars = [stage_bar(line, most, both.final_unit, names) for line in lines]
    words = " ".join([*flow_words(both), *([f"Output today, {', and '.join(made)}."] if made else [])])
    estimated = ", by facts only" if by_facts else "" if is_same(both) else ", with estimates"
    found = f"{title} in {both.year}{estimated}: {narrowest_words(both.leading, both.final_unit)}"
    return Flow(
        chain=name, title=title, finding=found, bars=bars, summary=words, table=table, hatch=f"flow-{name}-hatch"
    )


def stage_bar(line: StageLine, most: Decimal, unit: str, names: Mapping[str, str]) -> Bar:
    """The bar of a stage: what it would carry of the final product, beside the stage that carries most."""
    one, name = line.leading, line.stage.name if line.stage else ""
    supports = one.row.supports if one else None
    facts = line.facts.row.supports if line.facts else None
    binds = bool(one and one.binds and not lone_stage(one.balance))
    if one is None or supports is None:
        return bar(name, 0.0, f"unknown: {why_unknown(line, names)}", is_narrowest=binds, is_known=False)
    least = "at least " if one.output.is_partial or one.output.left_out else ""
    text = f"{least}{three_digits(supports)} {unit}"
    if facts != supports:
        text += f", est.; facts {'unknown' if facts is None else three_digits(facts)}"
    share = float(supports / most) if most else 0.0
    by_facts = 1.0 if facts == supports else part_by_facts(facts, supports)
    return bar(name, share, text, is_narrowest=binds, is_known=True, by_facts=by_facts)


def why_unknown(line: StageLine, names: Mapping[str, str]) -> str:
    """Why a stage has no bar, in words."""
    one = line.leading
    if line.why or one is None:
        return line.why or "the chain cannot be balanced"
    if one.output.left_out:
        return f"no output is known of {', '.join(names.get(slug, slug) for slug in one.output.left_out)}"
    return "nothing is known to be made there" if one.row.stage.output is None else "its yield is not known"


def part_by_facts(facts: Decimal | None, estimated: Decimal) -> float:
    """The part of an answer with estimates that facts alone give; none of it where they give more."""
    return float(facts / estimated) if facts is not None and facts < estimated else 0.0


def is_same(both: BothBalances) -> bool:
    """True where facts alone find the same stage and the same output as the answer that leads."""
    balance, facts = both.leading, both.facts
    return (balance.binding, balance.result.final_output) == (facts.binding, facts.result.final_output)


def flow_words(both: BothBalances) -> list[str]:
    """A chain in one year, in sentences: what binds, what is not known, what would have to be imported."""
    balance, facts, unit = both.leading, both.facts, both.final_unit
    told_once = is_same(both)
    words = [f"In {both.year}{'' if told_once else ', with estimates'}, {narrowest_words(balance, unit)}."]
    if balance.is_partial:
        words.append("Not all of its plants are known, so it may be wider.")
    if not told_once:
        words.append(f"By facts only {narrowest_words(facts, unit)}.")
    if balance.result.narrowest and balance.result.unknown and not lone_stage(balance):
        words.append(f"Not known, so perhaps narrower: {', '.join(balance.result.unknown)}.")
    return [*words, *(f"{flag[0].upper()}{flag[1:]}." for flag in flags(balance) if balance.result.narrowest)]


def narrowest_words(balance: Balance, unit: str) -> str:
    """Which stages of a balance are the narrowest, and what they carry."""
    result = balance.result
    if not result.narrowest or result.final_output is None:
        return "the narrowest stage is unknown: of no stage are both output and yield known"
    carried = f"{three_digits(result.final_output)} {unit}"
    if lone_stage(balance):
        least = "at least " if any(one.left_out for one in balance.outputs if one.amount is not None) else ""
        return f"no stage but {balance.binding} is known, which could carry {least}{carried}"
    if len(result.narrowest) > 1:
        return f"{balance.binding} are the narrowest stages: together they carry {carried}"
    return f"{balance.binding} is the narrowest stage: it carries {carried}"


def lone_stage(balance: Balance) -> bool:
    """True where of all stages one is known: it is no narrower than another."""
    stages = balance.result.stages
    return len(stages) > 1 and sum(one.supports is not None for one in stages) == 1


def binding_table(balances: Sequence[BothBalances]) -> Table:
    """The narrowest stage of one chain, year by year, by P50 with estimates and by facts, and by the forecast."""
    years: dict[int, dict[str, BothBalances]] = {}
    for one in balances:
        years.setdefault(one.year, {})[one.basis] = one
    chain = balances[0].chain
    return Table(
        name=f"binding-{chain.slug}-table",
        title=f"{chain.title}: the narrowest stage by year",
        columns=BINDING_COLUMNS,
        lines=[BindingYear(year, both["p50"], both["forecast"]) for year, both in sorted(years.items())],
    )
