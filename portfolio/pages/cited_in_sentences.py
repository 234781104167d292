"""Sources that a sentence has in brackets by their identifiers, as files keep them: on a page their number."""

import re
from collections.abc import Callable, Collection

BRACKETED = re.compile(r"\(([\w-]+(?:;[\w-]+)*)\)")


def counted(text: str) -> str:
    """Of "mp1;mp10" is "2 sources"."""
    number = text.count(";") + 1
    return f"{number} source{'' if number == 1 else 's'}"


def with_counts(sentence: str, sources: Collection[str], put: Callable[[str], str] = counted) -> str:
    """The sentence with each group of `sources` as `put` writes it; other brackets stay."""

    def said(found: re.Match[str]) -> str:
        return f"({put(found[1])})" if set(found[1].split(";")) <= set(sources) else found[0]

    return BRACKETED.sub(said, sentence)
