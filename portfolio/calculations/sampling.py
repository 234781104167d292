"""A sample of entries that anybody can draw again: strata by kind and dollars, places by dollars, draws by hash."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

BANDS = (
    (Decimal(100_000_000), "$100M and more"),
    (Decimal(10_000_000), "$10M to below $100M"),
    (Decimal(1_000_000), "$1M to below $10M"),
    (Decimal(0), "below $1M"),
)
NO_DOLLARS = "no dollars"


@dataclass(frozen=True, slots=True)
class Drawable:
    """An entry that may be drawn: its number, its kind, its dollars where it has any, and its hash in the ledger."""

    number: int
    kind: str
    amount: Decimal | None
    hash: str


@dataclass(slots=True)
class Stratum:
    """Entries of one kind and one band: how many there are, what they come to in dollars, how many are drawn."""

    name: str
    entries: int = 0
    dollars: Decimal = Decimal(0)
    places: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """An entry that was drawn, and the SHA-256 by which it was."""

    number: int
    digest: str
    stratum: Stratum


def band(amount: Decimal | None) -> str:
    """The band of an amount in dollars; what nobody should have written, below 0, is in the lowest."""
    if amount is None:
        return NO_DOLLARS
    return next((name for least, name in BANDS if amount >= least), BANDS[-1][1])


def digest(seed: str, entry_hash: str) -> str:
    """By which an entry is drawn: SHA-256 of the seed, a colon and the entry's hash, in hexadecimal."""
    return sha256(f"{seed}:{entry_hash}".encode()).hexdigest()


def allot(strata: Iterable[Stratum], size: int) -> None:
    """Give the places of a sample to its strata.

    Each stratum gets one, those of most dollars first; each further place goes to the stratum with the most dollars for
    each place that it would have then (the highest averages of d'Hondt). None gets more than it has entries.
    """
    every = sorted(strata, key=lambda one: (-one.dollars, one.name))
    for one in every[:size]:
        one.places = 1
    left = size - min(size, len(every))
    while left and (open_ones := [one for one in every if one.places < one.entries]):
        max(open_ones, key=lambda one: one.dollars / (one.places + 1)).places += 1
        left -= 1


def draw(entries: Iterable[Drawable], *, seed: str, size: int) -> list[Drawn]:
    """The sample of that seed and size, by stratum, in the order of the draw. The same entries give the same sample."""
    strata: dict[str, Stratum] = {}
    members: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for entry in entries:
        name = f"{entry.kind}, {band(entry.amount)}"
        stratum = strata.setdefault(name, Stratum(name))
        stratum.entries += 1
        stratum.dollars += entry.amount or Decimal(0)
        members[name].append((digest(seed, entry.hash), entry.number))
    allot(strata.values(), size)
    return [
        Drawn(number, own, stratum)
        for stratum in sorted(strata.values(), key=lambda one: (-one.dollars, one.name))
        for own, number in sorted(members[stratum.name])[: stratum.places]
    ]
