"""What the government owns of a company or a project through the firms between them, at an AsOf.

Ownership is that which sources state. What an agency holds by the ledger of a company of which they state nothing, or
whose shares have moved since, is derived from the ledger.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from portfolio.calculations.look_through import LookThrough, Ownership, everything_through
from portfolio.calculations.position import diluted
from portfolio.models import Investment
from projects.models import Basis, Company, Project
from projects.models import Ownership as Stated
from record.calculations.as_of import AsOf
from record.calculations.unknown import NotKnown

from .filters import Filters
from .share_counts import WITH_SHARES
from .stakes import Level, Stake, stakes_at, taken_together

COUNTED = {Basis.STATED, Basis.DERIVED}
PROJECT = "project/"
"""Before the name of a project on a path, since a company may be called the same."""

Pair = tuple[str, str]
"""An owner and what it owns, by their names on a path."""


@dataclass(frozen=True, slots=True)
class Shares:
    """A share of what is owned: held, with every right exercised, and after those rights dilute the others."""

    held: LookThrough
    exercised: LookThrough
    diluted: LookThrough


@dataclass(frozen=True, slots=True)
class OwnedThrough:
    """An agency's share of an entity in what it earns and in its votes."""

    agency: str
    owned: str
    economic: Shares
    voting: Shares
    derived: frozenset[str] = frozenset()
    """The companies of which the agency's own share comes from the ledger."""

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


@dataclass(slots=True)
class Web:
    """Who owns what: what counts as held, and the rights that nobody has exercised; economic shares and votes."""

    agencies: set[str] = field(default_factory=set)
    held: dict[Pair, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    rights: dict[Pair, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    derived: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def ownerships(self, place: int) -> tuple[list[Ownership], list[Ownership]]:
        """Held and rights: of economic shares at place 0, of votes at 1."""
        held, rights = (
            [Ownership(owner, owned, shares[place]) for (owner, owned), shares in found.items()]
            for found in (self.held, self.rights)
        )
        return held, rights

    def above(self, name: str) -> set[str]:
        """What owns `name` directly or through others, and itself."""
        found, open_ones = {name}, {name}
        while open_ones:
            owners = {owner for owner, owned in (*self.held, *self.rights) if owned in open_ones}
            open_ones = owners - found
            found |= open_ones
        return found


def named(name: str) -> str:
    return name.removeprefix(PROJECT)


def owned_through(at: AsOf, entity: Company | Project) -> list[OwnedThrough]:
    """The agencies with a path to the entity, by code; a few questions to the database."""
    web = _stated(at)
    name = _name_of(entity)
    for slug in sorted(_issuers(at, web.above(name))):
        _from_the_ledger(web, stakes_at(at, Filters(company=slug)))
    return [one for one in _found(web, ends={name}) if one.exercised.paths]


def everything_owned_through(at: AsOf) -> list[OwnedThrough]:
    """Every agency's share of every company and project to which it has a path, by agency and name."""
    web = _stated(at)
    _from_the_ledger(web, stakes_at(at))
    return sorted(_found(web), key=lambda one: (one.agency, one.is_project, one.owned))


def _name_of(entity: Company | Project) -> str:
    return f"{PROJECT}{entity.slug}" if isinstance(entity, Project) else entity.slug


def _found(web: Web, ends: Collection[str] | None = None) -> Iterator[OwnedThrough]:
    for agency in sorted(web.agencies):
        shares = []
        for place in (0, 1):
            held, rights = web.ownerships(place)
            kinds = (held, _added(held, rights), _added(_after_issue(held, rights), rights))
            shares.append([everything_through(agency, kind, ends=ends) for kind in kinds])
        for owned in shares[0][1]:
            economic, voting = (Shares(*(one.get(owned, LookThrough((), ())) for one in of_kind)) for of_kind in shares)
            yield OwnedThrough(agency, owned, economic, voting, frozenset(web.derived[agency]))


def _stated(at: AsOf) -> Web:
    """What sources state at `at`. Of a stated and a derived share of one pair, the stated one counts."""
    asked = Stated.objects.at(at).select_related("owner_company", "owned_company", "owned_project")
    latest = asked.latest_by("owner_company_id", "owner_code", "owned_company_id", "owned_project_id", "basis").values()
    web = Web()
    for row in sorted(latest, key=lambda row: row.basis == Basis.STATED):
        if row.ends_on is not None and row.ends_on.end < at.as_of:
            continue
        owner = row.owner_company.slug if row.owner_company else row.owner_code
        pair = owner, _name_of(row.owned_company or row.owned_project)
        if row.owner_code:
            web.agencies.add(row.owner_code)
        if row.basis in COUNTED:
            web.held[pair] = row.economic_share, row.voting_share
        elif row.basis == Basis.UNEXERCISED:
            web.rights[pair] = row.economic_share, row.voting_share
    return web


def _issuers(at: AsOf, names: Collection[str]) -> set[str]:
    """Those of these companies whose shares or rights an agency may hold."""
    awards = Investment.objects.filter(instrument__in=WITH_SHARES, issuer__slug__in=names)
    return set(awards.filter(created_in_id__lte=at.serial).values_list("issuer__slug", flat=True))


def _from_the_ledger(web: Web, stakes: Iterable[Stake]) -> None:
    """Add what agencies hold of companies of which no source states their share, or whose shares have moved since.

    The votes of shares are as many as the shares; rights have none before they are exercised.
    """
    for stake in taken_together(stakes):
        issuer = stake.first.issuer
        if stake.level is not Level.AGENCY or issuer is None:
            continue
        pair = stake.holder, issuer.slug
        if (pair in web.held or pair in web.rights) and stake.stated_stands:
            continue
        basic, exercised = _known(stake, "basic_share"), _known(stake, "as_converted_and_exercised_share")
        with_rights = _known(stake, "as_converted_and_exercised")
        if with_rights == 0:
            web.held.pop(pair, None)
            web.rights.pop(pair, None)
            continue
        web.agencies.add(stake.holder)
        web.derived[stake.holder].add(issuer.slug)
        web.held.pop(pair, None)
        web.rights.pop(pair, None)
        if stake.common != 0:
            web.held[pair] = basic, basic
        if with_rights != stake.common:
            more = None if basic is None or exercised is None else max(Decimal(0), exercised - basic)
            web.rights[pair] = more, more


def _known(stake: Stake, name: str) -> Decimal | None:
    try:
        found: Decimal | None = getattr(stake, name)
    except (NotKnown, ArithmeticError):
        return None
    return found


def _added(held: Iterable[Ownership], rights: Iterable[Ownership]) -> list[Ownership]:
    """One share a pair: what is held and what its rights bring; unknown where one of the two is."""
    pairs: dict[Pair, Ownership] = {}
    for one in (*held, *rights):
        before = pairs.get((one.owner, one.owned))
        pairs[one.owner, one.owned] = one if before is None else replace(one, share=_sum(before.share, one.share))
    return list(pairs.values())


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _after_issue(held: Iterable[Ownership], rights: Iterable[Ownership]) -> list[Ownership]:
    """The shares held once the rights to the same firm are exercised; unknown where the size of a right is."""
    issued: dict[str, list[Decimal | None]] = defaultdict(list)
    for one in rights:
        issued[one.owned].append(one.share)

    def left(one: Ownership) -> Decimal | None:
        parts = [part for part in issued[one.owned] if part is not None]
        if one.share is None or len(parts) < len(issued[one.owned]):
            return None
        return diluted(one.share, by=sum(parts, Decimal(0)))

    return [replace(one, share=left(one)) for one in held]
