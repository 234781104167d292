"""What makes a line's spread: a bar a project by its share with estimates, its share by facts only in words beside."""

from collections.abc import Callable, Mapping, Sequence

from portfolio.reports.production.drivers import COLUMNS, MILESTONE, PROJECT, DriverLine, carried
from portfolio.reports.tables import Table
from projects.calculations.drivers import Driver
from record.calculations.formatting import percent as in_percent
from record.calculations.formatting import three_digits

from .bars import BarPicture, bar

NAMED = 3
"""How many projects a sentence names."""
SHOWN = tuple(one for one in COLUMNS if one.name not in ("mineral", "stage", "year", "standing"))
"""Of one line and one year."""


def spread(
    name: str, title: str, lines: Sequence[DriverLine], names: Mapping[str, str], *, by_facts: bool = False
) -> BarPicture:
    """The picture of the drivers of one line; `names` stand for identifiers. `by_facts`: the answer that is brief."""
    projects = [line for line in lines if line.kind == PROJECT]
    is_estimated = any(line.is_estimated or line.facts != line.estimated for line in projects)
    bars = [
        bar(
            names.get(line.name, line.name),
            max(0.0, (line.estimated and line.estimated.spread_share) or 0.0),
            beside(line, is_estimated=is_estimated),
            is_narrowest=False,
            is_known=line.estimated is not None and line.estimated.spread_share is not None,
            by_facts=0.0 if line.is_estimated else 1.0,
        )
        for line in projects
    ]
    opens = f"In {lines[0].year}{', with estimates,' if is_estimated else ''}"
    words = [f"{opens} {told(lines, names, lambda line: line.estimated)}"]
    brief = f"{opens} {widest_of(lines, names, lambda line: line.estimated)}"
    if by_facts:
        brief = f"In {lines[0].year}, by facts only, {widest_of(lines, names, lambda line: line.facts)}"
    if is_estimated:
        words.append(f"By facts only {told(lines, names, lambda line: line.facts)}")
    shares = [(line.estimated.spread_share or 0.0, line.name) for line in projects if line.estimated]
    most, widest = max(shares, default=(0.0, ""))
    finding = f"{names.get(widest, widest)} makes {in_percent(most, 0)} of the spread" if most else "nothing varies"
    table = Table(name=name, title=f"What makes the spread: {title}", columns=SHOWN, lines=lines)
    return BarPicture(
        title=f"{title}: {finding} in {lines[0].year}, {'with estimates' if is_estimated else 'by facts'}",
        bars=bars,
        brief=brief,
        summary=" ".join(words),
        table=table,
        hatch=f"{name}-hatch",
    )


def percent(driver: Driver | None) -> str:
    """A share of the spread in words."""
    if driver is None:
        return "not drawn"
    return "no share, since nothing varies" if driver.spread_share is None else in_percent(driver.spread_share, 0)


def beside(line: DriverLine, *, is_estimated: bool) -> str:
    """Its share with estimates, and by facts only beside it where the line rests on estimates."""
    leading = percent(line.estimated)
    return f"{leading}; by facts only {percent(line.facts)}" if is_estimated else leading


def told(lines: Sequence[DriverLine], names: Mapping[str, str], of: Callable[[DriverLine], Driver | None]) -> str:
    """From which projects most of the spread comes on one basis, and which milestone carries most of the P50."""
    known = [(line, driver) for line in lines if (driver := of(line)) is not None]
    words = widest_of(lines, names, of)
    milestones = [pair for pair in known if pair[0].kind == MILESTONE]
    if not milestones or all(driver.spread_share is None for line, driver in known if line.kind == PROJECT):
        return words
    most, driver = max(milestones, key=lambda pair: pair[1].p50_carried)
    if driver.p50_carried <= 0:
        return words
    amount = three_digits(carried(driver) or 0)
    return f"{words} The milestone {names.get(most.name, most.name)} carries most of the P50: {amount} {most.unit}."


def widest_of(lines: Sequence[DriverLine], names: Mapping[str, str], of: Callable[[DriverLine], Driver | None]) -> str:
    """From which projects most of the spread comes on one basis."""
    known = [(line, driver) for line in lines if (driver := of(line)) is not None]
    if not known:
        return "no plant can be drawn."
    projects = [(line, driver) for line, driver in known if line.kind == PROJECT and driver.spread_share is not None]
    if not projects:
        return "nothing varies."
    projects.sort(key=lambda pair: -(pair[1].spread_share or 0.0))
    named = "; ".join(f"{names.get(line.name, line.name)} {percent(driver)}" for line, driver in projects[:NAMED])
    return f"most of the spread comes from {named}."
