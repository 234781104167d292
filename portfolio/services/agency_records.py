"""What agencies' own files say is recorded here."""

from datetime import date

from portfolio.models import Agency, AgencyAward, AgencyEntry
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Recording
from record.services import facts
from record.services.timing import require_past


def record(fact: AgencyAward | AgencyEntry, *, recording: Recording, today: date) -> AgencyAward | AgencyEntry:
    """Add a statement. Raises ValidationError by field; none of its days lies ahead."""
    name = "awarded_on" if isinstance(fact, AgencyAward) else "version_on"
    day: date | None = getattr(fact, name)
    facts.raise_together(
        lambda: facts.check_stated(fact, today, what="Give the day that the file bears."),
        lambda: require_past(name, PartialDate.of(day) if day else None, today, what="Check the year."),
    )
    return facts.record(fact, recording=recording)


def codes(at: AsOf) -> list[str]:
    """The code of every agency on record, DOE."""
    return list(Agency.objects.known(at).values_list("code", flat=True))
