"""Among the first sentences of a mineral stand how much rests on estimates, and the narrowest stage of its chain."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from portfolio.pages.production_first import rests_words, stage_words
from portfolio.reports.quoted import plain
from projects.models import ProjectedOutput


def chain(title: str, *stages: str, carries: int = 4820, unknown: tuple[str, ...] = (), of: int = 2) -> Any:
    """A chain of which nothing is known by facts alone; `of` as many stages as are known with estimates."""
    known = [SimpleNamespace(supports=Decimal(carries))] * of + [SimpleNamespace(supports=None)] * len(unknown)
    result = SimpleNamespace(narrowest=stages, final_output=Decimal(carries), unknown=unknown, stages=known)
    leading = SimpleNamespace(result=result, outputs=[], binding=" and ".join(stages), year=2030)
    nothing = SimpleNamespace(narrowest=(), final_output=None, unknown=(), stages=[])
    facts = SimpleNamespace(result=nothing, binding="", year=2030)
    return SimpleNamespace(chain=SimpleNamespace(title=title), leading=leading, facts=facts, final_unit="t magnet")


def lines_of(*shares: Decimal | None) -> Any:
    home = ProjectedOutput(mineral="magnet", year=2030, standing="domestic", reach="counted", unit="t")
    return [SimpleNamespace(home=home, on_estimates=share) for share in shares]


def said_of(lines: Any, *, by_facts: bool = False) -> str:
    return plain(rests_words(lines, by_facts=by_facts))


def test_the_part_of_the_middle_that_rests_on_estimates_is_a_sentence():
    told = "17% of the middle figure rests on estimates."
    assert said_of(lines_of(Decimal("0.166"))) == told
    assert said_of(lines_of(Decimal("0.166")), by_facts=True) == ""
    assert said_of(lines_of(Decimal(0))) == ""
    assert said_of(lines_of(None)) == ""
    assert said_of(lines_of(Decimal(1), Decimal(1))) == ""


def stages_of(chains: list[Any], *, by_facts: bool) -> str:
    return " ".join(map(plain, stage_words(chains, "magnet", by_facts=by_facts)))


def test_the_narrowest_stage_is_a_sentence_and_none_where_it_is_not_known():
    one, other = chain("Mine to magnet", "separation"), chain("Recycling", "sorting", carries=100, unknown=("metal",))
    told = "narrowest stage, with estimates, is separation: it carries 4,820 t magnet."
    assert stages_of([one], by_facts=False) == f"The {told}"
    assert stages_of([one, other], by_facts=False) == (
        f"Mine to magnet: the {told} Recycling: the narrowest stage of those known, with estimates, is sorting: it "
        "carries 100 t magnet."
    )
    assert stages_of([one], by_facts=True) == ""
    one.facts = one.leading
    assert stages_of([one], by_facts=False) == "The narrowest stage is separation: it carries 4,820 t magnet."
    assert stages_of([chain("Mine to magnet", "mine", "scrap")], by_facts=False) == (
        "Mine to magnet: mine and scrap are the narrowest stages: together they carry 4,820 t magnet."
    )


def test_of_one_known_stage_it_is_said_what_it_could_carry_and_not_that_it_is_the_narrowest():
    lone = chain("Gallium", "host", carries=4900, unknown=("primary",), of=1)
    assert stages_of([lone], by_facts=False) == (
        "Gallium: no stage but host is known, which could carry 4,900 t magnet."
    )
