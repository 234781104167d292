"""What the government owns of a company or a project through the firms between them, at an AsOf."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio.calculations.look_through import LookThrough, Ownership, look_through
from portfolio.calculations.position import diluted
from projects.models import Basis, Company, Project
from projects.models import Ownership as Stated
from record.calculations.as_of import AsOf

COUNTED = {Basis.STATED, Basis.DERIVED}


@dataclass(frozen=True, slots=True)
class OwnedThrough:
    """An agency's economic share of an entity: held, with every right exercised, and after those rights dilute."""

    agency: str
    held: LookThrough
    exercised: LookThrough
    diluted: LookThrough

    @property
    def via(self) -> str:
        """The paths by name: "DOE > lac > lnv > thacker-pass"."""
        return "; ".join(" > ".join(path.names) for path in self.exercised.paths)


def owned_through(at: AsOf, entity: Company | Project) -> list[OwnedThrough]:
    """The agencies with a path to the entity, by code; in one question to the database."""
    agencies, held, rights = _ownerships(at)
    exercised = _added(held, rights)
    after = _added(_after_issue(held, rights), rights)
    found = [
        OwnedThrough(
            agency,
            look_through(agency, entity.slug, held),
            look_through(agency, entity.slug, exercised),
            look_through(agency, entity.slug, after),
        )
        for agency in sorted(agencies)
    ]
    return [one for one in found if one.exercised.paths]


def _ownerships(at: AsOf) -> tuple[set[str], list[Ownership], list[Ownership]]:
    """The codes of agencies that own anything; what counts as owned; and the rights that nobody has exercised.

    Of a stated and a derived share of one pair, the stated one counts.
    """
    asked = Stated.objects.at(at).select_related("owner_company", "owned_company", "owned_project")
    latest = asked.latest_by("owner_company_id", "owner_code", "owned_company_id", "owned_project_id", "basis").values()
    agencies: set[str] = set()
    counted: dict[tuple[str, str], Ownership] = {}
    rights: list[Ownership] = []
    for row in sorted(latest, key=lambda row: row.basis == Basis.STATED):
        if row.ends_on is not None and row.ends_on.end < at.as_of:
            continue
        owner = row.owner_company.slug if row.owner_company else row.owner_code
        owned = row.owned_company or row.owned_project
        if row.owner_code:
            agencies.add(row.owner_code)
        if row.basis in COUNTED:
            counted[owner, owned.slug] = Ownership(owner, owned.slug, row.economic_share)
        elif row.basis == Basis.UNEXERCISED:
            rights.append(Ownership(owner, owned.slug, row.economic_share))
    return agencies, list(counted.values()), rights


def _added(held: Iterable[Ownership], rights: Iterable[Ownership]) -> list[Ownership]:
    """One share a pair: what is held and what its rights bring; unknown where one of the two is."""
    pairs: dict[tuple[str, str], Ownership] = {}
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
