"""What is not in a figure: how many plants for each reason, and which."""

from collections.abc import Iterable

from portfolio.reports.production.gains import Reason


def counted_apart(reasons: Iterable[Reason], *, by_facts: bool) -> str:
    """How many plants are not in the figure, and for which reasons: "3 plants: letters only 2; abroad 1".

    A plant is counted once, and at each of its reasons. What estimates draw is not in the answer by facts alone.
    """
    by_kind: dict[str, set[str]] = {}
    for one in reasons:
        if by_facts or not one.by_facts:
            by_kind.setdefault(one.kind, set()).update(one.projects)
    every = set().union(*by_kind.values())
    if not every:
        return "no plant"
    parts = "; ".join(f"{kind} {len(projects):,}" for kind, projects in by_kind.items())
    twice = ", some twice" if sum(map(len, by_kind.values())) > len(every) else ""
    return f"{len(every):,} plant{'' if len(every) == 1 else 's'}: {parts}{twice}"
