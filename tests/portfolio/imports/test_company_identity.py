"""A company is on record once, however a form or a file writes it; what is near is asked."""

import pytest

from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import preview, read
from portfolio.imports.row_outcomes import Becomes
from portfolio.models import Deal, Investment
from projects.calculations.names import bare_key, bare_name, near_names
from projects.models import Company
from record.services import entities
from tests.cast import TODAY, writing

from .conftest import put, show

HEAD = "investment,company_name,company,agency,instrument,status"
pytestmark = pytest.mark.usefixtures("cast")


def becomes(plan):
    return [one.becomes for one in plan.row_outcomes]


def refusal(plan):
    return plan.row_outcomes[0].changes[0][2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MP Materials Corp.", "mp materials"),
        ("The Mosaic Company", "MOSAIC CO"),
        ("U.S. Steel, Inc.", "US Steel"),
        ("Vulcan Élan, S.A.", "vulcan elan"),
        ("Smith & Sons LLC", "Smith and Sons"),
        ("M\u200bP Mate\u00adrials", "\u202eMP Materials"),
    ],
)
def test_two_writings_of_one_name(one, other):
    assert bare_name(one) == bare_name(other)


@pytest.mark.parametrize("ticker", ["mp", " MP ", "ＭＰ", "M\u200bP", "$MP", "NYSE: MP"])
def test_writings_of_one_ticker(ticker):
    assert bare_key(ticker) == "MP"


def test_names_near_each_other():
    assert near_names("albermarle", ["albemarle", "alcoa"]) == ["albemarle"]
    assert near_names("lithium nevada", ["lithium nevada ventures"]) == []
    assert near_names("line 2", ["line 1"]) == []


def test_a_new_name_written_twice_in_a_file_is_one_company():
    text = (
        "investment,agency,instrument,status,company_name,announced_usd,closed_on\n"
        "case-a,DOW,grant,committed,MP Materials Corp.,1000000,2026-01-05\n"
        "case-b,DOW,grant,committed,MP MATERIALS,2000000,2026-01-05\n"
    )
    plan, _ = put("investments", text)
    assert becomes(plan) == [Becomes.NEW, Becomes.NEW]
    assert Company.objects.filter(name__istartswith="mp").count() == 1
    a, b = Investment.objects.filter(slug__startswith="case-").order_by("slug")
    assert a.recipient == b.recipient


@pytest.mark.parametrize("written", ["Palisade Magnetics", "palisade magnetics, inc.", "PALISADE  MAGNETICS CORP"])
def test_a_name_on_record_is_that_company(written):
    plan, _ = put("investments", f'{HEAD}\nsecond-award,"{written}",,DOW,grant,announced\n')
    assert Investment.objects.get(slug="second-award").recipient.slug == "palisade"
    assert Company.objects.filter(name__icontains="palisade").count() == 1


HISTORY = "agency,company,company_name,instrument,kind,amount_usd,effective_on\n"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("investments", f"{HEAD}\nsecond-award,PALISADE magnetics,,DOW,grant,announced\n"),
        ("history", f"{HISTORY}DOW,,PALISADE magnetics,contract,commitment,5.00,2026-01-05\n"),
    ],
)
def test_the_sender_sees_which_company_a_name_was_read_as(kind, text):
    assert show(kind, text).row_outcomes[0].changes[0] == ("company", "", "Palisade Magnetics [palisade]")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("investments", f"{HEAD}\nsecond-award,Palisade Magnetics,saltwash,DOW,grant,announced\n"),
        ("investments", f"{HEAD}\nsecond-award,Wholly Other,saltwash,DOW,grant,announced\n"),
        ("history", f"{HISTORY}DOW,saltwash,Palisade Magnetics,contract,commitment,5.00,2026-01-05\n"),
    ],
)
def test_a_name_beside_the_identifier_of_another_company_is_refused(kind, text):
    plan = show(kind, text)
    assert becomes(plan) == [Becomes.REFUSED]
    assert refusal(plan).startswith("saltwash is ")
    assert refusal(plan).endswith("Leave the cell empty if that company is meant, or correct the identifier.")


def test_a_name_in_a_row_of_an_award_on_record_is_its_company_or_moves_it():
    head = "investment,company_name\n"
    assert becomes(show("investments", f"{head}palisade-doe-grant,Palisade Magnetics Inc\n")) == [Becomes.SAME]
    moved = show("investments", f"{head}palisade-doe-grant,Saltwash Lithium\n")
    assert moved.row_outcomes[0].changes == [("company", "palisade", "saltwash")]
    assert moved.effect.waits
    plan = show("investments", f"{head}palisade-doe-grant,Wholly Other\n")
    assert "No company on record is called so. Record the company first" in refusal(plan)


@pytest.mark.parametrize("kind", ["investments", "history"])
def test_a_name_that_is_near_is_asked(kind):
    rows = {
        "investments": f"{HEAD}\nsecond-award,Palisade Magnetic,,DOW,grant,announced\n",
        "history": "agency,company_name,instrument,kind,amount_usd,effective_on\n"
        "DOW,Palisade Magnetic,grant,commitment,5.00,2026-01-05\n",
    }
    plan = show(kind, rows[kind])
    assert becomes(plan) == [Becomes.REFUSED]
    assert "Palisade Magnetics [palisade] bears a name that is near it. Is it the same company" in refusal(plan)
    assert becomes(show(kind, rows[kind], mapping=Mapping(constants={"same_as": "another"}))) == [Becomes.NEW]


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("company_ticker", "plm", "ticker, PLM"),
        ("company_cik", "0001801368", "CIK, 1801368"),
        ("company_uei", "ABC123DEF456", "UEI"),
    ],
)
def test_a_key_that_another_company_bears_is_asked(cast, column, value, says):
    with writing() as recording:
        entities.relabel(cast.companies["palisade"], {"cik": "1801368", "uei": "ABC123DEF456"}, recording=recording)
    plan = show("investments", f"{HEAD},{column}\nsecond-award,Wholly Other,,DOW,grant,announced,{value}\n")
    assert becomes(plan) == [Becomes.REFUSED]
    assert f"Palisade Magnetics [palisade] bears the same {says}" in refusal(plan)


def test_a_name_on_record_under_another_identifier_is_asked():
    plan = show("investments", f"{HEAD}\nsecond-award,Palisade Magnetics Inc,palisade-2,DOW,grant,announced\n")
    assert "bears the same name" in refusal(plan)


def test_the_sender_sees_new_companies_by_name():
    names = ("Quarry One", "Mill Works", "Tailings")
    text = "\n".join([HEAD, *(f"a{place},{name},,DOW,grant,announced" for place, name in enumerate(names))]) + "\n"
    plan = preview(read("investments", text.encode(), Mapping()), why="a test", today=TODAY, by_name="loader")
    lines = {label: after for label, _, after in plan.effect.written}
    assert lines["New companies"] == "3: Mill Works [mill-works]; Quarry One [quarry-one]; Tailings [tailings]"
    assert plan.row_outcomes[0].changes[0] == ("new company", "", "Quarry One [quarry-one]")


def test_an_award_of_the_same_number_or_amount_is_asked(cast):
    text = "investment,agency,instrument,status,company,deal,announced_usd,award_number\n"
    first = "g1,DOW,grant,announced,palisade,palisade-grant,7000000,W-15\n"
    put("investments", text + first)
    plan = show("investments", f"{text}g2,DOW,grant,announced,saltwash,saltwash-loan,1,w15\n")
    assert "g1 bears the award number W15" in refusal(plan)
    plan = show("investments", f"{text}g2,DOW,grant,announced,palisade,palisade-grant,7000000,\n")
    assert "g1 has the same deal, instrument and amount of $7,000,000.00" in refusal(plan)
    another = Mapping(constants={"same_as": "another"})
    plan = show("investments", f"{text}g2,DOW,grant,announced,palisade,palisade-grant,7000000,\n", mapping=another)
    assert becomes(plan) == [Becomes.NEW]


def test_a_deal_of_the_same_name_is_asked(cast):
    text = "investment,agency,instrument,status,company,deal,deal_name,same_as\n"
    name = cast.deals["palisade-grant"].name
    plan = show("investments", f"{text}g1,DOW,grant,announced,palisade,g-deal,{name.upper()},\n")
    assert "palisade-grant" in refusal(plan)
    assert "Is it the same deal, or another one? Write its identifier in the column deal" in refusal(plan)
    plan = show("investments", f"{text}g1,DOW,grant,announced,palisade,g-deal,{name},another\n")
    assert becomes(plan) == [Becomes.NEW]
    plan = show("investments", f"{text}g1,DOW,grant,announced,palisade,palisade-grant,{name},\n")
    assert becomes(plan) == [Becomes.NEW]


def test_an_award_of_the_same_recipient_agency_amount_and_day_is_asked(cast):
    text = "investment,agency,instrument,status,company,announced_usd,announced_on,same_as\n"
    first = "g1,DOW,grant,announced,palisade,7000000,2026-01-05,\n"
    put("investments", text + first)
    plan = show("investments", f"{text}g2,DOW,contract,announced,palisade,7000000,2026-01-05,\n")
    assert "g1 has the same recipient, agency, amount of $7,000,000.00 and day, 2026-01-05" in refusal(plan)
    for agency, day, same_as in (
        ("DOW", "2026-01-06", ""),
        ("DOE", "2026-01-05", ""),
        ("DOW", "2026-01-05", "another"),
    ):
        row = f"g2,{agency},contract,announced,palisade,7000000,{day},{same_as}"
        assert becomes(show("investments", f"{text}{row}\n")) == [Becomes.NEW], row
    two = show(
        "investments",
        f"{text}g3,DOW,grant,announced,palisade,5,2026-01-05,\ng4,DOW,contract,announced,palisade,5,2026-01-05,\n",
    )
    assert becomes(two) == [Becomes.NEW, Becomes.REFUSED]


def test_one_deal_name_in_a_history_is_one_deal(cast):
    head = "agency,instrument,company,deal_name,kind,amount_usd,effective_on\n"
    rows = ("grant,palisade,Round 3,commitment,5,2026-01-05", "contract,palisade,ROUND 3,commitment,6,2026-01-06")
    put("history", head + "".join(f"DOW,{row}\n" for row in rows))
    (deal,) = Deal.objects.filter(name__iexact="round 3")
    assert deal.investments.count() == 2
