"""The API does what its schema says, whatever is asked: schemathesis tries each operation, well written and badly."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig

from record.models.tokens import Scope
from record.services import tokens
from tests.soak import SOAK

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not SOAK, reason="make soak asks each operation a hundred times"),
]

ROOT = Path(__file__).parents[3]
PARTS = 8
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture
def headers(cast: Any, settings: Any) -> dict[str, str]:
    """An officer's token, who may read all and propose."""
    settings.API_READS_A_MINUTE = settings.API_WRITES_A_MINUTE = 10**6
    asked = {"name": "tried", "scope": Scope.PROPOSE, "days": "", "now": timezone.now()}
    _, secret = tokens.make(person=cast.people["officer"], **asked)
    return {"Authorization": f"Token {secret}"}


@pytest.fixture(scope="module")
def api() -> Iterator[Any]:
    """The operations of the schema. A request leaves the connection open, whose transaction is that of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    config = SchemathesisConfig.from_path(ROOT / "schemathesis.toml")
    found = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True), config=config)
    found.app = get_wsgi_application()
    yield found
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", MODES, ids=str)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_operation_answers_as_the_schema_says(api: Any, headers: dict[str, str], part: int, mode: Any) -> None:
    operations = [found.ok() for found in api.get_all_operations()][part::PARTS]
    assert operations
    examples = api.config.generation.max_examples
    wrong: list[str] = []
    for operation in operations:

        @settings(max_examples=examples, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def answers(case: Case) -> None:
            try:
                case.call_and_validate(headers=headers)
            except BaseExceptionGroup as several:
                told = "\n".join(map(str, (case.as_curl_command(), *several.exceptions)))
                pytest.fail(told, pytrace=False)

        try:
            answers()
        except pytest.fail.Exception as found:
            wrong.append(str(found))
    assert not wrong, "\n\n".join(wrong)
