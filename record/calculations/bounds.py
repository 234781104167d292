"""Between which limits a figure lies, and in which words a figure beyond them is refused."""

from dataclasses import dataclass
from decimal import Decimal

Limit = int | str | Decimal | None
"""An exact number; text where it is no whole one, None where there is no limit."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The figures that a column takes, and what one of them is called."""

    noun: str = "figure"
    above: Limit = None
    least: Limit = None
    most: Limit = None
    is_percent: bool = False

    @property
    def asked(self) -> list[tuple[str, Decimal]]:
        """Each limit with the comparison that a figure has to meet."""
        signs = ((">", self.above), (">=", self.least), ("<=", self.most))
        return [(sign, Decimal(limit)) for sign, limit in signs if limit is not None]

    def refusal(self, number: Decimal) -> str:
        """Why a number is none of those, with what is taken; empty where it is."""
        meets = {">": number.__gt__, ">=": number.__ge__, "<=": number.__le__}
        if all(meets[sign](limit) for sign, limit in self.asked):
            return ""
        limits = (self.above, self.least, self.most)
        above, least, most = (None if one is None else self.shown(Decimal(one)) for one in limits)
        if most is None:
            taken = f"one above {above}" if above is not None else f"{least} or more"
        else:
            taken = f"one above {above} and at most {most}" if above is not None else f"one from {least} to {most}"
        return f"{self.shown(number)} is no {self.noun}. Write {taken}."

    def shown(self, number: Decimal) -> str:
        """The number without needless zeros, a share in percent."""
        text = f"{number.scaleb(2) if self.is_percent else number:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return f"{text}%" if self.is_percent else text
