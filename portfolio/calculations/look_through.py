"""What an owner owns of something through the firms between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Ownership:
    """That an owner has an economic share of a company or project: a fraction, None where it is unknown."""

    owner: str
    owned: str
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class Path:
    """One chain from owner to owned, ends included, and the product of its shares; None where one is unknown."""

    names: tuple[str, ...]
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class LookThrough:
    """An owner's economic share of something through every path.

    `stopped` holds the paths that came back to a firm already on them: firms that own parts of each other. A walk
    stops there, and nothing is counted for it.
    """

    paths: tuple[Path, ...]
    stopped: tuple[tuple[str, ...], ...]

    @property
    def share(self) -> Decimal | None:
        """The sum over the paths whose shares are known, as a fraction; None when there is no such path."""
        known = [path.share for path in self.paths if path.share is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def is_complete(self) -> bool:
        """False when the share of some path is unknown: the sum is then a least figure."""
        return all(path.share is not None for path in self.paths)


def look_through(owner: str, owned: str, ownerships: Iterable[Ownership]) -> LookThrough:
    """What `owner` owns of `owned`: over all paths, the sum of the products of economic shares.

    Paths come in the order of their names. Raises ValueError for two shares of one owner in one owned: choose which
    counts before asking.
    """
    below: dict[str, dict[str, Decimal | None]] = {}
    for one in ownerships:
        if one.owned in below.setdefault(one.owner, {}):
            raise ValueError(f"{one.owner} has two shares of {one.owned}. Choose the one that counts.")
        below[one.owner][one.owned] = one.share
    paths: list[Path] = []
    stopped: list[tuple[str, ...]] = []

    def walk(names: tuple[str, ...], share: Decimal | None) -> None:
        for name, part in sorted(below.get(names[-1], {}).items()):
            if name in names:
                stopped.append((*names, name))
                continue
            product = None if share is None or part is None else share * part
            if name == owned:
                paths.append(Path((*names, name), product))
            else:
                walk((*names, name), product)

    walk((owner,), WHOLE)
    return LookThrough(tuple(paths), tuple(stopped))
