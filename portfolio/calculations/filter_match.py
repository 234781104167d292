"""Which value of a filter a person means: a code or a name, whatever its case; and what is near where it is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from projects.calculations.names import bare_name

FEW = 20
NEAR = 3
BETWEEN = "; "
ALIKE = 0.5
WORD, ALIKE_WORD = 4, 0.75
"""Of how many letters a word of a name is compared, and how alike it is to be."""


@dataclass(frozen=True, slots=True)
class Option:
    """What may be asked: the value as the record has it, and the name under which a person knows it.

    `means` is another value that it stands for: of what was written twice, the one that stays.
    """

    value: str
    name: str = ""
    means: str = ""

    @property
    def meant(self) -> str:
        return self.means or self.value

    @property
    def stated(self) -> str:
        return f"{self.value} ({self.name})" if self.name and folded(self.name) != folded(self.value) else self.value


class NoSuchValue(ValueError):
    """A filter's value that nobody has: what is refused, and a sentence with what is near between its two parts."""

    def __init__(self, refused: str, before: str, near: Sequence[Option] = (), after: str = "") -> None:
        super().__init__(f"{refused} {before}{BETWEEN.join(one.stated for one in near)}{after}")
        self.refused, self.before, self.near, self.after = refused, before, tuple(near), after


def folded(text: str) -> str:
    """The text without case, and with single blanks where it has blanks or underscores."""
    return " ".join(text.replace("_", " ").casefold().split())


def called(name: str) -> str:
    """What a name is said as: without what stands in brackets, punctuation and the form of a company."""
    return bare_name(name.partition(" (")[0])


def matched(text: str, options: Sequence[Option], *, refused: str) -> str:
    """The value that `text` means: its code first, then its name, then the name as it is said.

    Raises NoSuchValue: `refused`, and what is near.
    """
    wanted, said = folded(text), called(text)
    exact = [one for one in options if one.value == text]
    for found in (exact, [one for one in options if folded(one.value) == wanted],
                  [one for one in options if one.name and folded(one.name) == wanted],
                  [one for one in options if said and one.name and called(one.name) == said]):  # fmt: skip
        meant = list(dict.fromkeys(one.meant for one in found))
        if len(meant) == 1:
            return meant[0]
        if meant:
            several = [one for one in options if one.value in meant]
            raise NoSuchValue(f'"{text}" is the name of several:', "", several, ". Give one of these.")
    raise NoSuchValue(refused, *near(wanted, options))


def near(wanted: str, options: Sequence[Option]) -> tuple[str, Sequence[Option], str]:
    """The options nearest to what was asked, or all of them where they are few, between the parts of a sentence."""
    if not options:
        return "There is none.", (), ""
    if found := nearest_options(wanted, options):
        return "Did you mean ", found, "?"
    if len(options) <= FEW:
        return "There are ", options, "."
    return f"Nothing is near it among {len(options):,}, such as {options[0].stated}.", (), ""


def nearest(text: str, options: Sequence[Option]) -> list[str]:
    """The options nearest to a text, each by its code and name; none where nothing is near."""
    return [one.stated for one in nearest_options(text, options)]


def nearest_options(text: str, options: Sequence[Option]) -> list[Option]:
    """The options nearest to a text: by their code, their name, or a word of it."""
    wanted = folded(text)
    by_text = {folded(known): one for one in options for known in (one.name, one.value) if known}
    close = get_close_matches(wanted, list(by_text), NEAR, ALIKE)
    begun = [known for known in by_text if known.startswith(wanted)] if len(wanted) > 1 else []
    words = {word: known for known in by_text for word in known.split() if len(word) >= WORD}
    one_word = [words[word] for word in get_close_matches(wanted, list(words), NEAR, ALIKE_WORD)]
    return list(dict.fromkeys(by_text[known] for known in [*begun, *close, *one_word]))[:NEAR]
