"""What programs have committed, and the face of their loans: a pair of bars for each program, never added."""

from collections.abc import Sequence
from decimal import Decimal

from portfolio.reports.programs import COLUMNS, ProgramLine
from record.calculations.as_of import AsOf
from record.calculations.formatting import compact

from .pairs import Pairs, Two, pairs

MOST_BARS = 12
COMMITTED, FACE = (next(one for one in COLUMNS if one.name == name) for name in ("committed_usd", "face_value_usd"))
MEASURES = ("committed", "face of loans and guarantees")


def program_money(lines: Sequence[ProgramLine], at: AsOf) -> Pairs | None:
    """The programs with the largest figure first; None where no commitment and no face value is known."""
    figures: dict[str, Two] = {name_of(line): (COMMITTED.known(line), FACE.known(line)) for line in lines}
    known = {name: two for name, two in figures.items() if any(two)}
    if not known:
        return None
    order = sorted(known, key=lambda name: (-max(one or Decimal(0) for one in known[name]), name))
    shown = {name: known[name] for name in order[:MOST_BARS]}
    left = f" The {MOST_BARS} largest of {len(known)}." if len(known) > MOST_BARS else ""
    return pairs(
        f"{finding(known, {name_of(line) for line in lines if line.program} & known.keys())} on {at.as_of}",
        f"US dollars on {at.as_of}, of {len(known)} of {len(lines)} programs. Face value is never added.{left}",
        MEASURES,
        shown,
        lambda name: in_words(shown[name]),
    )


def finding(known: dict[str, Two], stated: set[str]) -> str:
    """Who has committed the most; where nothing is committed, the most face. Programs that are named come first."""
    place = 0 if any(known[name][0] for name in stated or known) else 1
    most = max(sorted(stated or known), key=lambda name: known[name][place] or Decimal(0))
    return f"{MEASURES[place].capitalize()}: most under {most}, {compact(known[most][place] or Decimal(0))}"


def name_of(line: ProgramLine) -> str:
    """With its code, since two programs may share a name."""
    return f"{line.program.name} ({line.code})" if line.program else f"{line.agency}, program not stated"


def in_words(two: Two) -> str:
    return ", ".join(f"{compact(amount)} {what}" for amount, what in zip(two, MEASURES, strict=True) if amount)
