"""What a constraint of a table does not take is refused by its form before: on a field, in words of its own."""

import pytest
from django.db import models

from tests.cast import Cast

from .test_ways_in import EVERY_WAY, NOT_WORDS
from .ways import Way
from .ways_book import parent_of
from .ways_in import by_form

Answers = dict[str, str]
RATIO = {"new_shares": "", "old_shares": ""}

BREAKS: dict[str, tuple[Answers, str]] = {
    "source_names_its_publication": ({"publisher": ""}, "publisher"),
    "statistic_is_of_a_year_in_the_calendar": ({"year": "1799"}, "year"),
    "ownership_has_one_owner": ({"owner_code": ""}, "owner_company"),
    "recorded_output_has_a_period": ({"effective_on": ""}, "effective_on"),
    "stage_feeds_another_one": ({"into": "@stage"}, "into"),
    "link_rests_on_a_known_ground": ({"rests_on": "hope"}, "rests_on"),
    "production_names_its_chapter": ({"published_mineral": ""}, "published_mineral"),
    "statistic_converts_from_and_to": ({"from_product": "spodumene"}, "to_product"),
    "country_of_concern_names_its_statute": ({"standing": "of_concern"}, "statute"),
    "reliance_runs_from_low_to_high": ({"low": "0.6"}, "low"),
    "reliance_is_of_a_year_in_the_calendar": ({"year": "2200"}, "year"),
    "world_output_is_of_a_year_in_the_calendar": ({"year": "1799"}, "year"),
    "estimate_gives_its_reason": ({"reason": ""}, "reason"),
    "estimate_has_a_distribution": ({"shape": ""}, "shape"),
    "estimate_of_a_split_names_its_feed_alone": ({"field": "split"}, "feed"),
    "company_is_merged_into_another": ({"into": "@company twin"}, "into"),
    "project_is_merged_into_another": ({"into": "@project twin"}, "into"),
    "milestone_does_not_precede_itself": ({"predecessor": "@milestone"}, "predecessor"),
    "override_gives_its_reason": ({"reason": ""}, "reason"),
    "override_names_its_source": ({"sources": ""}, "sources"),
    "acknowledgement_says_what_is_done": ({"note": ""}, "note"),
    "only_a_statement_has_no_program": ({"program": ""}, "program"),
    "due_date_has_its_day": ({"due_on": ""}, "due_on"),
    "check_names_what_was_looked_at": ({"sources": ""}, "sources"),
    "check_has_its_day": ({"effective_on": ""}, "effective_on"),
    "corporate_action_has_its_ratio": (RATIO, "new_shares"),
    "corporate_action_names_the_other_company": ({"kind": "exchange"}, "other"),
    "only_a_change_of_ticker_gives_one": ({"kind": "ticker_change", **RATIO}, "ticker"),
    "what_is_not_ours_names_no_award": ({"investment": "@investment"}, "investment"),
    "what_is_not_ours_says_why": ({"why": ""}, "why"),
    "amount_is_positive": ({"amount": "0"}, "amount"),
    "shares_are_positive": ({"shares": "0"}, "shares"),
    "shares_received_are_positive": ({"shares_received": "0"}, "shares_received"),
    "entry_has_amount_or_shares": ({"amount": ""}, "amount"),
    "only_a_reversal_names_an_entry": ({"kind": "reversal"}, "kind"),
    "match_names_an_award": ({"award_number": ""}, "award_number"),
    "basic_shares_come_from_a_count": ({"basic_shares": ""}, "basic_shares"),
    "tranche_has_an_amount_or_shares": ({"amount": ""}, "amount"),
    "condition_is_a_milestone_or_words": ({"text": ""}, "text"),
    "waiver_gives_its_reason": ({"note": ""}, "note"),
    "waiver_decision_gives_its_reason": ({"note": ""}, "note"),
}
"""Constraint → what is typed instead of what is right, and the field that is then told; "@" names a row of the book."""

SET_BY_THE_PAGE = {
    "ownership_is_of_one_owned": "the page from which it is added is that of what is owned",
    "statistic_is_of_one_stage": "the page from which it is added is that of the stage",
    "evidence_is_verified_by_another": "who verifies is who is signed in: tests/journeys/test_milestones.py",
    "condition_is_verified_by_another": "who verifies is who is signed in: tests/portfolio/services/test_tranches.py",
    "waiver_is_decided_by_another": "who decides is who is signed in: tests/portfolio/services/test_tranches.py",
}
"""Constraints of columns that no form asks, each with who sets them."""


def asked(model: type[models.Model]) -> list[models.CheckConstraint]:
    return [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]


OF_A_WAY = {one.name: way for way in EVERY_WAY for one in asked(way.model)}


def test_every_constraint_of_a_form_is_tried():
    assert set(OF_A_WAY) == {*BREAKS, *SET_BY_THE_PAGE}


@pytest.mark.parametrize("way", [way for way in EVERY_WAY if asked(way.model)], ids=lambda way: way.id)
def test_each_has_a_sentence_of_its_own_on_a_column(way: Way):
    columns = {one.name for one in way.model._meta.concrete_fields}
    for one in asked(way.model):
        assert one.violation_error_code in columns, one.name
        assert one.violation_error_message != one.default_violation_error_message, one.name


@pytest.mark.parametrize("name", BREAKS)
def test_what_it_does_not_take_is_told_on_its_field(ways_book: Cast, name: str):
    way, (answers, field) = OF_A_WAY[name], BREAKS[name]
    rows = {key: str(parent_of(text[1:], ways_book).pk) for key, text in answers.items() if text.startswith("@")}
    told = by_form(way, ways_book, way.good | answers | rows)
    assert told.get(field), told
    assert not NOT_WORDS.search(" ".join(told.values())), told
