"""Who owns what is recorded here."""

from datetime import date

from django.core.exceptions import ValidationError

from projects.models import Basis, Ownership
from record.models import Recording
from record.services import facts
from record.services.timing import require_past

SHARES = (("economic_share", "An economic share"), ("voting_share", "A voting share"))


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
    return facts.record(ownership, recording=recording)
