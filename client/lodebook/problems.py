"""The one exception: why a question got no answer, in sentences, and what to do next."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

WHERE_TOKENS_ARE = "You make a token at {url}/tokens/. Give it as token=, or in the environment as LODEBOOK_TOKEN."
STEPS = {
    400: "What may be asked is listed by lodebook.reports(), and in full at {url}/api/docs/.",
    401: WHERE_TOKENS_ARE,
    403: "Ask with the token of somebody whose role reads this.",
    404: "lodebook.reports() lists the reports. The pages at {url}/ find the other names, as of the same day.",
    429: "Wait a minute, then ask again.",
}
LATER = "Ask again in a minute. If it stays so, tell those who run the site."


class Problem(Exception):  # noqa: N818 the word of RFC 9457
    """Why there is no answer.

    `status` is that of HTTP, or None where no site was asked or none answered; `sentences` are the server's own;
    `errors` has them by parameter, where it said of which; `next_step` says what to do.
    """

    def __init__(
        self,
        sentences: Sequence[str],
        next_step: str,
        *,
        status: int | None = None,
        errors: dict[str, list[str]] | None = None,
    ) -> None:
        self.sentences = tuple(sentences)
        self.next_step = next_step
        self.status = status
        self.errors = errors or {}
        super().__init__(" ".join([*self.sentences, next_step]))

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.sentences, self.next_step, self.status, self.errors)


def _again(sentences: Sequence[str], next_step: str, status: int | None, errors: dict[str, list[str]]) -> Problem:
    """The same problem, as another process hands it over."""
    return Problem(sentences, next_step, status=status, errors=errors)


def refused(status: int, told: Any, url: str) -> Problem:
    """What the server told (RFC 9457), with the next step of its status."""
    known = told if isinstance(told, dict) else {}
    errors: dict[str, list[str]] = known.get("errors") or {}
    sentences = [
        sentence if name == "__all__" else f"{name}: {sentence}" for name, those in errors.items() for sentence in those
    ]
    sentences = sentences or [known.get("detail") or f"The site at {url} answered {status}, and did not say why."]
    return Problem(sentences, STEPS.get(status, LATER).format(url=url), status=status, errors=errors)


def not_among(noun: str, wanted: Iterable[str], known: Sequence[str]) -> Problem:
    """The names that are not known, with what is near each and all that there are."""
    unknown = [name for name in wanted if name not in known]
    near = list(dict.fromkeys(one for name in unknown for one in get_close_matches(name, known, 2)))
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    return Problem(
        [f"There is no {noun} {', '.join(unknown)}.{meant}"],
        f"Choose of {', '.join(known)}.",
    )
