"""YAML as plain data: no tags, no aliases, no key twice, bounded in size and depth. Nothing can execute."""

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from community_dynamics.experiments.base.errors import CommunityError, InvalidValue, UnreadableFile, WrongKind

MOST_BYTES = 1_000_000
MOST_DEPTH = 12
MOST_PARTS = 20_000


class PlainLoader(yaml.SafeLoader):
    """Numbers as people read them: 010 is ten, 1e6 a million, and 3:30 a text, not 210 as in YAML 1.1; no dates."""


NUMBERS = {
    "tag:yaml.org,2002:int": re.compile(r"[-+]?[0-9]+"),
    "tag:yaml.org,2002:float": re.compile(
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
    ),
}
REPLACED = {*NUMBERS, "tag:yaml.org,2002:timestamp"}
PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in REPLACED]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern in NUMBERS.items():
    PlainLoader.add_implicit_resolver(_tag, re.compile(f"^(?:{_pattern.pattern})$"), list("-+.0123456789"))
PlainLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))


def read_text(path: Path, label: str) -> str:
    """The text of a file, or one line about why it cannot be read; `label` is how the user named it."""
    try:
        if path.exists() and not path.is_file():
            raise UnreadableFile(f"{label} is {'a folder' if path.is_dir() else 'no file'}; name a file")
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        remedy = f"check the name, or make it with 'community new {label}'"
        raise UnreadableFile(f"{label} does not exist; {remedy}") from None
    except (OSError, ValueError) as error:
        if isinstance(error, CommunityError):
            raise
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise UnreadableFile(f"{label} cannot be read ({reason}); check its name and permissions") from None
    if len(content) > MOST_BYTES:
        raise InvalidValue(f"{label} is larger than 1 MB; a scenario is a page of text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongKind(f"{label} is not text in UTF-8; save it as plain text") from None


def parse(text: str, name: str) -> dict[Any, Any]:
    """The mapping that a YAML text holds; `name` says in errors whose text it is."""
    try:
        check_parts(text, name)
        data = compose(text, name)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f" in line {mark.line + 1}" if mark is not None else ""
        raise InvalidValue(f"{name} is not YAML{line}: {error.problem or error.context}") from None
    except CommunityError:
        raise
    except (yaml.YAMLError, ValueError) as error:
        raise InvalidValue(f"{name} is not YAML: {str(error).splitlines()[0]}") from None
    if data is None:
        raise InvalidValue(f"{name} is empty; 'community new' writes a file to start from")
    if not isinstance(data, dict):
        raise WrongKind(f"{name} is a {kind_of(data)}, not a mapping of names to values; begin with 'name: ...'")
    return data


def kind_of(data: object) -> str:
    """What a piece of YAML is, in a word."""
    return "list" if isinstance(data, list) else "single value"


def check_parts(text: str, name: str) -> None:
    """Walk the text without building anything, and refuse what could grow, loop or execute."""
    depth, documents = 0, 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        line = event.start_mark.line + 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise InvalidValue(f"{name} uses an alias (& or *) in line {line}; write the values out")
        if getattr(event, "tag", None) is not None:
            raise InvalidValue(f"{name} uses a tag ({event.tag}) in line {line}; plain values only")
        if depth > MOST_DEPTH:
            raise InvalidValue(f"{name} is nested deeper than {MOST_DEPTH} levels in line {line}; a scenario has four")
        if count > MOST_PARTS or documents > 1:
            what = "more than one document" if documents > 1 else f"more than {MOST_PARTS:,} parts"
            raise InvalidValue(f"{name} holds {what}; a scenario is a page of text")


def compose(text: str, name: str) -> Any:
    """Build plain Python data; a key written twice is refused, where YAML would silently keep the last."""
    loader = PlainLoader(text)
    try:
        node = loader.get_single_node()
        refuse_twice(loader, node, name)
        return None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def refuse_twice(loader: yaml.SafeLoader, node: yaml.Node | None, name: str) -> None:
    """Refuse keys written twice, at any depth."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            refuse_twice(loader, item, name)
    elif isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise InvalidValue(f"{name} has a name that is no single word in line {line}")
            if key.value in seen:
                raise InvalidValue(f"{name} states {key.value} twice, again in line {line}; keep one of the two")
            seen.add(key.value)
            refuse_twice(loader, value, name)
