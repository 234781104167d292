"""A file finds a company as the form does: by identifier, name, ticker in force or former name, and asks of several."""

import pytest
from django.core.exceptions import ValidationError

from portfolio.admin.named import CompanyField
from portfolio.imports.mapping import Mapping
from portfolio.imports.row_outcomes import Becomes
from portfolio.models import Capitalization, SecurityPrice
from projects.models import Company
from record.services import entities
from tests.cast import writing

from .conftest import becomes, put, show

AWARDS = "investment,company_name,company,agency,instrument,status\n"
SAID = ["PLM", "plm", "NYSE: PLM", "Palisade Rare Metals", "palisade magnetics, inc.", "PALISADE"]


@pytest.fixture
def firms(cast):
    """Palisade Magnetics (PLM), once Palisade Rare Metals, of which the identifier is no ticker; and `swl`, another."""
    with writing() as recording:
        entities.relabel(cast.companies["palisade"], {"name": "Palisade Rare Metals"}, recording=recording)
    with writing() as recording:
        entities.relabel(cast.companies["palisade"], {"name": "Palisade Magnetics"}, recording=recording)
    with writing() as recording:
        entities.create(Company(slug="swl", name="Southwest Lode"), recording=recording)
    return cast


def the_form(firms) -> CompanyField:
    return CompanyField(Company.objects.all(), by=("name", "ticker"), noun="company")


@pytest.mark.parametrize("said", SAID)
def test_form_and_files_read_one_company(firms, said):
    assert the_form(firms).clean(said).slug == "palisade"
    plan = show("investments", f'{AWARDS}second-award,"{said}",,DOW,grant,announced\n')
    assert plan.row_outcomes[0].changes[0] == ("company", "", "Palisade Magnetics [palisade]")
    put("security-prices", f'company,close,currency,effective_on\n"{said}",12.00,USD,2026-05-04\n')
    assert SecurityPrice.objects.get(effective_on="2026-05-04").company.slug == "palisade"
    put("share-counts", f'company,count_kind,basic_shares,effective_on\n"{said}",cover,90000000,2026-05-04\n')
    assert Capitalization.objects.get(effective_on="2026-05-04").company.slug == "palisade"


def test_the_ticker_of_one_and_identifier_of_another_is_asked(firms):
    sentence = '"SWL" names several: Southwest Lode [swl]; Saltwash Lithium [saltwash]. Write the identifier of one.'
    with pytest.raises(ValidationError, match="names several"):
        the_form(firms).clean("SWL")
    for kind, text in (
        ("security-prices", "company,close,currency,effective_on\nSWL,12.00,USD,2026-05-04\n"),
        ("investments", f"{AWARDS}second-award,,SWL,DOW,grant,announced\n"),
        ("investments", f"{AWARDS}second-award,SWL,,DOW,grant,announced\n"),
    ):
        plan = show(kind, text)
        assert becomes(plan) == [Becomes.REFUSED], text
        assert plan.row_outcomes[0].changes[0][2].startswith(sentence)


def test_an_identifier_written_as_it_is_on_record_is_that_company(firms):
    put("security-prices", "company,close,currency,effective_on\nswl,12.00,USD,2026-05-04\n")
    assert SecurityPrice.objects.get(effective_on="2026-05-04").company.name == "Southwest Lode"


def test_a_new_company_called_as_a_ticker_says_that_it_is_another(firms):
    row = f"{AWARDS}second-award,PLM,,DOW,grant,announced\n"
    assert becomes(show("investments", row, mapping=Mapping(constants={"same_as": "another"}))) == [Becomes.NEW]
    assert Company.objects.filter(name="PLM").count() == 0
