"""`community page`: the model in one file, to open in any browser; nothing is installed, and nothing is sent anywhere."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from community_dynamics.sim.inputs import Scenario

HELP = """\
community page [NAME, ./FILE.yaml or results folder] [out=FILE.html]

The same model as one HTML file, live in a browser: sliders, fans, a living network, a timeline. It needs no internet, so it can
be sent by mail, put on a stick, or shown in a class. The same seeds give the same runs as this command, to the last digit.

  community page                             all bundled communities; opens in the browser
  community page guild                       begins with the guild
  community page ./ours.yaml                 begins with a community of yours
  community page fitted/tidytuesday          begins with one that was fitted to a real community
  community page results/compare-...         begins with both sides of a comparison
  community page ./ours.yaml out=class.html  writes the file and opens nothing

Options
  out=   file to write; page-NAME.html here unless said, and opened in the browser then

Nothing is opened with --quiet."""

PLACE = '<script type="application/json" id="loaded">'
END = "</script>"
BUILD = "run 'make page' in the checkout"


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Write the page, and open it unless the caller said where it goes, or wants quiet."""
    from community_dynamics.experiments.base.errors import InvalidValue
    from community_dynamics.experiments.cli.screen import give
    from community_dynamics.experiments.studies.options import OPTIONS, QUIET, read_words

    words, given = read_words("page", arguments, OPTIONS["page"])
    if len(words) > 1:
        raise InvalidValue(f"{len(words)} communities are given; allowed is one: community page {words[0]}")
    loaded = loaded_from(words[0]) if words else None
    name = f"page-{Path(words[0]).stem}" if words else "page"
    file = Path(given["out"] or f"{name}.html").expanduser()
    text = with_loaded(built_page(), loaded)
    write(file, text)
    give(lambda: {"verb": "page", "file": str(file)})
    print(f"page: {file}")
    if given["out"] is None and QUIET not in flags:
        show(file)
    return 0


def loaded_from(named: str) -> dict[str, Any]:
    """What the page begins with: a community, or the two of a comparison's folder."""
    from dataclasses import asdict

    from community_dynamics.experiments.scenarios.scenario_files import load

    folder = Path(named).expanduser()
    sides: list[Scenario | None]
    if (folder / "scenario.yaml").is_file():
        second = load(str(folder / "scenario.yaml"))
        compared = (folder / "first.yaml").is_file()
        sides = [load(str(folder / "first.yaml")), second] if compared else [second, None]
    else:
        sides = [load(named), None]
    scenario, against = (None if side is None else asdict(side) for side in sides)
    return {"scenario": scenario, "against": against}


def built_page() -> str:
    """The page as built; one line says what to do where there is none, or where it holds another version of the theory."""
    from importlib.resources import files

    from community_dynamics.experiments.base.errors import UnreadableFile
    from community_dynamics.experiments.execution.stamp import stamp

    try:
        text = (files("community_dynamics.page") / "dist" / "index.html").read_text("utf-8")
    except (FileNotFoundError, ModuleNotFoundError):
        raise UnreadableFile(f"the page is not built; {BUILD}") from None
    if stamp() not in text:
        raise UnreadableFile(f"the page was built from another version of the theory than {stamp()}; {BUILD}")
    return text


def with_loaded(page: str, loaded: dict[str, Any] | None) -> str:
    """The page with what it begins with, as data: no sign in it can end the element or begin another."""
    import json

    from community_dynamics.experiments.base.errors import UnreadableFile

    before, place, rest = page.partition(PLACE)
    if not place:
        raise UnreadableFile(f"the built page has no room for a community; {BUILD}")
    data = json.dumps(loaded, ensure_ascii=True, allow_nan=False)
    safe = data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f"{before}{place}{safe}{END}{rest.partition(END)[2]}"


def write(file: Path, text: str) -> None:
    """Write the file aside and rename it; one that is no page of ours is left alone."""
    import os

    from community_dynamics.experiments.base.errors import UnreadableFile, shown

    if file.exists() and not is_page(file):
        raise UnreadableFile(f"{shown(str(file))} is there already and is no page of this command; name another with out=")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_name(f".{file.name}.partial-{os.getpid()}")
        aside.write_text(text, "utf-8")
        aside.replace(file)
    except OSError as error:
        raise UnreadableFile(f"{shown(str(file))} cannot be written: {error.strerror or error}; name another with out=") from None


def is_page(file: Path) -> bool:
    """Whether a file is a page that this command wrote."""
    return file.is_file() and PLACE in file.read_text("utf-8", errors="replace")


def show(file: Path) -> None:
    """Open the page in the browser; where there is none, say how."""
    import webbrowser

    if not webbrowser.open(file.resolve().as_uri()):
        print("open it in any browser")
