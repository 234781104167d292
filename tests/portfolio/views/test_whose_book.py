"""The page of an award says whose book its ledger is: an officer's, the public record's, or of both."""

from portfolio.models import Investment
from record.services import entities
from tests.cast import Cast, entry, record_entries, writing
from tests.desk import sign_in, words

ONLY = "Only the public record is known of this award"
BOTH = "The public record and what officers have entered are known of this award"


def seen(cast: Cast, award: Investment) -> str:
    return words(sign_in(cast.people["manager"]).get(f"/investments/{award.slug}/?as_of=2026-06-30"))


def test_an_officers_entry_stands_beside_the_public_record(cast):
    grant = cast.investments["palisade-doe-grant"]
    assert "an officer's own book" in seen(cast, grant)
    with writing() as recording:
        columns = {name: getattr(grant, name) for name in ("deal", "agency", "program", "recipient", "instrument")}
        award = entities.create(
            Investment(slug="told-by-the-press", ledger_is_complete=False, **columns), recording=recording
        )
    record_entries([entry(award, "fee", "2026-01-05", "5")])
    assert ONLY in seen(cast, award)
    record_entries([entry(award, "fee", "2026-01-06", "77")], by=cast.people["officer"])
    said = seen(cast, award)
    assert BOTH in said
    assert ONLY not in said
    assert "public record and officers' entries" in said
