"""Questions of readers at an AsOf, each with its answers, and whose they are to answer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from portfolio.models import Agency, Investment, InvestmentProject, OfficerAnswer, Program, ReaderQuestion
from projects.models import Project
from record.calculations.as_of import AsOf
from record.models import Account

from .assigned import Mine


@dataclass(frozen=True, slots=True)
class QuestionAt:
    """A question and what was answered by then, the oldest first."""

    question: ReaderQuestion
    answers: list[OfficerAnswer]

    @property
    def is_open(self) -> bool:
        return not self.answers


def questions_at(at: AsOf, about: Q | None = None) -> list[QuestionAt]:
    """The newest first; two questions to the database."""
    asked = ReaderQuestion.objects.known(at).select_related(
        "recording", "investment__agency", "investment__program", "project", "milestone__project"
    )
    found = list(asked.filter(about or Q()).order_by("-pk"))
    answers: dict[int, list[OfficerAnswer]] = defaultdict(list)
    if found:
        given = OfficerAnswer.objects.known(at).filter(question__in=found).select_related("recording")
        for answer in given.order_by("pk"):
            answers[answer.question_id].append(answer)
    return [QuestionAt(one, answers[one.pk]) for one in found]


def about_award(award: Investment) -> Q:
    return Q(investment=award)


def about_project(project: Project) -> Q:
    """About the project or one of its milestones."""
    return Q(project=project) | Q(milestone__project=project)


Owner = tuple[Agency, Program | None]


def owners_of(questions: Iterable[ReaderQuestion], at: AsOf) -> dict[int, list[Owner]]:
    """Question → the agencies and programs of the awards that it is about; none where no award reaches its project."""
    found: dict[int, list[Owner]] = {}
    sites: dict[int, list[ReaderQuestion]] = defaultdict(list)
    for one in questions:
        found[one.pk] = [(one.investment.agency, one.investment.program)] if one.investment else []
        site = one.project_id or (one.milestone.project_id if one.milestone else None)
        if site is not None:
            sites[site].append(one)
    if sites:
        reaching: Any = InvestmentProject.objects.known(at).filter(project__in=sites)
        for reach in reaching.select_related("investment__agency", "investment__program"):
            for one in sites[reach.project_id]:
                found[one.pk].append((reach.investment.agency, reach.investment.program))
    return found


def is_among(mine: Mine, owners: Iterable[Owner]) -> bool:
    """True where one of the awards is among somebody's, and where no award is concerned: any officer answers that."""
    listed = list(owners)
    return not listed or any(mine(agency, program) for agency, program in listed)


def open_for(mine: Mine, at: AsOf) -> list[QuestionAt]:
    """Those without an answer about awards among somebody's, the oldest first."""
    waiting = [one for one in reversed(questions_at(at, Q(answers__isnull=True))) if one.is_open]
    owners = owners_of([one.question for one in waiting], at) if waiting else {}
    return [one for one in waiting if is_among(mine, owners[one.question.pk])]


def asked_by(reader: Account, at: AsOf) -> list[QuestionAt]:
    return questions_at(at, Q(asked_by=reader))
