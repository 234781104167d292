"""Two entities on record that are one are merged here; what the two together would break is asked before."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.core.exceptions import ValidationError

from projects.calculations.names import bare_key
from projects.models import CapacityEstimate, CapacityPhase, Company, Project
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Entity, Merge, Recording
from record.models.redirects import merged
from record.services import facts

from .identity import LABELS
from .ownership import WHOLE, latest

OWN_KEYS: dict[type[Entity], dict[str, str]] = {
    Company: {**LABELS, "country": "country"},
    Project: {"country": "country", "state": "state"},
}
"""Labels in which one company, or one site, cannot differ."""


class Check(Protocol):
    """Says, in sentences, what a merge would break; it is on record while it is asked, and not at `before`."""

    def __call__(self, merge: Merge, *, before: AsOf, after: AsOf) -> Iterator[str]:
        """What is broken after the merge and was not before."""


CHECKS: list[Check] = []
"""Of this app and of those above it, which register theirs."""


def register(check: Check) -> Check:
    """Have every merge asked by one more check."""
    CHECKS.append(check)
    return check


def record(merge: Merge, *, recording: Recording, today: date) -> Merge:
    """Put a merge on record. Raises ValidationError that says, with the numbers, why the two cannot be one."""
    if not merge.note.strip():
        raise ValidationError({"note": "Say why the two are one."})
    if merge.entity_id == merge.into_id:
        raise ValidationError({"into": "This is the one itself. Choose the other one."})
    for one in (merge.entity, merge.into):
        if head := merged(type(one)).get(one.pk):
            named = type(one)._default_manager.get(pk=head)
            raise ValidationError({"into": f"{one.name} was merged into {named.name} [{named.slug}]. Choose that one."})
    found = list(_keys(merge))
    if not found:
        before = AsOf(today, recording.moment, recording.serial - 1)
        merge.effective_on = merge.effective_on or PartialDate.of(today)
        facts.record(merge, recording=recording)
        after = AsOf(today, recording.moment, recording.serial)
        found = [sentence for check in CHECKS for sentence in check(merge, before=before, after=after)]
    if found:
        raise ValidationError({"into": found})
    return merge


def keys_of(merge: Merge) -> Iterator[tuple[str, str, str]]:
    """The labels by which both are known: what each is, of the second, of the first."""
    for name, label in OWN_KEYS[type(merge.into)].items():
        yield label, getattr(merge.entity, name), getattr(merge.into, name)


def _keys(merge: Merge) -> Iterator[str]:
    for label, one, other in keys_of(merge):
        if one and other and bare_key(one) != bare_key(other):
            yield (
                f"{merge.entity.name} has the {label} {one}, and {merge.into.name} has {other}: they are two. "
                "If one of these is wrong, correct it first."
            )


@register
def owners(merge: Merge, *, before: AsOf, after: AsOf) -> Iterator[str]:
    """No company owns itself, and nothing is owned beyond the whole."""
    if not isinstance(merge.into, Company | Project):
        return
    shares: dict[tuple[int | None, int | None], dict[tuple[int | None, str], Decimal]] = defaultdict(dict)
    names: dict[Any, str] = {}
    for row in latest(after):
        owned: Any = row.owned_company or row.owned_project
        names[row.owned_company_id, row.owned_project_id] = owned.name
        if row.owner_company_id is not None and row.owner_company_id == row.owned_company_id:
            yield f"One of the two owns the other, so {owned.name} would own itself. Retract that ownership first."
        share = row.economic_share or Decimal(0)
        shares[row.owned_company_id, row.owned_project_id][row.owner_company_id, row.owner_code] = share
    over = {key: total for key, parts in shares.items() if (total := sum(parts.values(), Decimal(0))) > WHOLE}
    stood: dict[Any, Decimal] = defaultdict(Decimal)
    for row in latest(before):
        stood[row.owned_company_id, row.owned_project_id] += row.economic_share or Decimal(0)
    for key, total in over.items():
        if stood[key] <= WHOLE:
            percent = f"{(total * 100).normalize():f}%"
            yield f"{names[key]} would be owned to {percent} in all. Retract what is stated twice first."


@register
def phases(merge: Merge, *, before: AsOf, after: AsOf) -> Iterator[str]:
    """A product and stage that both sites have would be counted twice."""
    if not isinstance(merge.into, Project):
        return
    of_site = {site: set(CapacityPhase.objects.bearing(before, project=site)) for site in (merge.entity, merge.into)}
    estimates = CapacityEstimate.objects.at(before).latest_by("phase_id")
    lines = {
        site: {(one.mineral_id, one.chain_stage_id): one for pk, one in estimates.items() if pk in pks}
        for site, pks in of_site.items()
    }
    for key in lines[merge.entity].keys() & lines[merge.into].keys():
        twice = " and ".join(str(lines[site][key].phase) for site in (merge.entity, merge.into))
        yield f"{twice} are of one product and stage and would be added. Retract the capacity of one of them first."
