"""Each word by which one fact finds another is spelt as the record does, or is asked about."""

import pytest

from projects.models import ImportReliance
from projects.services.known_words import WORDS, unknown_words
from projects.services.plausibility import spelt
from record.admin.base import today_as_known
from tests.cast import writing


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "word"),
    [(model, word) for model, words in WORDS.items() for word in words],
    ids=lambda one: getattr(one, "column", getattr(one, "__name__", "")),
)
def test_each_word_by_which_facts_find_each_other_is_spelt_or_asked(whole_book, model, word):
    known = sorted(word.read(today_as_known()))
    if not known:
        pytest.skip("none on record")
    text = known[0]
    fact = model(**{word.column: f" {text.upper().replace(' ', '-').replace('_', ' ')} "})
    with writing() as under:
        assert [one for one in unknown_words(fact, under) if f" {word.label} on" in one] == []
        assert getattr(fact, word.column) == text
        setattr(fact, word.column, f"{text}x" if word.if_near else "no such word at all")
        assert len([one for one in unknown_words(fact, under) if f"No {word.label} on record" in one]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("said", "stays"), [("alumina", "alumina"), ("Alumina", "Alumina"), (" ALUMINA", "Alumina")])
@pytest.mark.parametrize("on_record", [("alumina", "Alumina"), ("Alumina", "alumina")])
def test_a_word_on_record_in_two_spellings_stays_as_it_is_said(said, stays, on_record):
    fact = ImportReliance(mineral=said)
    with writing() as under:
        assert spelt(fact, "mineral", "mineral", lambda: on_record, recording=under) == []
    assert fact.mineral == stays
