"""The form of a deal refuses each column of the terms of each instrument as the form of terms does, on its field."""

import pytest

from portfolio.calculations.kinds import Instrument
from portfolio.models import Terms
from portfolio.models.terms import COMMON, FIELDS
from record.models import Recording
from tests.cast import Cast
from tests.desk import deal_form, sign_in

from .bad_inputs import not_taken
from .test_ways_in import NOT_WORDS
from .ways import TERMS_OF, WAYS
from .ways_in import by_form, typed

ADDRESS = "/admin/record-a-deal/"
OF_THE_DEAL = ("announced_on", "summary", "floor_unit")
"""Columns that the form asks of the deal, not at all, or as choices."""


def of_terms(instrument: str) -> list[tuple[str, str]]:
    """The first and the last of what each column of the terms does not take; each column once."""
    way = next(one for one in WAYS if one.about == f"{TERMS_OF}{instrument}")
    tried = set(way.offered) - (set(COMMON) if instrument == next(iter(FIELDS)) else set())
    names = [name for name in (*COMMON, *FIELDS[instrument]) if name not in {*OF_THE_DEAL, *tried}]
    bad = {name: list(not_taken(way, Terms._meta.get_field(name))) for name in names}
    return [(name, text) for name, texts in bad.items() if texts for text in dict.fromkeys((texts[0], texts[-1]))]


@pytest.mark.slow
@pytest.mark.parametrize("instrument", [one.value for one in FIELDS if of_terms(one.value)])
def test_a_bad_term_is_refused_on_its_field(ways_book: Cast, instrument: str):
    right = {
        "new_deal_name": "Second round of Palisade", "agency": str(ways_book.agencies["DOW"].pk),
        "program": str(ways_book.programs["DOW-OSC"].pk), "company": "Palisade Magnetics (PLM) [palisade]",
        "instrument": instrument, "announced_on": "2026-02-01", "closed_on": "2026-03-01", "status": "closed",
        "source_1": "cast1", "why": "the second round closed",
    }  # fmt: skip
    right |= {"floor_measure": "kg"} if "floor_price" in FIELDS[Instrument(instrument)] else {}
    client, last, wrong = sign_in(ways_book.people["officer"]), Recording.objects.last_serial(), []
    way = next(one for one in WAYS if one.about == f"{TERMS_OF}{instrument}")
    for name, text in of_terms(instrument):
        answer = client.post(ADDRESS, deal_form(right | {name: typed(way, name, text)}))
        ((form, *_),) = answer.context["parts"] if answer.context else ((None,),)
        told = " ".join(form.errors.get(name, [])) if form else ""
        alike = by_form(way, ways_book, way.good | {name: text}).get(name)
        if told != alike or NOT_WORDS.search(answer.content.decode()):
            wrong.append((name, text[:40], answer.status_code, told, alike))
    assert wrong == []
    assert Recording.objects.last_serial() == last
