"""What the government owns of a company or a project through the firms between them, at an AsOf."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio.calculations.look_through import LookThrough, Ownership, everything_through
from portfolio.calculations.position import diluted
from projects.models import Company, Project
from record.calculations.as_of import AsOf
from record.calculations.formatting import half_up

from .ownership_web import PROJECT, Pair, Web, name_of, named, web_at
from .quotes import Quote, quote_of
from .stakes import Stake

NOTHING = LookThrough((), ())


@dataclass(frozen=True, slots=True)
class Shares:
    """A share of what is owned: held, with every right exercised, and after those rights dilute the others."""

    held: LookThrough
    exercised: LookThrough
    diluted: LookThrough

    @property
    def rests_on_rights(self) -> bool:
        """False where no right on record would change what is held."""
        return self.exercised != self.held or self.diluted != self.exercised


@dataclass(frozen=True, slots=True)
class OwnedThrough:
    """An agency's share of an entity in what it earns and in its votes."""

    agency: str
    owned: str
    economic: Shares
    voting: Shares
    derived: frozenset[str] = frozenset()
    """The companies of which the agency's own share comes from the ledger."""
    legs: tuple[str, ...] = ()
    """What each share on its paths rests on, in words."""
    stake: Stake | None = None
    """What the agency itself holds of a company to which no other path leads."""

    @property
    def held(self) -> LookThrough:
        return self.economic.held

    @property
    def exercised(self) -> LookThrough:
        return self.economic.exercised

    @property
    def diluted(self) -> LookThrough:
        return self.economic.diluted

    @property
    def is_project(self) -> bool:
        return self.owned.startswith(PROJECT)

    @property
    def slug(self) -> str:
        return named(self.owned)

    @property
    def via(self) -> str:
        """The paths by name: "DOE > lac > lnv > thacker-pass"."""
        return "; ".join(" > ".join(map(named, path.names)) for path in self.exercised.paths)

    @property
    def from_the_ledger(self) -> list[str]:
        """The companies at the head of its paths of which the agency's share is computed from the ledger."""
        return sorted({path.names[1] for path in self.exercised.paths} & self.derived)

    @property
    def cycles(self) -> str:
        """Paths that came back to a firm on them, by name: nothing is counted for them."""
        return "; ".join(" > ".join(map(named, path)) for path in self.exercised.stopped)

    @property
    def own(self) -> Quote | None:
        """The share to quote of a company of which it owns nothing through others: that of its stake."""
        return quote_of(self.stake) if self.stake is not None else None

    @property
    def is_of_held(self) -> bool:
        """Through others the share to quote is that of what is held; where nothing is, that of its rights."""
        return bool(self.held.paths)

    @property
    def quoted_share(self) -> Decimal | None:
        """The one share to quote, to six places: of its own stake, else of all paths. None where it is not known."""
        if self.own is not None:
            return self.own.share
        found = self.held if self.is_of_held else self.exercised
        return half_up(found.share, 6) if found.is_complete and found.share is not None else None


def owned_through(at: AsOf, entity: Company | Project) -> list[OwnedThrough]:
    """The agencies with a path to the entity, by code; a few questions to the database."""
    name = name_of(entity)
    return [one for one in _found(web_at(at, name), ends={name}) if one.exercised.paths]


def everything_owned_through(at: AsOf) -> list[OwnedThrough]:
    """Every agency's share of every company and project to which it has a path, by agency and name."""
    return sorted(_found(web_at(at)), key=lambda one: (one.agency, one.is_project, one.owned))


def _found(web: Web, ends: Collection[str] | None = None) -> Iterator[OwnedThrough]:
    for agency in sorted(web.agencies):
        economic, voting = (_by_kind(web, agency, place, ends) for place in (0, 1))
        for owned, shares in economic.items():
            pairs = dict.fromkeys(
                pair for path in shares.exercised.paths for pair in zip(path.names, path.names[1:], strict=False)
            )
            is_direct = [path.names for path in shares.exercised.paths] == [(agency, owned)]
            yield OwnedThrough(
                agency,
                owned,
                shares,
                voting.get(owned, Shares(NOTHING, NOTHING, NOTHING)),
                frozenset(web.derived[agency]),
                tuple(web.rests_on(pair) for pair in pairs),
                web.stakes.get((agency, owned)) if is_direct else None,
            )


def _by_kind(web: Web, agency: str, place: int, ends: Collection[str] | None) -> dict[str, Shares]:
    """What an agency owns of everything, held, with rights and after dilution; economic at place 0, votes at 1.

    The rights to a firm dilute its other owners. Where they dilute nobody on the paths, a stated share would only be
    repeated: then the agency's own shares are taken once all is issued, by the counts on record.
    """
    held, rights = web.ownerships(place)
    after = [_of_the_ledger(web, one, place) for one in _added(_after_issue(web, held, rights), rights)]
    issued = [
        replace(one, share=web.once_issued((agency, one.owned), place))
        if one.owner == agency and (agency, one.owned) in web.rights
        else one
        for one in after
    ]
    kinds = (held, _added(held, rights), after, issued)
    by_kind = [everything_through(agency, kind, ends=ends) for kind in kinds]
    found = {}
    for owned in by_kind[0] | by_kind[1]:
        of_held, exercised, after_rights, all_issued = (one.get(owned, NOTHING) for one in by_kind)
        is_repeated = exercised != of_held and after_rights == exercised
        found[owned] = Shares(of_held, exercised, all_issued if is_repeated else after_rights)
    return found


def _of_the_ledger(web: Web, one: Ownership, place: int) -> Ownership:
    """A share by the ledger: its count says what it is once all is issued; without rights it may have no such count."""
    pair = one.owner, one.owned
    if not web.is_derived(pair):
        return one
    share = web.once_issued(pair, place)
    return replace(one, share=one.share if share is None and pair not in web.rights else share)


def _added(held: Iterable[Ownership], rights: Iterable[Ownership]) -> list[Ownership]:
    """One share a pair: what is held and what its rights bring; unknown where one of the two is."""
    pairs: dict[Pair, Ownership] = {}
    for one in (*held, *rights):
        before = pairs.get((one.owner, one.owned))
        pairs[one.owner, one.owned] = one if before is None else replace(one, share=_sum(before.share, one.share))
    return list(pairs.values())


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _after_issue(web: Web, held: Iterable[Ownership], rights: Iterable[Ownership]) -> list[Ownership]:
    """The shares held once the rights to the same firm are exercised; unknown where the size of a right is.

    A stated right takes its share of the enlarged firm. One by the ledger is a share of the shares before it.
    """
    issued: dict[str, list[Decimal | None]] = defaultdict(list)
    for one in rights:
        is_of_before = one.share is not None and web.is_derived((one.owner, one.owned))
        issued[one.owned].append(one.share / (1 + one.share) if is_of_before and one.share else one.share)

    def left(one: Ownership) -> Decimal | None:
        parts = [part for part in issued[one.owned] if part is not None]
        if one.share is None or len(parts) < len(issued[one.owned]):
            return None
        return diluted(one.share, by=sum(parts, Decimal(0)))

    return [replace(one, share=left(one)) for one in held]
