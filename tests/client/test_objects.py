"""Objects come whole: all pages of one recording, and only the columns that were named."""

from decimal import Decimal

import pytest

import lodebook
from lodebook import questions
from portfolio.api.kinds import KINDS
from tests.cast import now
from tests.portfolio.reports.answers import ask, csv_bytes

DAY = "2026-06-30"


@pytest.mark.parametrize("size", [2, 500])
def test_all_pages_are_read_and_each_row_once(asking, monkeypatch, size):
    monkeypatch.setattr(questions, "MOST", size)
    entries = lodebook.objects("entries", as_of=DAY)
    assert lodebook.to_csv(entries.drop(columns="id")) == csv_bytes(ask("transactions", now()))
    assert list(entries["id"]) == list(entries["transaction"])


def test_the_fields_that_are_named_come_with_the_identifier(asking):
    awards = lodebook.objects("investments", fields=["status", "committed_usd"], as_of=DAY, agency="DOE")
    assert list(awards.columns) == ["id", "status", "committed_usd"]
    assert awards.set_index("id").loc["palisade-doe-grant", "committed_usd"] == Decimal("10000000.00")
    told = awards.attrs
    assert (told["kind"], told["serial"], told["filters"]) == ("investments", 2, {"agency": "DOE"})
    assert told["address"].endswith("as_of=2026-06-30&serial=2&agency=DOE&fields=status%2Ccommitted_usd")


def test_entries_since_a_recording_say_so_in_their_address(asking):
    none = lodebook.objects("entries", as_of=DAY, since=2)
    assert (len(none), none.attrs["address"].endswith("&since=2")) == (0, True)


@pytest.mark.long
def test_every_kind_comes_typed(asking):
    for kind in KINDS:
        if not KINDS[kind].permission:
            assert lodebook.objects(kind, as_of=DAY).columns[0] == "id", kind


def test_a_kind_or_a_field_that_there_is_not_is_told_with_what_is_near(asking):
    with pytest.raises(lodebook.Problem, match="no kind of object invstments. Did you mean investments?"):
        lodebook.objects("invstments")
    with pytest.raises(lodebook.Problem, match=r"no column exposure. Did you mean exposure_usd"):
        lodebook.objects("investments", fields=["exposure"])


def test_the_token_goes_to_the_site_that_was_named_whatever_next_says(asking, monkeypatch):
    """A page whose next address is on another host is followed on the first one."""
    asked, given = [], questions.Site.get

    def elsewhere(site, path, question):
        asked.append(site.address(path, question))
        answer = given(site, path, question)
        if isinstance(answer, dict) and answer["next"]:
            answer["next"] = answer["next"].replace(asking, "https://elsewhere.example")
        return answer

    monkeypatch.setattr(questions, "MOST", 2)
    monkeypatch.setattr(questions.Site, "get", elsewhere)
    lodebook.objects("entries", as_of=DAY)
    assert len(asked) > 2
    assert all(address.startswith(asking) for address in asked)
