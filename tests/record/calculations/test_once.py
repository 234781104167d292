"""A reading is made once for one answer, and anew for another question, another answer, and while somebody writes."""

from record.calculations.once import once, one_answer, reading_anew

ASKED: list[tuple[int, frozenset[int]]] = []


@once
def reading(at: int, *, only: list[int] | None = None) -> list[int]:
    ASKED.append((at, frozenset(only or ())))
    return [at, *sorted(only or ())]


def asked(read) -> int:
    """How often the record was asked."""
    ASKED.clear()
    read()
    return len(ASKED)


def test_outside_an_answer_everything_is_read_each_time():
    assert asked(lambda: [reading(1), reading(1)]) == 2


def test_within_one_answer_the_same_question_is_asked_once():
    def read():
        with one_answer():
            assert reading(1, only=[2, 3]) is reading(1, only=[3, 2])
            assert reading(1) == [1]
            assert reading(2) == [2]

    assert asked(read) == 3


def test_an_answer_within_an_answer_shares_what_was_read():
    def read():
        with one_answer():
            reading(1)
            with one_answer():
                reading(1)
                reading(2)
            reading(2)

    assert asked(read) == 2


def test_the_next_answer_reads_anew():
    def read():
        for _ in range(2):
            with one_answer():
                reading(1)

    assert asked(read) == 2


def test_who_writes_reads_anew_and_what_was_read_before_is_asked_again_after_it():
    def read():
        with one_answer():
            reading(1)
            with reading_anew():
                reading(1)
                reading(1)
            reading(1)

    assert asked(read) == 4
