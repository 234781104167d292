"""Whether we are getting later: the mean slip quarter by quarter, and by agency, mineral and kind."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from portfolio.reports.slippage import Slippage

from .pairs import Pairs, pairs

MOST_BARS = 8
"""Of the groups, the latest."""
BAR = ("", "mean slip in days, where it is above 0")
Named = Callable[[str], str]


def slips(lines: Sequence[Slippage], names: Mapping[str, Named]) -> list[Pairs]:
    """Of all milestones asked for by day, then of the groups on the last day; nothing where no slip is known.

    `names`: what the groups are grouped by → the name of a group.
    """
    whole = [line for line in lines if line.grouped_by == "all"]
    if not whole or whole[-1].mean is None:
        return []
    last = whole[-1]
    drawn = [
        drawn_of(
            f"Mean slip of all on {last.on_day}: {in_words(last)}, {changed(last)}",
            f"At the end of each quarter, and on {last.on_day}; every day as known at the moment asked.",
            {str(line.on_day): line for line in whole},
        )
    ]
    for by, name in names.items():
        own = [line for line in lines if line.grouped_by == by and line.on_day == last.on_day and line.mean is not None]
        own.sort(key=lambda line: (-(line.mean or 0), line.group))
        if own:
            shown = f"The {MOST_BARS} latest of {len(own)}, on" if len(own) > MOST_BARS else "On"
            drawn.append(
                drawn_of(
                    f"By {by} the latest on {last.on_day}: {name(own[0].group)}, {in_words(own[0])}",
                    f"{shown} {last.on_day}, as known at the moment asked.",
                    {name(line.group): line for line in own[:MOST_BARS]},
                )
            )
    return drawn


def drawn_of(title: str, summary: str, lines: Mapping[str, Slippage]) -> Pairs:
    sums = {name: (None, Decimal(max(0, line.mean)) if line.mean else None) for name, line in lines.items()}
    return pairs(title, summary, BAR, sums, lambda name: in_words(lines[name]))


def days(line: Slippage) -> str:
    """120 days late, 30 days early, no slip; of more than one milestone on average."""
    if not line.mean:
        return "no slip" if line.mean == 0 else "slip not known"
    number = abs(line.mean)
    return f"{number:,} day{'' if number == 1 else 's'} {'late' if line.mean > 0 else 'early'}"


def in_words(line: Slippage) -> str:
    """60 days late, of 2 of 3 milestones."""
    known, every = len(line.slips), line.milestones
    noun = f"milestone{'' if every == 1 else 's'}"
    return f"{days(line)}, of {f'{known:,} of ' if known < every else ''}{every:,} {noun}"


def changed(line: Slippage) -> str:
    """How that compares with the quarter before."""
    if line.change is None:
        return "nothing to compare with"
    if not line.change:
        return "as at the last quarter's end"
    return f"{abs(line.change):,} {'later' if line.change > 0 else 'earlier'} than at the last quarter's end"
