"""No call climbs but through a class or a typed field of the lower floor, and no walk goes through more files."""

import pytest

from benchmarks import walks


@pytest.mark.django_db
@pytest.mark.slow
def test_no_call_climbs_and_no_walk_needs_more_files_than_are_written_down():
    for name, walk in walks.walks().items():
        with walks.walked() as seen:
            walk()
        assert 10 < seen.count <= walks.MOST[name], (name, seen.count, sorted(seen.files.items()))
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
