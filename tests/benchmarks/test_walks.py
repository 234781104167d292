"""No call climbs: a lower floor never calls a higher one, but through a class or a typed field of its own."""

import pytest

from benchmarks import walks


@pytest.mark.django_db
def test_no_call_climbs_on_any_of_the_four_walks():
    for name, walk in walks.walks().items():
        with walks.walked() as seen:
            walk()
        assert seen.count > 10, name
        assert not seen.climbs, (name, sorted(seen.climbs))


def test_a_call_from_the_ground_to_an_upper_floor_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(walks, "ROOT", tmp_path)
    for app, text in {
        "portfolio": "def up():\n    return 1\n",
        "record": "def down(call):\n    return call()\n",
    }.items():
        (tmp_path / app).mkdir()
        (tmp_path / app / "made.py").write_text(text)
    spaces = {}
    for app in ("portfolio", "record"):
        path = tmp_path / app / "made.py"
        exec(compile(path.read_text(), str(path), "exec"), spaces)
    with walks.walked() as seen:
        spaces["down"](spaces["up"])
    assert seen.climbs == {("record/made.py:down", "portfolio/made.py:up")}
