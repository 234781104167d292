"""Companies and projects that were written twice, and are one."""

from django.db import models

from record.models.merges import Merge, is_another, register

from .companies import Company
from .sites import Project


class CompanyMerge(Merge):
    """That a company is another one on record."""

    entity = models.ForeignKey(Company, models.PROTECT, related_name="merged_into", verbose_name="company")
    into = models.ForeignKey(
        Company, models.PROTECT, related_name="merged_from", help_text="The company that stands for both."
    )

    class Meta:
        verbose_name = "merge of a company"
        verbose_name_plural = "merges of companies"
        constraints = [is_another("company_is_merged_into_another")]


class ProjectMerge(Merge):
    """That a project is another one on record."""

    entity = models.ForeignKey(Project, models.PROTECT, related_name="merged_into", verbose_name="project")
    into = models.ForeignKey(
        Project, models.PROTECT, related_name="merged_from", help_text="The project that stands for both."
    )

    class Meta:
        verbose_name = "merge of a project"
        verbose_name_plural = "merges of projects"
        constraints = [is_another("project_is_merged_into_another")]


register(Company, CompanyMerge)
register(Project, ProjectMerge)
