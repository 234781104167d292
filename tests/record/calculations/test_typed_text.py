"""Characters that show nothing are refused wherever text is typed, with a mark where they stand."""

import pytest

from record.calculations.typed_numbers import CONTROL, short

UNSEEN = ("\x00", "\x07", "\x7f", "\x9d", "\xad", "\u200b", "\u200f", "\u2028", "\u202e", "\u2060", "\u2066", "\ufeff")


@pytest.mark.parametrize("letter", UNSEEN, ids=ascii)
def test_what_shows_nothing_is_marked_where_it_stands(letter):
    assert short(f"M{letter}P") == "M?P"


@pytest.mark.parametrize("text", ["MP\tMaterials\nCorp.", "Élan é", "می\u200cخواهم", "½ – ’ €", "稀土"])
def test_letters_of_any_script_are_no_control_characters(text):
    assert not CONTROL.search(text)
