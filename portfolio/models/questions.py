"""What managers and auditors ask about an award, a project, a milestone or a figure, and what officers answer."""

from django.db import models
from django.db.models import Q

from projects.models import Milestone, Project
from record.models.accounts import person
from record.models.facts import Fact
from record.models.recordings import Refusal, is_not_the_writer

from .investments import Investment


class ReaderQuestion(Fact):
    """A question about one award, project or milestone, with the figure as it was when it was asked."""

    is_retractable = False
    undone_by = "An answer settles it. Write one, and the question waits for nobody."

    investment = models.ForeignKey(Investment, models.PROTECT, null=True, blank=True, related_name="questions")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="questions")
    milestone = models.ForeignKey(Milestone, models.PROTECT, null=True, blank=True, related_name="questions")
    figure = models.CharField(max_length=200, blank=True, help_text="Its heading on the page; empty for none.")
    figure_then = models.CharField(
        "figure as it was", max_length=500, blank=True, help_text="As the page said it when it was asked about."
    )
    read_serial = models.BigIntegerField("recording read", help_text="The last recording that the page knew.")
    text = models.TextField("question")
    asked_by = person("Who asks.")

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        return [(is_not_the_writer("asked_by_id", "NEW.recording_id"), "a question names who asks")]

    class Meta:
        verbose_name = "question of a reader"
        verbose_name_plural = "questions of readers"
        constraints = [
            models.CheckConstraint(
                condition=Q(investment__isnull=False, project__isnull=True, milestone__isnull=True)
                | Q(investment__isnull=True, project__isnull=False, milestone__isnull=True)
                | Q(investment__isnull=True, project__isnull=True, milestone__isnull=False),
                name="question_is_about_one_thing",
                violation_error_message="A question is about one award, project or milestone.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="question_has_its_words",
                violation_error_code="text",
                violation_error_message="Write the question.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.text[:80]}"

    @property
    def about(self) -> str:
        """What it is about, in words."""
        what = str(self.investment or self.project or self.milestone)
        return f"{self.figure} of {what}" if self.figure else what


class OfficerAnswer(Fact):
    """What an officer answers. A question that has an answer waits for nobody; a later answer adds to it."""

    is_retractable = False
    undone_by = "A later answer adds to it. Write that one."

    question = models.ForeignKey(ReaderQuestion, models.PROTECT, related_name="answers")
    text = models.TextField("answer")
    answered_by = person("Who answers.")

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        return [(is_not_the_writer("answered_by_id", "NEW.recording_id"), "an answer names who answers")]

    class Meta:
        verbose_name = "answer of an officer"
        verbose_name_plural = "answers of officers"
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="answer_has_its_words",
                violation_error_code="text",
                violation_error_message="Write the answer.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.text[:80]}"
