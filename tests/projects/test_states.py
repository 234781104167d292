"""A state of the United States is one of its states; what is near one is asked about, whoever writes it."""

import pytest
from django.core.exceptions import ValidationError

from projects.models import Company, Project
from record.services import entities
from tests.cast import writing


def made(state: str, country: str) -> Project:
    with writing() as recording:
        return entities.create(Project(slug="quarry", name="Quarry", state=state, country=country), recording=recording)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("Texas", "US", "TX"),
        ("tx", "US", "TX"),
        ("nc", "", "NC"),
        ("north  carolina", "US", "NC"),
        ("Guam", "US", "GU"),
        ("", "US", ""),
        ("Texs", "MX", "Texs"),
        ("Goias", "BR", "Goias"),
        ("Western Australia", "AU", "Western Australia"),
        ("Alberta", "", "Alberta"),
        ("Georgia", "GE", "Georgia"),
    ],
)
def test_a_state_is_kept_as_its_letters_and_a_region_as_written(written: str, country: str, kept: str) -> None:
    assert made(written, country).state == kept


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "country", "said"),
    [
        ("Texs", "US", "Did you mean Texas?"),
        ("N. Carolina", "US", "Did you mean North Carolina"),
        ("Nevda", "US", "Did you mean Nevada?"),
        ("Alberta", "US", "Write its name or its two letters"),
        ("ZZ", "US", "Write its name or its two letters"),
        ("Texs", "", "is near Texas"),
        ("WA", "AU", '"WA" is read as Washington'),
        ("pa", "BR", '"pa" is read as Pennsylvania'),
    ],
)
def test_what_is_no_state_is_refused_with_what_is_near(written: str, country: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        made(written, country)
    assert list(refused.value.message_dict) == ["state"]
    assert said in refused.value.message_dict["state"][0]
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_the_headquarters_of_a_company_are_asked_alike() -> None:
    with writing() as recording, pytest.raises(ValidationError, match="Did you mean Texas"):
        entities.create(Company(slug="c", name="C", country="US", hq_state="Texs"), recording=recording)
