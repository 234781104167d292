"""Of the page library only what a page asks for is copied."""

from pathlib import Path

import pytest

from config.assets import ALWAYS, copy_assets


@pytest.fixture
def package(tmp_path: Path) -> Path:
    dist = tmp_path / "dist"
    for name in [*ALWAYS, "fonts/a.woff2", "img/b.svg", "img/unused.svg"]:
        (dist / name).parent.mkdir(parents=True, exist_ok=True)
        (dist / name).write_text("x")
    (dist / "css/uswds.min.css").write_text(
        "@font-face{src:url(../fonts/a.woff2)}i{background:url('../img/b.svg')}b{mask:url()}"
        "u{background:url(data:image/png;base64,AA)}\n/*# sourceMappingURL=uswds.min.css.map */"
    )
    return dist


def test_what_the_style_sheet_names_is_copied_and_nothing_more(package: Path, tmp_path: Path):
    copy_assets(package=package, target=tmp_path / "uswds")
    copied = {str(path.relative_to(tmp_path / "uswds")) for path in (tmp_path / "uswds").rglob("*") if path.is_file()}
    assert copied == {*ALWAYS, "fonts/a.woff2", "img/b.svg"}


def test_a_source_map_is_not_asked_for(package: Path, tmp_path: Path):
    copy_assets(package=package, target=tmp_path / "uswds")
    assert "sourceMappingURL" not in (tmp_path / "uswds/css/uswds.min.css").read_text()


def test_a_missing_file_leaves_the_last_copy_whole(package: Path, tmp_path: Path):
    copy_assets(package=package, target=tmp_path / "uswds")
    (package / "fonts/a.woff2").unlink()
    with pytest.raises(FileNotFoundError):
        copy_assets(package=package, target=tmp_path / "uswds")
    assert (tmp_path / "uswds/fonts/a.woff2").is_file()
