"""An officer records a new deal: from the form, over the preview, to the ledger."""

from decimal import Decimal

import pytest
from django.test import Client

from portfolio.admin.new_deal_forms import AwardForm
from portfolio.models import Capitalization, Deal, Investment, InvestmentStatus, Terms, Transaction
from projects.models import Company
from record.models import Proposal, Recording, Source
from record.services import entities, facts
from record.services.sources import cite
from tests.cast import Cast, day, writing
from tests.desk import approve_what_waits, deal_form, page, sign_in, words

pytestmark = pytest.mark.long

ADDRESS = "/admin/record-a-deal/"


@pytest.fixture
def officer_at_desk(cast: Cast) -> Client:
    return sign_in(cast.people["officer"])


def awards(response) -> list[AwardForm]:
    """The forms of the awards on the page."""
    return [form for form, *_ in response.context["parts"]]


@pytest.fixture
def award(cast: Cast) -> dict[str, str]:
    """What it is: common shares of a firm on record, under a new deal."""
    return {
        "new_deal_name": "Second round of Palisade",
        "agency": str(cast.agencies["DOW"].pk),
        "program": str(cast.programs["DOW-OSC"].pk),
        "company": "Palisade Magnetics (PLM) [palisade]",
        "project_1": "palisade-magnets",
        "basis": "stated",
        "instrument": "common_equity",
    }


@pytest.fixture
def terms() -> dict[str, str]:
    """Its terms: 100,000 shares at 50 dollars, 10% as stated."""
    return {
        "announced_amount": "$5,000,000",
        "announced_on": "2026-02-01",
        "closed_on": "2026-03-01",
        "shares": "100,000",
        "price_per_share": "50",
        "stated_stake_share": "10",
        "status": "closed",
        "confidence": "high",
        "source_1": "cast1",
        "why": "the second round closed",
    }


def test_a_term_of_another_instrument_is_refused_and_never_left_out(officer_at_desk, award, terms):
    response = officer_at_desk.post(ADDRESS, deal_form(award | terms | {"strike_price": "50"}))
    (form,) = awards(response)
    assert form.errors["strike_price"] == ["A common equity has no strike price. Empty it, or change the instrument."]


def test_the_preview_says_what_follows_and_writes_nothing(officer_at_desk, cast, award, terms):
    with writing() as recording:
        facts.record(
            Capitalization(
                company=cast.companies["palisade"],
                basic_shares=Decimal("1000000"),
                kind="cover",
                effective_on=day("2026-01-31"),
                citation=cite(["cast1"]),
            ),
            recording=recording,
        )
    last = Recording.objects.last_serial()
    response = officer_at_desk.post(ADDRESS, deal_form(award | terms))
    text = words(response)
    assert "Nothing is recorded yet" in text
    assert "Stake as stated 10%" in text
    assert "Stake as computed 10%" in text
    assert "Committed $5,000,000.00" in text
    assert "Headroom (committed less obligated) $5,000,000.00" in text
    assert "Committed under DOW-OSC $60,000,000.00 $65,000,000.00" in text
    assert Recording.objects.last_serial() == last
    assert not Deal.objects.filter(name="Second round of Palisade").exists()


def test_the_preview_names_what_is_typed_of_a_new_company_and_of_a_new_site(officer_at_desk, award, terms):
    new = {"company": "Copperline", "new_company_ticker": "CPL", "project_1": "Copperline plant"}
    new |= {"new_project_state": "nc", "new_project_country": "us"}
    response = officer_at_desk.post(ADDRESS, deal_form(award | terms | new))
    written = {line.label: line.after for line in response.context["preview"].written}
    assert written["New company: ticker"] == "CPL"
    assert written["New project: state"] == "North Carolina"
    assert written["New project: country"] == "US"


def test_approved_everything_is_written_in_one_recording_and_the_amount_committed(
    officer_at_desk, cast, officer2, award, terms
):
    response = officer_at_desk.post(ADDRESS, deal_form(award | terms | {"_save": "1"}))
    assert response.status_code == 302
    assert response["Location"] == page(Proposal.objects.get())
    approve_what_waits(officer2)
    made = Investment.objects.get(deal__name="Second round of Palisade")
    written = made.created_in
    assert (written.by, written.channel, written.why) == (cast.people["officer"], "form", "the second round closed")
    assert made.issuer == made.recipient == cast.companies["palisade"]
    version = Terms.objects.get(investment=made)
    assert version.stated_stake_share == Decimal("0.10")
    assert version.citation.text == "cast1"
    entry = Transaction.objects.get(investment=made)
    assert (entry.kind, entry.amount, str(entry.effective_on)) == ("commitment", Decimal("5000000.00"), "2026-03-01")
    statuses = InvestmentStatus.objects.filter(investment=made).order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["announced", "closed"]
    assert [reach.project.slug for reach in made.reaches.all()] == ["palisade-magnets"]
    assert {row.recording_id for row in (version, entry, *made.statuses.all(), *made.reaches.all())} == {written.serial}
    shown = words(officer_at_desk.get(page(made)))
    assert "$5,000,000.00" in shown
    assert "New ledger entry" in shown


def test_new_things_and_a_new_source_come_with_the_deal(officer_at_desk, officer2, award, terms):
    del award["company"], award["project_1"]
    award |= {"new_company_name": "Copperline", "new_company_ticker": "CPL", "new_company_country": "us"}
    award |= {"new_project_name": "Copperline smelter", "new_project_state": "AZ", "new_project_country": "US"}
    terms |= {
        "source_1": "",
        "new_publisher": "Ledger Times",
        "new_title": "Copperline sells a tenth",
        "new_published_on": "2026-03-02",
        "new_address": "https://example.org/copperline",
    }
    response = officer_at_desk.post(ADDRESS, deal_form(award | terms | {"_save": "1"}))
    assert response.status_code == 302
    approve_what_waits(officer2)
    company = Company.objects.get(ticker="CPL")
    assert (company.slug, company.country) == ("copperline", "US")
    source = Source.objects.get(publisher="Ledger Times")
    made = Investment.objects.get(recipient=company)
    assert made.terms.get().citation.text == company.citation.text == source.slug
    assert made.reaches.get().project.name == "Copperline smelter"


def test_a_letter_of_interest_commits_nothing(officer_at_desk, officer2, award, terms):
    answers = award | terms | {"status": "loi", "closed_on": "", "_save": "1"}
    assert officer_at_desk.post(ADDRESS, deal_form(answers)).status_code == 302
    approve_what_waits(officer2)
    made = Investment.objects.get(deal__name="Second round of Palisade")
    assert not made.transactions.exists()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("stated_stake_share", "150", "150% is no share. Write one from 0% to 100%."),
        ("announced_amount", "five", '"five" is no number. Write digits'),
        ("closed_on", "soon", '"soon" is no date.'),
        ("commitment_on", "2031-01-01", "2031-01-01"),
        ("source_1", "", "Every figure names its source."),
        ("source_1", "nowhere", 'No source is on record as "nowhere".'),
        ("agency", "", "This is needed. Fill it in."),
        ("payments_known", "", "This is needed. Fill it in."),
        ("shares", "1e30", '"1e30" was shortened by a spreadsheet'),
        ("announced_amount", "NaN", '"NaN" is no number.'),
        ("announced_amount", "0.001", "more than 2 decimal places, and nothing is rounded"),
    ],
)
def test_impossible_input_is_refused_on_its_field_and_nothing_typed_is_lost(
    officer_at_desk, award, terms, field, typed, sentence
):
    last = Recording.objects.last_serial()
    response = officer_at_desk.post(ADDRESS, deal_form(award | terms | {field: typed}))
    (form,) = awards(response)
    assert response.status_code == 200
    assert sentence in " ".join(form.errors["sources" if field == "source_1" else field])
    assert form["shares"].value() == ("1e30" if typed == "1e30" else "100,000")
    assert form["company"].value() == award["company"]
    assert Recording.objects.last_serial() == last


def test_an_expiry_before_the_closing_is_refused_on_the_expiry(officer_at_desk, award, terms):
    answers = (
        award | terms | {"instrument": "warrant", "expires_on": "2020", "strike_price": "50", "price_per_share": ""}
    )
    (form,) = awards(officer_at_desk.post(ADDRESS, deal_form(answers)))
    assert "An expiry on 2020 lies before the closing on 2026-03-01" in form.errors["expires_on"][0]


def test_what_is_unusual_is_saved_only_with_a_reason(officer_at_desk, officer2, award, terms):
    answers = award | terms | {"price_per_share": "", "_save": "1"}
    response = officer_at_desk.post(ADDRESS, deal_form(answers))
    assert response.status_code == 200
    assert "100,000 shares for $5,000,000.00 without a price per share" in words(response)
    assert "Give the reason" in words(response)
    assert (
        officer_at_desk.post(ADDRESS, deal_form(answers | {"warning_reason": "withheld by the firm"})).status_code
        == 302
    )
    approve_what_waits(officer2)
    assert "withheld by the firm" in Terms.objects.order_by("-pk").first().note


def test_what_was_changed_after_it_was_shown_is_shown_anew_before_it_is_saved(officer_at_desk, award, terms):
    sent = deal_form(award | terms)
    seen = officer_at_desk.post(ADDRESS, sent).context["seen"]
    other = sent | {"a1-shares": "99,000", "seen": seen, "_save": "1"}
    again = officer_at_desk.post(ADDRESS, other)
    assert "Something was changed since this was shown" in words(again)
    assert not Proposal.objects.exists()
    assert officer_at_desk.post(ADDRESS, sent | {"seen": seen, "_save": "1"}).status_code == 302


def test_an_officer_is_offered_the_assigned_programs_alone(officer_at_desk, cast, award, terms):
    (form,) = awards(officer_at_desk.get(ADDRESS))
    assert {program.code for program in form.fields["program"].queryset} == {"DOW-OSC", "DOE-ATVM", "DOE-MESC"}
    foreign = {"agency": str(cast.agencies["DOC"].pk), "program": str(cast.programs["DOC-CHIPS"].pk)}
    response = officer_at_desk.post(ADDRESS, deal_form(award | terms | foreign | {"_save": "1"}))
    assert "not among those assigned to you" in awards(response)[0].errors["agency"][0]


def test_a_name_that_several_bear_is_asked_back_and_a_near_one_asks_for_a_reason(officer_at_desk, award, terms):
    with writing() as recording:
        entities.create(Company(slug="palisade-two", name="Palisade Magnetics"), recording=recording)
    twice = officer_at_desk.post(ADDRESS, deal_form(award | terms | {"company": "palisade magnetics"}))
    assert '"palisade magnetics" names several' in awards(twice)[0].errors["company"][0]
    assert not awards(officer_at_desk.post(ADDRESS, deal_form(award | terms | {"company": "PLM"})))[0].errors
    near = officer_at_desk.post(ADDRESS, deal_form(award | terms | {"company": "Palisade Magnetic", "_save": "1"}))
    assert "bears a name that is near it. Is it the same company, or another one?" in words(near)
    assert not Proposal.objects.exists()


def test_a_second_deal_of_a_name_and_an_award_like_one_on_record_ask_for_a_reason(officer_at_desk, cast, award, terms):
    """Case and marks apart. An award of the same recipient, agency, amount and day is asked about in any deal."""
    answers = award | terms | {"new_deal_name": "PALISADE: preferred", "_save": "1"}
    with writing() as recording:
        entities.create(Deal(slug="twice", name="Palisade preferred"), recording=recording)
    asked = officer_at_desk.post(ADDRESS, deal_form(answers))
    assert "twice (Palisade preferred) bears the same name. Is it the same deal, or another one?" in words(asked)
    like = answers | {"new_deal_name": "Another", "announced_amount": "60000000", "shares": "60,000",
                      "price_per_share": "1000", "announced_on": "2025-07-10"}  # fmt: skip
    asked = officer_at_desk.post(ADDRESS, deal_form(like))
    assert "has the same recipient, agency, amount of $60,000,000.00 and day, 2025-07-10" in words(asked)
    assert officer_at_desk.post(ADDRESS, deal_form(like | {"warning_reason": "a second tranche"})).status_code == 302
    told = [after for label, _, after in Proposal.objects.latest("pk").shown["fields"] if label == "Asked"]
    assert told
    assert all(question in words(asked) for question in told)


def test_a_deal_that_takes_the_name_of_another_asks_for_a_reason(officer_at_desk, cast):
    with writing() as recording:
        deal = entities.create(Deal(slug="twice", name="Twice"), recording=recording)
    address = page(deal)
    seen = officer_at_desk.get(address).context["adminform"].form
    typed = {"name": cast.deals["palisade-grant"].name.upper(), "why": "as announced", "seen": deal.recording_id,
             "sources": Source.objects.get(slug="cast1").pk}  # fmt: skip
    assert "warning_reason" in seen.fields
    asked = officer_at_desk.post(address, typed)
    assert "bears the same name. Is it the same deal, or another one?" in words(asked)
    assert officer_at_desk.post(address, typed | {"warning_reason": "two rounds"}).status_code == 302
