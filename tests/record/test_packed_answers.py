"""A page, a CSV and a JSON are sent packed to a browser that takes them so; what is packed already, as it is."""

import gzip

import pytest

from record.models import Recording
from tests.cast import Cast
from tests.desk import sign_in

PACKED = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


def test_a_page_is_packed_for_who_takes_it_and_says_what_that_hangs_on(cast: Cast) -> None:
    reader = sign_in(cast.people["manager"])
    asked = "/reports/investments/?as_of=2026-06-30"
    packed, plain = reader.get(asked, **PACKED), reader.get(asked)
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert "Accept-Encoding" in plain["Vary"]
    assert "Content-Encoding" not in plain
    assert gzip.decompress(packed.content).count(b"<tr") == plain.content.count(b"<tr")
    assert len(packed.content) * 4 < len(plain.content)
    assert packed["Content-Length"] == str(len(packed.content))


def test_the_same_page_is_not_always_as_long(cast: Cast) -> None:
    """So that its length tells nothing of what is in it: up to 100 random bytes stand before the content."""
    reader = sign_in(cast.people["manager"])
    assert len({len(reader.get("/deals/", **PACKED).content) for _ in range(8)}) > 1


@pytest.mark.parametrize("spelling", [".xlsx", ".parquet"])
def test_a_file_that_is_packed_as_it_is_made_is_sent_as_it_is(cast: Cast, spelling: str) -> None:
    answer = sign_in(cast.people["manager"]).get(f"/reports/exposure{spelling}", **PACKED)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer


@pytest.mark.parametrize("address", [f"/reports/exposure{one}" for one in (".csv", ".json", ".datapackage.json")])
def test_text_is_packed_and_unpacks_to_its_bytes(cast: Cast, address: str) -> None:
    newest = Recording.objects.order_by("-serial").values_list("serial", flat=True)[0]
    reader, asked = sign_in(cast.people["manager"]), {"as_of": "2026-06-30", "serial": str(newest)}
    packed, plain = reader.get(address, asked, **PACKED), reader.get(address, asked)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(packed)) == b"".join(plain)


def test_an_answer_of_the_api_is_packed(cast: Cast) -> None:
    answer = sign_in(cast.people["manager"]).get("/api/v1/reports/exposure/", **PACKED)
    assert answer["Content-Encoding"] == "gzip"
