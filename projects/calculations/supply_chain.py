"""Supply chains: what each stage's output would make of the final product, and the narrowest stage.

Stages are never added. Each is converted by yields to the final product; the smallest binds. Imbalances are flagged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

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

    @property
    def supports(self) -> Decimal | None:
        """Units of final product that the output would carry; None where it or the yield is unknown."""
        return None if self.output is None or not self.needed else self.output / self.needed


@dataclass(frozen=True, slots=True)
class StageBalance:
    """A stage beside the others, in its own unit of account.

    `used` is what the final product takes at the binding stage's rate, `surplus` what is left. `feed_needed` is what
    the stage's output takes of the stage before it, `imported_feed` what that stage does not make of it.
    """

    stage: Stage
    supports: Decimal | None
    used: Decimal | None
    surplus: Decimal | None
    feed_needed: Decimal | None
    imported_feed: Decimal | None
    flag: str = ""


@dataclass(frozen=True, slots=True)
class ChainBalance:
    """The stage that binds and what the chain makes of its final product; None where no stage is known.

    With `unknown` stages the final product is at most this: one of them may bind.
    """

    binding: Stage | None
    final_output: Decimal | None
    stages: tuple[StageBalance, ...]
    unknown: tuple[str, ...]


def chain_balance(stages: Sequence[Stage]) -> ChainBalance:
    """The balance of a chain whose stages are given in order, the final product last. Of equals the later stage binds.

    Raises ValueError where the last stage is not the unit that the others are converted to.
    """
    if not stages or stages[-1].needed != 1:
        raise ValueError("The last stage is the final product: it needs 1 of itself.")
    known = [(stage.supports, stage) for stage in stages if stage.supports is not None]
    final, binding = min(reversed(known), key=lambda pair: pair[0], default=(None, None))
    rows = [_row(stage, before, final) for before, stage in zip([None, *stages], stages, strict=False)]
    return ChainBalance(binding, final, tuple(rows), tuple(stage.name for stage in stages if stage.supports is None))


def _row(stage: Stage, before: Stage | None, final: Decimal | None) -> StageBalance:
    used = surplus = None
    if final is not None and stage.needed:
        used = final * stage.needed
        surplus = None if stage.output is None else stage.output - used
    feed = imported = None
    flag = ""
    if before is not None and before.needed and stage.supports is not None:
        feed = stage.supports * before.needed
        if before.output is not None:
            imported = max(ZERO, feed - before.output)
            if imported:
                flag = (
                    f"{stage.name} takes {feed:,.1f} {before.unit} of {before.name}, and {before.output:,.1f} is made: "
                    f"{imported:,.1f} would have to be imported"
                )
    return StageBalance(stage, stage.supports, used, surplus, feed, imported, flag)
