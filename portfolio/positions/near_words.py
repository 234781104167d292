"""How near a name is to what was typed, word by word.

A name is weighed by its words, each against the whole word that was typed: a short name that stands within a longer
word is not near it ("tin" in "antinomy"), and a long name is not far for the words that nobody typed.
"""

from collections.abc import Mapping

from rapidfuzz import fuzz, process

NEAR = 75
"""Of 100: from here on a name is near. One letter in four may be another."""
WHOLE = 0.01
"""What the likeness of the whole name weighs, to tell names apart whose words are equally near."""


def nearest(asked: str, names: Mapping[str, str], *, most: int) -> list[tuple[str, float]]:
    """The keys of the names that are near what was asked, the nearest first, each with its score; all bare names."""
    words = {word for name in names.values() for word in name.split()}
    typed = asked.split()
    alike = [{found: score for found, score, _ in _likeness(one, words)} for one in typed]
    letters = sum(map(len, typed))
    scored = []
    for key, name in names.items():
        own, whole = name.split(), fuzz.token_sort_ratio(asked, name)
        parts = [max((scores.get(word, 0.0) for word in own), default=0.0) for scores in alike]
        score = max(whole, sum(part * len(one) for part, one in zip(parts, typed, strict=True)) / (letters or 1))
        if score >= NEAR:
            scored.append((key, score + WHOLE * whole))
    return sorted(scored, key=lambda one: (-one[1], one[0]))[:most]


def _likeness(word: str, words: set[str]) -> list[tuple[str, float, int]]:
    """Each of the words that is near the one that was typed, with its score."""
    return process.extract(word, list(words), scorer=fuzz.ratio, score_cutoff=NEAR, limit=None)
