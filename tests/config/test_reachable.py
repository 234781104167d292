"""What no product code reaches is reported, with its file and line."""

from pathlib import Path

import pytest

from config.reachable import stale, unreached

PRODUCT = {
    "config/settings.py": 'ROOT_URLCONF = "config.urls"\n',
    "config/urls.py": "from shop.prices import total\n\nurlpatterns = [total]\n",
    "shop/__init__.py": "",
    "shop/apps.py": "",
    "shop/prices.py": "TAX = 2\n\n\ndef total():\n    return TAX\n",
}


@pytest.fixture
def product(tmp_path: Path):
    def made(**files: str) -> list[str]:
        for name, text in (PRODUCT | {f"shop/{name}.py": text for name, text in files.items()}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return unreached(tmp_path, ("config", "shop"))

    return made


def test_what_the_addresses_use_is_reached(product):
    assert product() == []


def test_a_formula_that_nobody_calls_is_reported_with_what_only_it_uses(product):
    formulas = "RATE = 3\n\n\ndef forgotten():\n    return RATE\n"
    assert product(formulas=formulas) == ["shop/formulas.py:1: RATE", "shop/formulas.py:4: forgotten"]


def test_an_import_alone_is_no_use(product):
    prices = "from shop.formulas import forgotten\n\n\ndef total():\n    return 1\n"
    assert product(prices=prices, formulas="def forgotten():\n    return 1\n") == ["shop/formulas.py:1: forgotten"]


def test_a_name_that_is_passed_on_counts_where_it_is_used(product):
    prices = "from shop import half\n\n\ndef total():\n    return half()\n"

    found = product(prices=prices, __init__="from .formulas import half\n", formulas="def half():\n    return 1\n")
    assert found == []


def test_a_local_variable_of_the_same_name_is_no_use(product):
    prices = "def rate():\n    return 1\n\n\ndef total(rate):\n    return rate\n"
    assert product(prices=prices) == ["shop/prices.py:1: rate"]


def test_a_function_that_only_calls_itself_is_reported(product):
    assert product(loops="def again():\n    return again()\n") == ["shop/loops.py:1: again"]


def test_what_django_finds_by_decorator_or_base_class_is_reached(product):
    tasks = "from celery import shared_task\n\n\n@shared_task\ndef night():\n    pass\n"
    models = "from django.db import models\n\n\nclass Named(models.Model):\n    pass\n"
    models += "\n\nclass Firm(Named):\n    pass\n"
    assert product(tasks=tasks, models=models) == []


def test_a_decorator_that_registers_nothing_is_no_use(product):
    found = product(values="from dataclasses import dataclass\n\n\n@dataclass\nclass Value:\n    pass\n")
    assert found == ["shop/values.py:5: Value"]


def test_an_exception_to_the_rule_that_is_not_needed_is_reported(product, tmp_path: Path):
    product()
    allowed = {"shop.prices.total": "used", "shop.gone": "is gone"}
    assert stale(allowed, tmp_path, ("config", "shop")) == ["shop.prices.total", "shop.gone"]


def test_what_a_package_offers_to_those_who_install_it_is_reached_and_nothing_else_of_it(tmp_path: Path):
    folder = tmp_path / "client" / "lodebook"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text('from .questions import report\n\n__all__ = ["report"]\n')
    (folder / "questions.py").write_text("def report():\n    return 1\n\n\ndef forgotten():\n    return 2\n")
    assert unreached(tmp_path, ("client/lodebook",)) == ["client/lodebook/questions.py:5: forgotten"]
