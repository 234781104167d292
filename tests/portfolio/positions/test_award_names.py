"""What an entry says of its award is that of its own recording, whatever a process remembers of another."""

import pytest

from portfolio.positions.award_names import awards_named, every_award_named, remembered
from record.services.entities import relabel
from tests.cast import Cast, now, writing


@pytest.fixture(autouse=True)
def forgotten() -> None:
    remembered.cache_clear()


def test_a_new_code_of_a_program_is_that_of_its_recording_and_not_of_those_before(cast: Cast):
    award = next(one for one in cast.investments.values() if one.program == cast.programs["DOE-ATVM"])
    before = now()
    assert awards_named(before, {award.pk})[award.pk].program == "DOE-ATVM"
    with writing() as recording:
        relabel(cast.programs["DOE-ATVM"], {"code": "ENERGY-ATVM"}, recording=recording)
    assert awards_named(now(), {award.pk})[award.pk].program == "ENERGY-ATVM"
    assert awards_named(before, {award.pk})[award.pk].program == "DOE-ATVM"


def test_awards_of_a_second_page_are_read_with_all_others_and_asked_no_more(cast: Cast, django_assert_num_queries):
    at, every = now(), every_award_named(now())
    first, second, *_, last = sorted(every)
    assert awards_named(at, {first}) == {first: every[first]}
    assert awards_named(at, {second}) == {second: every[second]}
    with django_assert_num_queries(1):  # that of the hash of the recording
        assert awards_named(at, {first, last}) == {first: every[first], last: every[last]}
