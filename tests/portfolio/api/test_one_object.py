"""One object by its identifier: its cells, its ETag, a file, and a proposal as it stood."""

import pytest

from portfolio.calculations.kinds import Kind as EntryKind
from record.models import Proposal
from record.services import approvals, attachments
from tests.cast import TODAY, entry, record_entries, writing
from tests.files import pdf, sent
from tests.portfolio.proposals_of_each_kind import PAYLOADS

from .walks import DAY, OPEN, walk


@pytest.mark.parametrize(
    ("kind", "key", "name", "cell"),
    [
        ("deals", "saltwash-loan", "committed_usd", None),
        ("investments", "saltwash-doe-loan", "outstanding_usd", "35000000.00"),
        ("entries", "T000006", "amount_usd", "20000000.00"),
        ("companies", "palisade", "awards", 3),
        ("projects", "saltwash-clay", "state", "NV"),
        ("sources", "cast1", "publisher", "Gazette"),
        ("stakes", "DOW:palisade:palisade-equity:held:stake", "issuer", "palisade"),
    ],
)
def test_one_object_is_read_by_its_identifier(reader, kind, key, name, cell):
    answer = reader.get(f"/api/v1/{kind}/{key}/", DAY)
    assert answer.status_code == 200
    assert answer.json()["result"]["id"] == key
    assert answer.json()["result"][name] == cell
    assert answer["ETag"].startswith('"')


@pytest.mark.parametrize("kind", OPEN)
def test_what_is_not_on_record_is_not_found(reader, kind):
    for key in ("nope", "T99999999999999999999", "0", "-1", "\x00", "é", "'"):
        answer = reader.get(f"/api/v1/{kind}/{key}/", DAY)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json"), key


def test_the_etag_of_an_award_is_the_base_hash_of_a_proposal_about_it(reader, cast, officer):
    said = reader.get("/api/v1/investments/saltwash-doe-loan/", {"as_of": TODAY})["ETag"]
    made, _ = PAYLOADS["entry"]
    with writing(officer) as recording:
        proposal = approvals.propose("entry", made(cast), recording=recording, today=TODAY)
    assert said == f'"{proposal.base_hash}"'
    loan = cast.investments["saltwash-doe-loan"]
    record_entries([entry(loan, EntryKind.DISBURSEMENT, "2026-03-01", "1")], by=officer)
    assert reader.get("/api/v1/investments/saltwash-doe-loan/", {"as_of": TODAY})["ETag"] != said


def test_a_file_is_listed_by_its_sha_256_and_saved_where_its_page_permits(client, cast, officer):
    award = cast.investments["saltwash-doe-loan"]
    made, _ = PAYLOADS["entry"]
    with writing(officer) as recording:
        open_to_all = attachments.attach(award, sent(), recording=recording, today=TODAY)
    with writing(officer) as recording:
        proposal = approvals.propose("entry", made(cast), recording=recording, today=TODAY)
    with writing(officer) as recording:
        other = sent(content=pdf() + b"\n%other")
        of_proposal = attachments.attach(proposal, other, recording=recording, today=TODAY)
    for person, allowed in (("manager", 404), ("auditor", 200)):
        client.force_login(cast.people[person])
        (listed,) = walk(client, "files", **DAY)
        assert (listed["id"], listed["belongs_to"]) == (open_to_all.sha256, "investment saltwash-doe-loan")
        saved = client.get(f"/api/v1/files/{open_to_all.sha256}/content/")
        assert b"".join(saved.streaming_content) == pdf()
        assert saved["Content-Disposition"] == 'attachment; filename="agreement.pdf"'
        assert client.get(f"/api/v1/files/{of_proposal.sha256}/content/").status_code == allowed
    assert walk(client, "proposals", **DAY)[0]["proposal_files"] == of_proposal.sha256
    assert client.get(f"/api/v1/files/{open_to_all.sha256}/content/", {"a": 1}).status_code == 400


def test_a_proposal_is_told_as_of_then(reader, cast, officer, officer2):
    made, _ = PAYLOADS["entry"]
    with writing(officer, "the May draw") as recording:
        approvals.propose("entry", made(cast), recording=recording, today=TODAY)
    proposal = Proposal.objects.as_worded().get()
    approvals.approve(proposal, by=officer2, shown_hash=proposal.shown_hash, today=TODAY)
    (then,) = walk(reader, "proposals", serial=3, **DAY)
    (since,) = walk(reader, "proposals", **DAY)
    assert (then["proposal_state"], since["proposal_state"]) == ("waits", "approved")
    assert (since["at_stake_usd"], since["proposed_by"], since["decided_by"]) == ("1.00", "officer", "officer2")
    assert (since["recorded_why"], since["written_in"]) == ("the May draw", 4)
