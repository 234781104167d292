"""Supply chains: what each stage's output would make of the final product, and the narrowest stage.

Stages are never added. Each is converted by yields to the final product; the smallest binds, and where feeds from
several sides join a stage, the maximum flow says which. Imbalances are flagged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.calculations.routes import routes

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Stage:
    """Total output of a stage in a year, from mine to final product.

    `output` is everything made there in its unit of account, baselines and plants outside the portfolio included; None
    where it is unknown. `needed` is what one unit of the final product takes of it, losses included (1 for the final
    stage); None where no yield is known. `from_imported_feed` is the part of the output made from imported feed.
    """

    name: str
    unit: str
    output: Decimal | None
    needed: Decimal | None
    from_imported_feed: Decimal = ZERO
    from_other_feed: Decimal = ZERO

    @property
    def supports(self) -> Decimal | None:
        """Units of final product that the output would carry; None where it or the yield is unknown."""
        return None if self.output is None or not self.needed else self.output / self.needed


@dataclass(frozen=True, slots=True)
class StageBalance:
    """A stage beside the others, in its own unit of account.

    `used` is what the final product takes at the binding stage's rate, `surplus` what is left. `feed_needed` is what
    the stage's output takes of `feed_from`, the nearest stage before it of which the output is known;
    `imported_feed` what that stage does not make of it, or what is known to come from abroad.
    """

    stage: Stage
    supports: Decimal | None
    used: Decimal | None
    surplus: Decimal | None
    feed_needed: Decimal | None
    imported_feed: Decimal | None
    flag: str = ""
    feed_from: Stage | None = None


@dataclass(frozen=True, slots=True)
class ChainBalance:
    """The stages that bind and what the chain makes of its final product; none where no stage is known.

    With `unknown` stages the final product is at most this: one of them may bind. `binding`: the last of `narrowest`.
    """

    narrowest: tuple[Stage, ...]
    final_output: Decimal | None
    stages: tuple[StageBalance, ...]
    unknown: tuple[str, ...]

    @property
    def binding(self) -> Stage | None:
        return self.narrowest[-1] if self.narrowest else None


def chain_balance(stages: Sequence[Stage], joins: Iterable[tuple[Stage, str]] = ()) -> ChainBalance:
    """The balance of a chain whose stages are given in order, the final product last. Of equals the later stage binds.

    `joins`: feeds from another side, each with the stage that it joins. Then the maximum flow of the final product says
    what can be made, and the narrowest stages are those of its cut. Raises ValueError where the last stage is not the
    unit that the others are converted to, or a feed joins no stage.
    """
    if not stages or stages[-1].needed != 1:
        raise ValueError("The last stage is the final product: it needs 1 of itself.")
    sides = list(joins)
    every = [*stages, *(feed for feed, _ in sides)]
    carried: dict[str, Decimal | None] = {}
    if sides:
        narrowest, final, carried = _several_routes(stages, sides)
    else:
        known = [(stage.supports, stage) for stage in stages if stage.supports is not None]
        final, binding = min(reversed(known), key=lambda pair: pair[0], default=(None, None))
        narrowest = () if binding is None else (binding,)
    rows = [_row(stage, _before(stages[:at]), carried.get(stage.name, final)) for at, stage in enumerate(stages)]
    rows += [_row(feed, None, carried.get(feed.name, final)) for feed, _ in sides]
    return ChainBalance(narrowest, final, tuple(rows), tuple(stage.name for stage in every if stage.supports is None))


def _several_routes(
    stages: Sequence[Stage], sides: Sequence[tuple[Stage, str]]
) -> tuple[tuple[Stage, ...], Decimal | None, dict[str, Decimal | None]]:
    """The cut, the final product, and what each stage carries of it. A stage that is not known limits nothing."""
    every = [*stages, *(feed for feed, _ in sides)]
    names = [stage.name for stage in stages]
    links = [*zip(names, names[1:], strict=False), *((feed.name, into) for feed, into in sides)]
    try:
        found = routes({stage.name: stage.supports for stage in every}, links, names[-1])
    except ValueError:
        if strangers := {into for _, into in sides} - set(names):
            raise ValueError(f"{', '.join(sorted(strangers))}: no such stage.") from None
        return (), None, {}
    narrowest = tuple(stage for stage in every if stage.name in found.binding)
    return narrowest, found.final_output, _carried(stages, sides, found.final_output)


def _carried(stages: Sequence[Stage], sides: Sequence[tuple[Stage, str]], final: Decimal) -> dict[str, Decimal | None]:
    """What each stage carries of the final product. Several flows are as large: this one takes the sides' feed first.

    It is one of the largest: what the sides give less, the stages before their join give more, and could.
    """
    carried: dict[str, Decimal | None] = {}
    taken: dict[str, Decimal] = {}
    left = final
    for feed, into in sides:
        carried[feed.name] = None if feed.supports is None else min(feed.supports, left)
        left -= carried[feed.name] or ZERO
        taken[into] = taken.get(into, ZERO) + (carried[feed.name] or ZERO)
    rest = final
    for stage in reversed(stages):
        carried[stage.name] = rest
        rest -= taken.get(stage.name, ZERO)
    return carried


def _before(stages: Sequence[Stage]) -> Stage | None:
    """The nearest stage before with a known output, else that with a yield: an unknown one hides no imbalance."""
    nearest = [stage for stage in reversed(stages) if stage.needed]
    return next((stage for stage in nearest if stage.output is not None), next(iter(nearest), None))


def _row(stage: Stage, before: Stage | None, final: Decimal | None) -> StageBalance:
    used = surplus = None
    if final is not None and stage.needed:
        used = final * stage.needed
        surplus = None if stage.output is None else stage.output - used
    feed = imported = None
    flag = ""
    if before is not None and before.needed and stage.needed and stage.output is not None:
        feed = (stage.output - stage.from_other_feed) / stage.needed * before.needed
        if before.output is not None:
            known = stage.from_imported_feed / stage.needed * before.needed
            imported = max(ZERO, known, feed - before.output)
            flag = _imbalance(stage, before, before.output, feed, imported)
    return StageBalance(stage, stage.supports, used, surplus, feed, imported, flag, before)


def _imbalance(stage: Stage, before: Stage, made: Decimal, feed: Decimal, imported: Decimal) -> str:
    if not imported:
        return ""
    if feed <= made:
        return f"{stage.name} runs on {imported:,.1f} {before.unit} of imported feed, though {made:,.1f} is made"
    return (
        f"{stage.name} takes {feed:,.1f} {before.unit} of {before.name}, and {made:,.1f} is made: "
        f"{imported:,.1f} would have to be imported"
    )
