"""Found by feeds: each candidate beside the nearest on record, with what may be decided about it."""

from django.urls import reverse

from portfolio.models import FeedCandidate, Investment
from portfolio.positions.nearest import Nearest
from record.calculations.as_of import AsOf

from .desk_lines import SHOWN, Ask, Forms, Line, Section, line, section


def found_by_feeds(at: AsOf, forms: Forms) -> Section:
    """Those that nobody has decided about. The nearest is looked for beside those that are shown."""
    waiting, nearest = list(FeedCandidate.objects.waiting(at).order_by("pk")), Nearest()
    lines = [candidate_line(one, nearest, forms) for one in waiting[:SHOWN]]
    lines += [line(one.title, page_of(one), where=one.feed, name=one.name) for one in waiting[SHOWN:]]
    return section("feeds", "Found by feeds", lines, reverse("admin:portfolio_feedcandidate_changelist"))


def page_of(candidate: FeedCandidate) -> str:
    return reverse("admin:portfolio_feedcandidate_change", args=[candidate.pk])


def candidate_line(one: FeedCandidate, nearest: Nearest, forms: Forms) -> Line:
    found = nearest.of(one)
    sent = (("candidate", str(one.pk)),)
    award = found.entity if found and isinstance(found.entity, Investment) else None
    same = (Ask("decided", f"Same as {award}", "", (*sent, ("investment", award.slug))),) if award else ()
    return line(
        one.title,
        page_of(one),
        where=one.feed,
        name=one.name,
        nearest_on_record=str(found) if found else "nothing is near",
        links=forms.ways(one, nearest)[: 1 if award else 2],
        asks=(*same, Ask("decided", "Not ours", "Not ours, because", sent)),
    )
