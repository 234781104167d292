"""Which minerals a project is about."""

from collections.abc import Iterable, Mapping

from projects.models import Mineral, Project, ProjectMineral
from record.models import Recording


def unnamed_minerals(meant: Mapping[Project, Iterable[Mineral]]) -> list[tuple[Project, Mineral]]:
    """The pairs that are not on record yet, each once, in order; asks the database once."""
    named = set(ProjectMineral.objects.values_list("project_id", "mineral_id"))
    pairs = dict.fromkeys((project, mineral) for project, minerals in meant.items() for mineral in minerals)
    return [(project, mineral) for project, mineral in pairs if (project.pk, mineral.pk) not in named]


def name_minerals(pairs: Iterable[tuple[Project, Mineral]], *, recording: Recording) -> None:
    """Put on record that each project is about its mineral. A mineral once named stays."""
    ProjectMineral.objects.bulk_create(
        ProjectMineral(project=project, mineral=mineral, recording=recording) for project, mineral in pairs
    )
