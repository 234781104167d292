"""Until when officers are away, and who stands in: written on the desk, read here."""

from django.contrib import admin

from portfolio.models import Absence
from record.admin.base import ReadOnlyAdmin, shown


@admin.register(Absence)
class AbsenceAdmin(ReadOnlyAdmin):
    list_display = ("officer", "until", "stand_in", shown("effective_on", label="said on"))
    list_select_related = ("officer", "stand_in", "recording")
