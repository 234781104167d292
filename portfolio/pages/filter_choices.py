"""What a report may be narrowed to at an AsOf: the identifiers on record, with their names."""

from collections.abc import Iterable

from portfolio.models import Agency, Deal, Program
from portfolio.positions.investments import NOT_STATED
from projects.models import Company, Mineral, Project
from record.calculations.as_of import AsOf

MODELS = {
    "agency": (Agency, "code"),
    "program": (Program, "code"),
    "company": (Company, "slug"),
    "project": (Project, "slug"),
    "deal": (Deal, "slug"),
    "mineral": (Mineral, "slug"),
}
LABELS_OF_PROJECTS = ("state", "stage", "site_kind")


def filter_choices(at: AsOf, names: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """For each of `names` that has a known list: pairs of value and name, in the order of the value.

    Two questions to the database for each table of entities.
    """
    wanted = list(names)
    choices = {}
    for name, (model, key) in MODELS.items():
        if name in wanted:
            entities = model.objects.at(at).values()
            choices[name] = sorted((getattr(entity, key), entity.name) for entity in entities)
    if "program" in choices:
        choices["program"].append((NOT_STATED, "the record names no program"))
    labels = [name for name in LABELS_OF_PROJECTS if name in wanted]
    if labels:
        projects = Project.objects.at(at).values()
        for name in labels:
            found = sorted({getattr(project, name) for project in projects} - {""})
            choices[name] = [(value, value.replace("_", " ")) for value in found]
    return choices
