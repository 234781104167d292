"""Copies the page libraries from node_modules to where static files are looked for.

Run as `python -m config.assets` (make setup and the container's build do).
Only what a page asks for is copied: the style sheet, the scripts, and the fonts and images that the style sheet names.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "node_modules" / "@uswds" / "uswds" / "dist"
ALWAYS = [
    "css/uswds.min.css",
    "js/uswds.min.js",
    "js/uswds-init.min.js",
    "img/sprite.svg",
    "img/us_flag_small.png",
    "img/us_flag.svg",
    "img/icon-dot-gov.svg",
    "img/icon-https.svg",
    # The typeface of the PDF, which reads no woff2.
    "fonts/source-sans-pro/sourcesanspro-regular-webfont.ttf",
    "fonts/source-sans-pro/sourcesanspro-bold-webfont.ttf",
]
NAMED = re.compile(r"url\(\s*['\"]?(?!data:)([^'\")#?\s]+)")
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*")


def named_by(style: Path, *, package: Path) -> set[str]:
    """Return the files that a style sheet names, as paths inside the package; "" names nothing."""
    found = (name for name in NAMED.findall(style.read_text()) if name)
    return {str((style.parent / name).resolve().relative_to(package.resolve())) for name in found}


def copy_assets(*, package: Path, target: Path) -> int:
    """Copy what the pages need from the package to the target and return how many files that were.

    Raises FileNotFoundError when the package was not fetched or lacks a file.
    """
    wanted = set(ALWAYS) | named_by(package / "css" / "uswds.min.css", package=package)
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name in sorted(wanted):
        copy = fresh / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if copy.suffix in {".css", ".js"}:
            # Without its source map: the page would ask for a file that is not served.
            copy.write_text(SOURCE_MAP.sub("", (package / name).read_text()))
        else:
            shutil.copyfile(package / name, copy)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return len(wanted)


def main(target: str = "") -> None:
    """Copy to the folder given, else to var/assets/uswds."""
    folder = Path(target) if target else ROOT / "var" / "assets" / "uswds"
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        count = copy_assets(package=PACKAGE, target=folder)
    except FileNotFoundError as error:
        sys.exit(f"The page library is not complete: {error.filename} is missing. Type 'npm ci --ignore-scripts'.")
    print(f"Page library: {count} files.")


if __name__ == "__main__":
    main(*sys.argv[1:])
