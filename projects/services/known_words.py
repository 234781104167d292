"""Words by which one fact finds another, or by which code counts it: each is that of the record, or is asked about."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from projects.models import (
    BaselineStatistic,
    CapacityEstimate,
    ChainFactor,
    ChainStage,
    Conversion,
    ImportReliance,
    ImportShare,
    Mineral,
    NationalDemand,
    StageRisk,
    StageStatistic,
    WorldOutput,
)
from projects.models.odds_in_force import RISK_STAGES
from record.calculations.as_of import AsOf
from record.models import Fact, Recording
from record.services import facts

from .plausibility import spelt

FROM_NOUGHT = {"production", "imports", "exports", "price", "estimated_consumption", "reported_consumption"}
"""Metrics that are never below 0. Reliance, net imports and changes of stocks may be."""


@dataclass(frozen=True, slots=True)
class Word:
    """A column of words: how one is called, and the columns that hold those known.

    Nothing is asked while nothing stands in these. `also`: columns of words that may be meant as well; `always`: words
    that code knows. `if_near`: a new word is taken, and only one near a known word is asked about; a chain brings the
    words of its own products before anything is stated of them.
    """

    column: str
    label: str
    known: tuple[tuple[type[Any], str], ...]
    also: tuple[tuple[type[Any], str], ...] = ()
    always: frozenset[str] = frozenset()
    if_near: bool = False

    def read(self, at: AsOf) -> set[str]:
        found = set().union(*(self._words(one, at) for one in self.known))
        return found.union(self.always, *(self._words(one, at) for one in self.also)) if found else set()

    @staticmethod
    def _words(where: tuple[type[Any], str], at: AsOf) -> set[str]:
        model, column = where
        return {*model.objects.known(at).order_by().values_list(column, flat=True).distinct()} - {""}


PRODUCTS = ((Conversion, "from_product"), (Conversion, "to_product"))
FORMS = ((ImportShare, "form"), (ImportReliance, "form"))
CHAPTERS = ((ImportShare, "mineral"), (ImportReliance, "mineral"))
MINERALS = ((Mineral, "name"), (Mineral, "slug"))
STAGES = ((StageRisk, "stage"), (CapacityEstimate, "phase_stage"))
WORDS: dict[type[Fact], tuple[Word, ...]] = {
    CapacityEstimate: (
        Word("phase_stage", "stage", STAGES, always=frozenset(RISK_STAGES)),
        Word("feed_origin", "feed", ((CapacityEstimate, "feed_origin"),)),
    ),
    StageRisk: (Word("stage", "stage", STAGES, if_near=True),),
    BaselineStatistic: (
        Word("mineral", "mineral", ((BaselineStatistic, "mineral"),), MINERALS),
        Word(
            "stage",
            "stage or form",
            ((BaselineStatistic, "stage"),),
            ((ChainStage, "slug"), (StageStatistic, "published_stage")),
        ),
        Word("metric", "metric", ((BaselineStatistic, "metric"),), always=frozenset(FROM_NOUGHT)),
    ),
    WorldOutput: (
        Word("mineral", "mineral", ((WorldOutput, "mineral"),), ((Mineral, "slug"),)),
        Word("stage", "stage", ((WorldOutput, "stage"),)),
    ),
    ImportShare: (Word("mineral", "mineral", CHAPTERS, MINERALS), Word("form", "form", FORMS)),
    ImportReliance: (
        Word("mineral", "mineral", CHAPTERS, MINERALS),
        Word("form", "form", FORMS),
        Word("demand", "national demand", ((NationalDemand, "demand"),)),
    ),
    StageStatistic: (
        Word("published_mineral", "chapter", ((BaselineStatistic, "mineral"),), if_near=True),
        Word("published_stage", "published stage", ((BaselineStatistic, "stage"),), if_near=True),
        Word("from_product", "product", PRODUCTS, if_near=True),
        Word("to_product", "product", PRODUCTS, if_near=True),
    ),
    ChainFactor: (
        Word("from_product", "product", PRODUCTS, if_near=True),
        Word("to_product", "product", PRODUCTS, if_near=True),
    ),
}


def unknown_words(fact: Fact, recording: Recording) -> list[str]:
    """That words of a fact are none of those on record; each that is one is spelt as there."""
    at = AsOf(date.max, recording.moment, recording.reads)
    return [
        told
        for word in WORDS[type(fact)]
        for told in spelt(fact, word.column, word.label, partial(word.read, at), recording=recording,
                          if_near=word.if_near)
    ]  # fmt: skip


def record(fact: Fact, *, recording: Recording, today: date) -> Fact:
    """Add a fact of which the words alone are asked about. Raises ValidationError by field."""
    facts.check_stated(fact, today)
    facts.require_reason(fact, unknown_words(fact, recording))
    return facts.record(fact, recording=recording)
