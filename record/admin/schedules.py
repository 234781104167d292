"""When each task runs, in words, for an administrator to change."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django_celery_beat import models as beat

from record.calculations.schedules import EXAMPLES, Recurrence
from record.services import schedules

from .paginator import BoundedPaginator
from .worded_form import WordedForm

for _model in (
    beat.PeriodicTask,
    beat.CrontabSchedule,
    beat.IntervalSchedule,
    beat.SolarSchedule,
    beat.ClockedSchedule,
):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)


class ScheduleForm(WordedForm, forms.ModelForm):
    when = forms.CharField(max_length=80, help_text=f"In words, UTC: {EXAMPLES}.")

    class Meta:
        model = beat.PeriodicTask
        fields = ("enabled",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["when"].initial = schedules.words_of(self.instance)

    def clean_when(self) -> str:
        try:
            return Recurrence.parse(self.cleaned_data["when"]).words
        except ValueError as error:
            raise ValidationError(str(error)) from error


@admin.register(beat.PeriodicTask)
class ScheduleAdmin(admin.ModelAdmin):
    """Nobody adds or deletes one here: what can run stands in the program."""

    form = ScheduleForm
    paginator = BoundedPaginator
    show_full_result_count = False
    actions = None
    change_list_template = "admin/bounded_change_list.html"
    list_display = ("name", "when", "enabled", "last_run_at", "total_run_count")
    ordering = ("name",)
    fieldsets = ((None, {"fields": ("name", "when", "enabled", "last_run_at", "total_run_count")}),)
    readonly_fields = ("name", "last_run_at", "total_run_count")

    @admin.display(description="when (UTC)")
    def when(self, task: beat.PeriodicTask) -> str:
        return schedules.words_of(task)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fieldsets

    def save_model(self, request: HttpRequest, obj: Any, form: ScheduleForm, change: bool) -> None:
        schedules.reschedule(obj, form.cleaned_data["when"], is_enabled=form.cleaned_data["enabled"])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
