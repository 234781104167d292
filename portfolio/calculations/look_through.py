"""What an owner owns of something through the firms between them."""

from collections.abc import Collection, Iterable
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


def everything_through(
    owner: str, ownerships: Iterable[Ownership], *, ends: Collection[str] | None = None
) -> dict[str, LookThrough]:
    """What `owner` owns of everything that it has a path to: over all paths, the sum of the products of shares.

    Paths come in the order of their names, and go no further than one of `ends`. A share of 0 leaves 0, whatever stands
    beyond it. Raises ValueError for two shares of one owner in one owned: choose which counts before asking.
    """
    below: dict[str, dict[str, Decimal | None]] = {}
    for one in ownerships:
        if one.owned in below.setdefault(one.owner, {}):
            raise ValueError(f"{one.owner} has two shares of {one.owned}. Choose the one that counts.")
        below[one.owner][one.owned] = one.share
    paths: dict[str, list[Path]] = {}
    stopped: list[tuple[str, ...]] = []

    def walk(names: tuple[str, ...], share: Decimal | None) -> None:
        for name, part in sorted(below.get(names[-1], {}).items()):
            if name in names:
                stopped.append((*names, name))
                continue
            product = _product(share, part)
            if ends is None or name in ends:
                paths.setdefault(name, []).append(Path((*names, name), product))
            if ends is None or name not in ends:
                walk((*names, name), product)

    walk((owner,), WHOLE)
    if ends is not None:
        return {name: LookThrough(tuple(paths.get(name, ())), tuple(stopped)) for name in ends}
    return {name: LookThrough(tuple(found), _cycles_on(name, stopped)) for name, found in paths.items()}


def _product(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if 0 in (one, other):
        return Decimal(0)
    return None if one is None or other is None else one * other


def _cycles_on(name: str, stopped: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The paths that came back to a firm, of those on which a firm stands."""
    return tuple(path for path in stopped if name in path)
