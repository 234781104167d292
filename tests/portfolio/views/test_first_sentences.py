"""Among the first sentences of a mineral stand how much rests on estimates, and the narrowest stage of its chain."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from portfolio.pages.production_first import rests_words, stage_words


def chain(title: str, *stages: str, carries: int = 4820, unknown: tuple[str, ...] = ()) -> Any:
    """A chain of which nothing is known by facts alone."""
    result = SimpleNamespace(narrowest=stages, final_output=Decimal(carries), unknown=unknown)
    leading = SimpleNamespace(result=result, binding=" and ".join(stages))
    facts = SimpleNamespace(result=SimpleNamespace(narrowest=(), final_output=None, unknown=()), binding="")
    return SimpleNamespace(chain=SimpleNamespace(title=title), leading=leading, facts=facts, final_unit="t magnet")


def lines_of(*shares: Decimal | None) -> Any:
    return [SimpleNamespace(home=True, on_estimates=share) for share in shares]


def test_the_part_of_the_middle_that_rests_on_estimates_is_a_sentence():
    told = "17% of the middle figure rests on estimates."
    assert rests_words(lines_of(Decimal("0.166")), by_facts=False) == told
    assert rests_words(lines_of(Decimal("0.166")), by_facts=True) == ""
    assert rests_words(lines_of(Decimal(0)), by_facts=False) == ""
    assert rests_words(lines_of(None), by_facts=False) == ""
    assert rests_words(lines_of(Decimal(1), Decimal(1)), by_facts=False) == ""


def test_the_narrowest_stage_is_a_sentence_and_none_where_it_is_not_known():
    one, other = chain("Mine to magnet", "separation"), chain("Recycling", "sorting", carries=100, unknown=("metal",))
    told = "narrowest stage, with estimates, is separation: it carries 4,820 t magnet."
    assert stage_words([one], by_facts=False) == f"The {told}"
    assert stage_words([one, other], by_facts=False) == (
        f"Mine to magnet: the {told} Recycling: the narrowest stage of those known, with estimates, is sorting: it "
        "carries 100 t magnet."
    )
    assert stage_words([one], by_facts=True) == ""
    one.facts = one.leading
    assert stage_words([one], by_facts=False) == "The narrowest stage is separation: it carries 4,820 t magnet."
    assert stage_words([chain("Mine to magnet", "mine", "scrap")], by_facts=False) == (
        "Mine to magnet: mine and scrap are the narrowest stages: together they carry 4,820 t magnet."
    )
