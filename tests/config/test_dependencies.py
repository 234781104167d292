"""A direct dependency is imported by product code, or named in its settings."""

from pathlib import Path

from config.dependencies import declared, foreign, imported, unused

PROVIDED = {"celery": ["celery"], "csp": ["django-csp"], "pandas": ["pandas"], "environ": ["django-environ"]}


def test_names_are_read_without_versions_and_extras():
    assert declared('[project]\ndependencies = ["celery[redis]~=5.7", "Django_CSP~=4.0"]\n') == ["celery", "django-csp"]


def test_a_dependency_that_nobody_imports_is_found(tmp_path: Path):
    tasks, settings = tmp_path / "tasks.py", tmp_path / "settings.py"
    tasks.write_text("def night():\n    from celery.app import x\n")
    settings.write_text('import environ\nMIDDLEWARE = ["csp.middleware.CSPMiddleware", "text of pandas"]\n')
    modules = imported([tasks, settings])
    assert unused(["celery", "django-csp", "django-environ", "pandas"], modules, PROVIDED) == ["pandas"]


def test_what_is_started_as_a_process_is_allowed():
    assert unused(["gunicorn", "tzdata"], set(), PROVIDED) == []


def test_what_the_client_imports_and_does_not_declare_is_found():
    modules = {"json", "lodebook", "pandas", "django", "portfolio"}
    assert foreign(modules, ["pandas"], "lodebook", PROVIDED | {"django": ["django"]}) == ["django", "portfolio"]
