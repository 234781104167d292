"""A question is asked on the page of what it is about; it is answered there, or on the desk."""

from collections.abc import Sequence
from functools import cache

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from portfolio.models import Investment, ReaderQuestion
from portfolio.pages import investment as investment_page
from portfolio.pages import project as project_page
from portfolio.pages.lookup import NotOnRecord
from portfolio.reports.tables import Figure
from portfolio.services import questions
from portfolio.templatetags.formatting import cell_text, is_known
from projects.models import Milestone, Project
from record.calculations.as_of import AsOf
from record.models import Recording

from .desk_steps import number, sent, step

FIGURE, MILESTONE = "figure:", "milestone:"


def as_shown(figures: Sequence[Figure], label: str) -> str:
    """A figure as its page says it. Raises ValidationError where the page has none of that heading."""
    figure = next((one for one in figures if one.label == label), None)
    if figure is None:
        raise ValidationError(f"The page has no figure called {label}. Open it again, and choose.")
    if not is_known(figure.value):
        return f"unknown: {figure.unknown}"[:500]
    return f"{cell_text(figure.column, figure.value)} {figure.unit}".strip()[:500]


def question_about(kind: str, slug: str, chosen: str, at: AsOf) -> ReaderQuestion:
    """The question without its words. Raises ValidationError for what is not on record."""
    asked = ReaderQuestion(read_serial=at.serial)
    try:
        if kind == "award":
            asked.investment = Investment.objects.get(slug=slug)
            page = investment_page.page(at, slug)
            figures = [*page.figures, *page.terms]
        else:
            asked.project = Project.objects.get(slug=slug)
            figures = project_page.page(at, slug).figures
    except (Investment.DoesNotExist, Project.DoesNotExist, NotOnRecord) as error:
        raise ValidationError(f"Nothing is on record as {slug}. Open its page again.") from error
    if chosen.startswith(FIGURE):
        asked.figure = chosen.removeprefix(FIGURE)
        asked.figure_then = as_shown(figures, asked.figure)
    elif chosen.startswith(MILESTONE):
        milestone = Milestone.objects.filter(slug=chosen.removeprefix(MILESTONE), project=asked.project).first()
        if milestone is None:
            raise ValidationError("The project has no such milestone. Open its page again, and choose.")
        asked.project, asked.milestone = None, milestone
    return asked


@sent
def asked(request: HttpRequest) -> HttpResponse:
    """A manager or an auditor asks, and goes back to the page."""
    kind, slug = request.POST.get("kind", ""), request.POST.get("slug", "")
    today = timezone.localdate()

    at = Recording.objects.as_of(today, timezone.now())

    @cache
    def question() -> ReaderQuestion:
        return question_about(kind, slug, request.POST.get("chosen", ""), at)

    def write(recording: Recording) -> str:
        asked = question()
        asked.text = request.POST.get("text", "")
        made = questions.ask(asked, recording=recording, today=today)
        return f"Asked about {made.about}. The officers of its programs see it on their desks."

    return step(request, "a question is asked", write, back=page_of(kind, slug), first=question)


def page_of(kind: str, slug: str) -> str:
    """The page of an award or a project; the desk where the form names neither."""
    names = {"award": "portfolio:investment", "project": "portfolio:project"}
    slugs = (Investment if kind == "award" else Project).objects.filter(slug=slug)
    return f"{reverse(names[kind], args=[slug])}#questions" if kind in names and slugs.exists() else ""


@sent
def answered(request: HttpRequest) -> HttpResponse:
    """An officer answers, and goes back to where the answer was written."""
    today = timezone.localdate()

    def write(recording: Recording) -> str:
        question = ReaderQuestion.objects.filter(pk=number(request, "question")).first()
        if question is None:
            raise ValidationError("No such question is on record. Open the desk again.")
        questions.answer(question, request.POST.get("note", ""), recording=recording, today=today)
        return f"Answered: {question}."

    back = page_of(request.POST.get("kind", ""), request.POST.get("slug", ""))
    return step(request, "a question is answered", write, section="asked", back=back)
