"""When something recurs, said in words."""

import pytest

from record.calculations.schedules import Recurrence


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("every minute", ("*", "*", "*", "*")),
        ("every 15 minutes", ("*/15", "*", "*", "*")),
        ("every hour", ("0", "*", "*", "*")),
        ("every 6 hours", ("0", "*/6", "*", "*")),
        ("every night at 02:00", ("0", "2", "*", "*")),
        ("every weekday at 06:30", ("30", "6", "1-5", "*")),
        ("every Monday at 12:00", ("0", "12", "1", "*")),
        ("every month on day 1 at 03:00", ("0", "3", "*", "1")),
    ],
)
def test_words_and_fields_say_the_same(words, fields):
    found = Recurrence.parse(words)
    assert (found.minute, found.hour, found.day_of_week, found.day_of_month) == fields
    assert found.words == words


def test_words_are_read_as_people_write_them():
    assert Recurrence.parse("  Every  DAY at 2:00 ").words == "every night at 02:00"
    assert Recurrence.parse("every 1 hours").words == "every hour"


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        ("at night", '"at night" is not understood. Write for example: every minute'),
        ("every night at 25:00", "25:00 is no time of day."),
        ("every 7 minutes", "7 minutes do not divide 60"),
        ("every 0 minutes", "0 minutes do not divide 60"),
        ("every month on day 31 at 03:00", "Not every month has a day 31."),
    ],
)
def test_what_is_not_understood_is_told_how_to_say_it(words, stated):
    with pytest.raises(ValueError, match="^" + stated.replace("?", r"\?").replace(".", r"\.")):
        Recurrence.parse(words)


def test_a_crontab_without_words_shows_its_fields():
    assert Recurrence("1,31", "*", "*", "*").words == "minute 1,31, hour *, weekday *, day *"
