"""Who owns what is recorded here."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.core.exceptions import ValidationError

from projects.models import Basis, Ownership
from record.calculations.as_of import AsOf
from record.calculations.formatting import percent
from record.models import Recording
from record.services import facts, same_day
from record.services.timing import require_past

from .plausibility import spelt

WHOLE = Decimal(1)
OF_A_DAY = (
    ("owner_company_id", "owner_code", "owned_company_id", "owned_project_id"),
    ("economic_share", "voting_share", "basis", "ends_on"),
)
"""Who owns what, and the columns of what is said of it: of one day there is one statement."""
SHARES = (("economic_share", "An economic share"), ("voting_share", "A voting share"))


class CodesOf(Protocol):
    """Reads the codes of the government bodies that may own, as they are on record."""

    def __call__(self, at: AsOf) -> Iterable[str]:
        """Every code at that moment."""


CODES: list[CodesOf] = []
"""Of the app that knows agencies, which registers its own."""


def register_codes(read: CodesOf) -> None:
    CODES.append(read)


def record(ownership: Ownership, *, recording: Recording, today: date) -> Ownership:
    """Add an owner's share. Raises ValidationError by field where it can be none."""
    facts.check(ownership)
    found = {}
    if bool(ownership.owner_company_id) == bool(ownership.owner_code.strip()):
        found["owner_company"] = "One owner: choose a company, or write an agency's code, not both."
    if ownership.owned_company_id and ownership.owned_company_id == ownership.owner_company_id:
        found["owner_company"] = "A company does not own itself. Choose another owner."
    for name, what in SHARES:
        share = getattr(ownership, name)
        if share is not None and not 0 <= share <= 1:
            found[name] = f"{what} of {share * 100:f}% is not between 0% and 100%. Check the source."
    begins, ends = ownership.effective_on, ownership.ends_on
    if begins and ends and ends.surely_before(begins):
        found["ends_on"] = f"It ends on {ends}, before it begins on {begins}. Check both days."
    if found:
        raise ValidationError(found)
    if ownership.basis in Basis.counting():
        require_past("effective_on", begins, today, what="Record what is agreed as pending.")
    at = AsOf(max(today, begins.end) if begins else today, recording.moment, recording.reads)
    codes = [code for read in CODES for code in read(at)]
    unknown = spelt(ownership, "owner_code", "agency", lambda: codes, recording=recording)
    second = same_day.second_of_the_day(ownership, *OF_A_DAY, recording)
    facts.require_reason(ownership, [*unknown, *second, *beyond_the_whole(ownership, at)])
    done = facts.record(ownership, recording=recording)
    same_day.take(done, *OF_A_DAY, recording)
    return done


def latest(at: AsOf) -> Iterator[Ownership]:
    """What counts of ownership: the newest of each pair."""
    rows = Ownership.objects.at(at).filter(basis__in=Basis.counting())
    related = rows.select_related("owner_company", "owned_company", "owned_project")
    newest = related.latest_by("owner_company_id", "owner_code", "owned_company_id", "owned_project_id")
    return (row for row in newest.values() if row.ends_on is None or row.ends_on.end >= at.as_of)


def beyond_the_whole(ownership: Ownership, at: AsOf) -> list[str]:
    """That with this share the owners on record would have more than all of a company or a project."""
    is_over = ownership.ends_on is not None and ownership.ends_on.end < at.as_of
    if ownership.basis not in Basis.counting() or is_over:
        return []
    owned = (ownership.owned_company_id, ownership.owned_project_id)
    owner = (ownership.owner_company_id, ownership.owner_code)
    others = [
        row
        for row in latest(at)
        if (row.owned_company_id, row.owned_project_id) == owned and (row.owner_company_id, row.owner_code) != owner
    ]
    found = []
    for name, what in SHARES:
        share = getattr(ownership, name)
        stood = sum((getattr(row, name) or Decimal(0) for row in others), Decimal(0))
        if share and stood + share > WHOLE:
            found.append(
                f"{what} of {percent(share)} beside the {percent(stood)} that others have on record is more than "
                f"all of {ownership.owned_company or ownership.owned_project}."
            )
    return found
