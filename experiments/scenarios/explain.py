"""Any name of the model in plain words: meaning, unit, range, default, anchors, source, and what reads it."""

from collections.abc import Mapping
from textwrap import TextWrapper

from community_dynamics.experiments.base.errors import holding_word, nearest, shown, unknown
from community_dynamics.experiments.base.values import TABLES, words_of
from community_dynamics.experiments.scenarios.readers import readers_of
from community_dynamics.experiments.scenarios.table_columns import COLUMNS, SERIES
from community_dynamics.sim.levers import DIALS, FAILURES, LEVERS
from community_dynamics.sim.outcomes import OUTCOMES, Outcome
from community_dynamics.sim.parameter import Parameter
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.source import KINDS
from community_dynamics.sim.sources import SOURCES
from community_dynamics.sim.theory import THEORY

PARAMETERS = {"levers": LEVERS, "theory": THEORY, "settings": SETTINGS}
TOPICS = ("levers", "outcomes", "dials", "failures", "settings", "theory", "columns", "series")  # likely ones first
MOST_OFFERED = 3
WIDTH = 100
STATUS_MEANING = {
    "sourced": "the value is a published one",
    "calibrated": "the value was set so that the model shows patterns of real communities",
    "assumed": "the value is an assumption; the source gives the idea, or the direction",
}


def explained(name: str) -> str:
    """The explanation of a topic (levers) or of one thing (levers.cadence_days, cadence_days, cause)."""
    if name in TOPICS:
        return topic(name)
    section, _, own = name.partition(".")
    homes = [section] if own else [home for home in TOPICS if name in names_in(home)]
    own = own or name
    if len(homes) == 1 and homes[0] in TOPICS and own in names_in(homes[0]):
        return one(homes[0], own)
    if len(homes) > 1:
        return "\n\n".join(one(home, own) for home in homes)
    raise unknown_name(name)


def names_in(section: str) -> list[str]:
    """All names of a topic."""
    beside: dict[str, Mapping[str, object]] = {"outcomes": OUTCOMES, "columns": COLUMNS, "series": SERIES}
    return list(beside[section] if section in beside else TABLES[section])


def unknown_name(name: str) -> Exception:
    """Nothing has this name: the nearest that something has."""
    full = [f"{section}.{own}" for section in TOPICS for own in names_in(section)]
    section, _, own = name.partition(".")
    close = nearest(own, names_in(section)) if own and section in TOPICS else None
    suggestion = f"{section}.{close}" if close else None
    if suggestion is None and not own:
        suggestion = topic_meant(name) or holding(name)
    if suggestion is None:
        bare = {path.partition(".")[2]: path for path in reversed(full)}
        near = nearest(name, [*TOPICS, *full] if own else [*TOPICS, *bare])
        suggestion = None if near is None else bare.get(near, near)
    return unknown(shown(name), "known here", suggestion, f"'community explain' takes {', '.join(TOPICS)} or one name")


def topic_meant(name: str) -> str | None:
    """The topic of which this is the singular."""
    return f"{name}s" if f"{name}s" in TOPICS else None


def holding(word: str) -> str | None:
    """The first names that hold a word whole, of the likeliest topic that has such names."""
    for section in TOPICS:
        found = [f"{section}.{name}" for name in holding_word(word, names_in(section))][:MOST_OFFERED]
        if found:
            return " or ".join([", ".join(found[:-1]), found[-1]] if found[1:] else found)
    return None


def one(section: str, name: str) -> str:
    """The explanation of one thing."""
    if section == "outcomes":
        return outcome(OUTCOMES[name])
    if section in ("columns", "series"):
        return column(section, name)
    if section == "dials":
        return dial(name)
    if section == "failures":
        return failure(name)
    return parameter(PARAMETERS[section][name])


def parameter(stated: Parameter) -> str:
    """A lever, setting or theory constant."""
    lines = [stated.path, paragraph(sentence(stated.meaning)), ""]
    lines.append(row("unit", "one of these words" if stated.choices else stated.unit))
    lines.append(row("range", range_words(stated)))
    lines.append(row("default", words_of(stated, stated.default)))
    if stated.anchors is not None:
        lines += [row(f"at {value}", words) for value, words in zip(("0", "0.5", "1"), stated.anchors, strict=True)]
    lines += set_by(stated) if stated.kind == "lever" else []
    lines += source_lines(stated)
    lines += reader_lines(stated)
    lines.append(row("to set it", how_to_set(stated)))
    return "\n".join(lines)


def sentence(text: str) -> str:
    """A text as a sentence."""
    return text[:1].upper() + text[1:] + "."


def fill(text: str, first: str = "", rest: str = "") -> str:
    """A text in lines of readable length; names and numbers stay whole."""
    wrapper = TextWrapper(WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False)
    return wrapper.fill(text)


def paragraph(text: str) -> str:
    """A text in lines of readable length."""
    return fill(text)


def row(label: str, text: str) -> str:
    """A labelled line, wrapped under itself."""
    return fill(text, f"  {label:<11} ", " " * 14)


def range_words(stated: Parameter) -> str:
    """What is allowed."""
    if stated.choices:
        return ", ".join(stated.choices)
    whole = ", whole numbers" if stated.whole else ""
    return f"{stated.low:,.12g} to {stated.high:,.12g}{whole}"


def set_by(stated: Parameter) -> list[str]:
    """Dials and failures that set a lever."""
    lines = []
    for name, levers in DIALS.items():
        if stated.name in levers:
            low, middle, high = (words_of(stated, value) for value in levers[stated.name])
            lines.append(row("dial", f"dials.{name} sets it: low {low}, middle {middle}, high {high}"))
    for name, values in FAILURES.items():
        if stated.name in values:
            lines.append(row("failure", f"failures.{name} sets it to {words_of(stated, values[stated.name])}"))
    return lines


def source_lines(stated: Parameter) -> list[str]:
    """Source and honesty."""
    source = SOURCES[stated.source]
    return [
        row("source", f"{source.citation} ({KINDS[source.kind]})"),
        row("it says", source.note),
        row("status", f"{stated.status}: {STATUS_MEANING[stated.status]}"),
    ]


def reader_lines(stated: Parameter) -> list[str]:
    """The rules that read it, or the code that does where no rule is between."""
    readers = readers_of(stated.section, stated.name)
    rules = [reader for reader in readers if reader.is_rule]
    lines = [row("read by", f"sim/{reader.file}:{reader.line} {reader.function}: {reader.meaning}") for reader in rules]
    if not rules:
        lines = [row("read by", f"sim/{reader.file}:{reader.line} {reader.function}: {reader.meaning}") for reader in readers]
    return lines


def how_to_set(stated: Parameter) -> str:
    """How to write it on a command line and in a scenario file."""
    value = words_of(stated, example_value(stated))
    words = f"community run guild {stated.path}={value}, or '{stated.name}: {value}' below '{stated.section}:'"
    if stated.kind != "uncertainty":
        return f"{words} in a file"
    return f"{words} in a file (one theory holds for all communities: change it to test the theory)"


def example_value(stated: Parameter) -> float:
    """A value to show: where a dial's high end puts it, else somewhat more than the default."""
    for levers in DIALS.values():
        if stated.kind == "lever" and stated.name in levers:
            return levers[stated.name][2]
    if stated.choices or stated.whole:
        return min(stated.high, stated.default + 1) if stated.default < stated.high else stated.low
    return min(stated.high, float(f"{1.2 * stated.default:.2g}")) if stated.default > 0 else 0.1 * stated.high


def outcome(stated: Outcome) -> str:
    """An outcome."""
    lines = [f"outcomes.{stated.name}", paragraph(f"{stated.label}: {stated.meaning}."), ""]
    lines.append(row("unit", stated.unit))
    lines.append(row("better", stated.better))
    lines.append(row("to judge by", f"community sweep vary.dials.cause=low,middle,high outcome={stated.name}"))
    return "\n".join(lines)


def column(section: str, name: str) -> str:
    """A column of the tables of runs, or a weekly series."""
    where = "runs.parquet, outcomes.parquet or weekly.parquet" if section == "columns" else "weekly.parquet, a row a run and week"
    lines = [f"{section}.{name}", paragraph(sentence((COLUMNS | SERIES)[name])), "", row("column of", where)]
    if section == "series":
        lines.append(row("to study it", f"community sensitivity series={name}"))
    return "\n".join(lines)


def dial(name: str) -> str:
    """A dial and the levers that it sets."""
    rows = []
    for lever, values in DIALS[name].items():
        low, middle, high = (words_of(LEVERS[lever], value) for value in values)
        rows.append((lever, f"low {low}, middle {middle}, high {high} ({LEVERS[lever].meaning})"))
    title = "One word, low, middle or high (or a number from 0 to 1), sets these levers together."
    how = f"community run guild dials.{name}=high; a lever written beside it keeps its value"
    return "\n".join([f"dials.{name}", listing(title, rows), row("to set it", how)])


def failure(name: str) -> str:
    """A failure and what it does to the levers."""
    rows = [(lever, f"{words_of(LEVERS[lever], value)} ({LEVERS[lever].meaning})") for lever, value in FAILURES[name].items()]
    title = "A switch: whatever else is said, it sets these levers on every day."
    how = f"community run guild failures.{name}=yes"
    return "\n".join([f"failures.{name}", listing(title, rows), row("to set it", how)])


def topic(name: str) -> str:
    """All names of one kind, a line each."""
    if name == "outcomes":
        rows = [(own, f"{known.label} ({known.unit}; better: {known.better})") for own, known in OUTCOMES.items()]
        return listing(f"{len(rows)} outcomes of every run", rows)
    if name in ("columns", "series"):
        known = COLUMNS if name == "columns" else SERIES
        return listing(
            f"{len(known)} {'columns of the tables of runs' if name == 'columns' else 'weekly series'}", [*known.items()]
        )
    if name == "dials":
        rows = [(own, "sets " + ", ".join(levers)) for own, levers in DIALS.items()]
        return listing(f"{len(rows)} dials, each low, middle or high", rows)
    if name == "failures":
        rows = [(own, "sets " + ", ".join(levers)) for own, levers in FAILURES.items()]
        return listing(f"{len(rows)} failures, each yes or no", rows)
    return parameter_topic(name)


def parameter_topic(name: str) -> str:
    """All parameters of one section, by group."""
    table = PARAMETERS[name]
    parts = [f"{len(table)} {'constants of the theory' if name == 'theory' else name}"]
    for group in dict.fromkeys(stated.group for stated in table.values()):
        rows = [
            (stated.name, f"{stated.meaning} ({unit_of(stated)}; default {words_of(stated, stated.default)})")
            for stated in table.values()
            if stated.group == group
        ]
        parts.append(listing(group, rows))
    return "\n\n".join([*parts, f"'community explain {name}.<name>' says more about one"])


def unit_of(stated: Parameter) -> str:
    """Unit, or the words that may be written."""
    return " or ".join(stated.choices) if stated.choices else stated.unit


def listing(title: str, rows: list[tuple[str, str]]) -> str:
    """A titled list of names and meanings."""
    width = max(len(name) for name, _ in rows)
    lines = [fill(text, f"  {name:<{width}}  ", " " * (width + 4)) for name, text in rows]
    return "\n".join([title, *lines])


def explained_data(name: str) -> dict[str, object]:
    """The same as plain data: what is stated of each thing, by its full name."""
    explained(name)  # refuses what nothing has
    if name in TOPICS:
        return {f"{name}.{own}": facts_of(name, own) for own in names_in(name)}
    section, _, own = name.partition(".")
    homes = [section] if own else [home for home in TOPICS if name in names_in(home)]
    return {f"{home}.{own or name}": facts_of(home, own or name) for home in homes}


def meaning_of(section: str, name: str) -> str:
    """What a name means, in a line."""
    if section == "outcomes":
        return OUTCOMES[name].meaning
    if section in PARAMETERS:
        return PARAMETERS[section][name].meaning
    if section in ("columns", "series"):
        return (COLUMNS | SERIES)[name]
    return "sets " + ", ".join(DIALS[name] if section == "dials" else FAILURES[name])


def facts_of(section: str, name: str) -> dict[str, object]:
    """Everything stated of one thing."""
    if section == "outcomes":
        known = OUTCOMES[name]
        return {"label": known.label, "unit": known.unit, "better": known.better, "meaning": known.meaning}
    if section not in PARAMETERS:
        return {"meaning": meaning_of(section, name)}
    stated = PARAMETERS[section][name]
    allowed: dict[str, object] = {
        "low": stated.low,
        "high": stated.high,
        "default": stated.default,
        "choices": list(stated.choices),
    }
    source = {"status": stated.status, "source": SOURCES[stated.source].citation}
    return {"meaning": stated.meaning, "unit": stated.unit, **allowed, **source}
