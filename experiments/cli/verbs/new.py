"""`community new`: write a scenario file, by copying one or from answers to fifteen questions."""

from collections.abc import Collection, Sequence
from pathlib import Path

HELP = """\
community new FILE.yaml [from=NAME] [--form] [answers=FILE]

  community new ours.yaml                   a copy of middling, to be edited
  community new ours.yaml from=guild        a copy of guild
  community new ours.yaml --form            fifteen questions in plain words; Enter takes what is in brackets
  community new ours.yaml answers=a.yaml    the same with answers from a file ('cause: 3')

Then: community run ./ours.yaml"""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Write one new file."""
    from community_dynamics.experiments.base.errors import CommunityError, InvalidValue, gathered
    from community_dynamics.experiments.base.plain_yaml import parse
    from community_dynamics.experiments.scenarios.scenario_files import save, scenario_from
    from community_dynamics.experiments.studies.options import OPTIONS, not_known, read_words

    plain, given = read_words("new", arguments, OPTIONS["new"])
    named = {name: value for name, value in given.items() if value is not None}
    if plain[1:]:
        raise not_known("new", plain[1], OPTIONS["new"])
    if not plain:
        raise InvalidValue("community new needs a file to write; try 'community new ours.yaml'")
    path = new_path(plain[0])
    text = text_of(path, named, "--form" in flags)
    try:
        scenario_from(parse(text, str(path)))
    except CommunityError as error:
        raise gathered([error], f"{path}: ") from None
    save(path, text)
    where = path if path.is_absolute() else f"./{path}"
    print(f"wrote {path}; edit it, then: community run {where}")
    return 0


def new_path(word: str) -> Path:
    """The file to write, which must be new and end in .yaml, since that is how a scenario's file is known."""
    from community_dynamics.experiments.base.errors import InvalidValue, UnreadableFile, shown

    if not word.endswith((".yaml", ".yml")):
        raise InvalidValue(f"{shown(word)} does not end in .yaml; did you mean {shown(word)}.yaml?")
    path = Path(word).expanduser()
    if path.exists():
        raise UnreadableFile(f"{path} exists already; choose another name, or remove it first")
    return path


def text_of(path: Path, named: dict[str, str], form: bool) -> str:
    """The text of the new file."""
    from community_dynamics.experiments.base.errors import InvalidValue
    from community_dynamics.experiments.scenarios.questionnaire import asked_answers, scenario_yaml

    if "from" in named and (form or "answers" in named):
        raise InvalidValue("from= copies a scenario and --form asks for one; choose one of the two")
    if "answers" in named:
        return scenario_yaml(answers_from(named["answers"]))
    if form:
        return scenario_yaml(asked_answers(ask, print))
    return copied(named.get("from", "middling"), path)


def ask(text: str) -> str:
    """One answer from the keyboard; without an end of the line there is none."""
    from community_dynamics.experiments.base.errors import InvalidValue

    try:
        return input(text)
    except EOFError:
        remedy = "answer all fifteen (Enter takes what is in brackets), or put answers in a file: answers=FILE"
        number, _, question = " ".join(text.split()).partition("?")[0].partition(". ")
        print()  # the question stands in the last line
        raise InvalidValue(f"the answers end before question {number} ({question}?); nothing was written; {remedy}") from None


def answers_from(file: str) -> dict[str, str]:
    """Answers from a YAML file, by the questions' keys."""
    from community_dynamics.experiments.base.plain_yaml import parse, read_text

    return {str(key): str(value) for key, value in parse(read_text(Path(file).expanduser(), file), file).items()}


def copied(named: str, path: Path) -> str:
    """The text of a scenario under a new name, its comments kept."""
    import json
    import re

    from community_dynamics.experiments.scenarios.scenario_files import load, scenario_text

    load(named)
    text = scenario_text(named)
    name = json.dumps(path.stem, ensure_ascii=False)
    plain = path.stem if re.fullmatch(r"[A-Za-z][\w-]*", path.stem) else name
    return re.sub(r"^name:.*$", lambda _: f"name: {plain}", text, count=1, flags=re.MULTILINE)
