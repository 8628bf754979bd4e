"""`community facts`: what is known about communities, found again in simulated ones, or not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from community_dynamics.experiments.base.errors import CommunityError
    from community_dynamics.experiments.base.result_folder import Folder
    from community_dynamics.experiments.facts.known import Finding, Known

HELP = """\
community facts [C3 C6 ...] [name=value ...]

Measures nineteen facts, each in the scenario it belongs to: what studies of real communities report, the range that is
accepted for the mean over runs, and whether the model is in it.

  community facts                              all of them, in about three minutes
  community facts C4 C5 runs=100               some of them, over more runs
  community facts theory.contagion=0 --beside  which facts break if a constant of the theory is changed
  community facts fates                        what becomes of the scenarios and of each failure, in the same form
  community facts --list                       what each fact is, its source, its scenario and its ranges

Options
  runs=40              runs of each scenario; more of small communities of which most fall silent (C1, C8, C16) and of halves
                       of them (C17), at least 100 for C13; fewer, at least 10, of surveys (C9, C14), of groups of a thousand
                       people (C10) and of large places (C12, C15, C19)
  seed=0               first seed; other seeds tell whether a verdict is luck
  workers=             processor cores to use; all of them unless said; the numbers are the same for any
  theory.NAME=VALUE    a constant of the theory changed everywhere; 'community explain theory' lists them
  out=                 folder for results; nothing is written unless said

Soft ranges rest on memory: they are shown and not judged.
Written: config.yaml provenance.json facts.csv facts.png report.html"""

COVERS = (
    "Intervals (95 %) cover seeds: what chance alone would change. They narrow as runs grow, so the reference is shown and the "
    "mean is judged by the accepted range alone."
)


@dataclass(frozen=True)
class Asked:
    """What a command line asks for."""

    facts: "list[Known]"
    runs: int
    seed: int
    workers: int | None
    out: str | None
    theory: dict[str, float] = field(default_factory=dict)

    def config(self) -> dict[str, Any]:
        """The same as plain data."""
        facts = [fact.key for fact in self.facts]
        theory = {path.partition(".")[2]: value for path, value in self.theory.items()}
        return {"verb": "facts", "facts": facts, "runs": self.runs, "seed": self.seed, "theory": theory}

    def changed(self) -> str:
        """What is changed, in words; empty where nothing is."""
        return f"Changed: {', '.join(f'{path}={value:g}' for path, value in self.theory.items())}." if self.theory else ""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Measure, tell, and write where asked to; 1 where --strict finds a number outside its range."""
    asked = asked_of(arguments)
    if "--beside" in flags and not asked.theory:
        from community_dynamics.experiments.base.errors import InvalidValue

        raise InvalidValue("--beside compares with the theory as it stands, and nothing is changed; add theory.NAME=VALUE")
    if "--list" in flags:
        print("\n\n".join(told(fact) for fact in asked.facts))
        return 0
    if "--dry-run" in flags:
        tell_dry(asked, "--beside" in flags)
        return 0
    found = measured(asked, [*arguments, *sorted(flags)], "--beside" in flags)
    missed = any(not one.holds and not one.part.soft for one in found)
    return int(missed and "--strict" in flags)


def tell_dry(asked: Asked, beside: bool) -> None:
    """What would be measured; nothing is written."""
    from community_dynamics.experiments.facts.known import batches_of

    batches = batches_of(asked.facts, asked.runs)
    times = " twice, with the changes and without" if beside else ""
    print(f"{len(asked.facts)} facts, {len(batches)} communities with {asked.runs} runs or so of each{times}")
    print("nothing was written; leave out --dry-run to run it")


def asked_of(words: Sequence[str]) -> Asked:
    """Facts, options and changes of theory; every one of them is checked."""
    from community_dynamics.experiments.studies.options import OPTIONS, read_options

    refuse_repeated(words)
    theory = theory_of([word for word in words if is_parameter(word)])
    own = [word for word in words if "=" in word and not is_parameter(word)]
    given = read_options("facts", OPTIONS["facts"], own)
    return Asked(facts_of([word for word in words if "=" not in word]), theory=theory, **given)


def is_parameter(word: str) -> bool:
    """Whether a word sets a parameter of the model, wherever it belongs."""
    from community_dynamics.experiments.base.values import TABLES

    name, equals, _ = word.partition("=")
    section = name.partition(".")[0]
    return bool(equals) and (section in TABLES or any(name in table for table in TABLES.values()))


def refuse_repeated(words: Sequence[str]) -> None:
    """Refuse a name given twice, where the last would silently win."""
    from community_dynamics.experiments.base.errors import InvalidValue, shown

    seen: dict[str, str] = {}
    for word in words:
        name, equals, _ = word.partition("=")
        if equals and name in seen:
            raise InvalidValue(f"{name} is given twice ({shown(seen[name])} and {shown(word)}); keep one of the two")
        seen[name] = word


def theory_of(words: Sequence[str]) -> dict[str, float]:
    """Constants of the theory that are changed, by full name."""
    from community_dynamics.experiments.base.errors import InvalidValue, gathered
    from community_dynamics.experiments.base.values import value_of

    values: dict[str, float] = {}
    wrong: list[CommunityError] = []
    for word in words:
        path, _, text = word.partition("=")
        section, _, name = path.partition(".")
        if section != "theory":
            wrong.append(not_theory(path))
        elif not name:
            wrong.append(InvalidValue(f"theory = {text} names no parameter; write theory.<name>=<value>"))
        else:
            try:
                values[path] = value_of("theory", name, text)
            except (LookupError, ValueError, TypeError) as error:
                wrong.append(error)  # type: ignore[arg-type]
    if wrong:
        raise gathered(wrong)
    return values


def not_theory(path: str) -> "CommunityError":
    """What to say of a parameter that is none of the theory's."""
    from community_dynamics.experiments.base.errors import InvalidValue, shown, unknown
    from community_dynamics.sim.theory import THEORY

    if path in THEORY:
        return unknown(shown(path), "known to 'community facts'", f"theory.{path}", "'community facts --help' lists all")
    return InvalidValue(f"{shown(path)} cannot be changed, as each fact belongs to a community as it is; theory.NAME=VALUE can")


def facts_of(words: Sequence[str]) -> "list[Known]":
    """The facts named, in the order of the catalogue; all of them where none is named."""
    from community_dynamics.experiments.base.errors import nearest, shown, unknown
    from community_dynamics.experiments.facts.catalogue import FACTS
    from community_dynamics.experiments.facts.fates import FATES

    known = {key.lower(): fact for key, fact in {**FACTS, FATES.key: FATES}.items()}
    for word in words:
        if word.lower() not in known:
            close = nearest(word, known)
            first, *_, last = FACTS
            raise unknown(shown(word), "a fact", close and known[close].key, f"allowed are {first} to {last} and {FATES.key}")
    wanted = {word.lower() for word in words}
    return [fact for name, fact in known.items() if name in wanted] if words else list(FACTS.values())


def told(fact: "Known") -> str:
    """A fact with its source, its scenario, and its numbers."""
    from community_dynamics.experiments.cli.screen import table, wrapped

    rows = [(part.what, part.accepted, part.found_by_studies, "soft" if part.soft else "") for part in fact.parts]
    texts = (f"Source: {fact.source}.", f"Measured: {fact.measured}.")
    numbers = table(("what", "accepted", "reference", "verdict"), rows)
    return "\n".join([f"{fact.key} {fact.title}", *[wrapped(text, "  ") for text in texts], indented(numbers)])


def indented(text: str) -> str:
    """Every line a little to the right."""
    return "\n".join(f"  {line}".rstrip() for line in text.splitlines())


def measured(asked: Asked, arguments: Sequence[str], beside: bool) -> "list[Finding]":
    """Measure, with the folder made sure of before; tell what was found."""
    from pathlib import Path

    from community_dynamics.experiments.base.result_folder import Folder
    from community_dynamics.experiments.cli.screen import give, wrapped
    from community_dynamics.experiments.facts.fact_tables import findings_frame, moved

    if asked.out is None:
        found, before = runs_of(asked, beside)
    else:
        with Folder(Path(asked.out).expanduser(), {"verb": "facts", "beside": beside, **asked.config()}) as folder:
            found, before = runs_of(asked, beside)
            write_all(folder, asked, arguments, found, before)
            folder.keep()
    print(table_of(found, before))
    said = [statement_of(found, asked), *([] if before is None else [f"{moved(before, found)}."]), COVERS]
    print("", *map(wrapped, said), sep="\n")
    about = {"verb": "facts", **asked.config(), "statement": said[0], "folder": asked.out}
    give(lambda: {**about, "findings": findings_frame(found, before)})
    if asked.out is not None:
        print(f"results: {asked.out}")
    return found


def runs_of(asked: Asked, beside: bool) -> "tuple[list[Finding], list[Finding] | None]":
    """What is found with the changes, and, with `beside`, as the theory stands."""
    from community_dynamics.experiments.cli.screen import Progress
    from community_dynamics.experiments.facts.known import batches_of, measure

    total = sum(batch.work for batch in batches_of(asked.facts, asked.runs)) * (1 + beside)
    done = shown = 0.0
    with Progress(100, "% of the work") as bar:

        def progress(work: float) -> None:
            nonlocal done, shown
            done += work
            whole = int(100.0 * done / total + 1e-9)
            bar(int(whole - shown))
            shown = whole

        def once(theory: dict[str, float]) -> "list[Finding]":
            return measure(asked.facts, asked.runs, asked.seed, theory, asked.workers, progress)

        return once(asked.theory), once({}) if beside else None


def table_of(found: "Sequence[Finding]", before: "Sequence[Finding] | None") -> str:
    """What was found, a line a number; with what it is as the theory stands."""
    from community_dynamics.experiments.cli.screen import table
    from community_dynamics.experiments.facts.known import HEADINGS

    if before is None:
        return table(HEADINGS, [one.row() for one in found])
    headings = (*HEADINGS[:-1], "as it stands", "verdict")
    rows = [(*new.row()[:-1], f"{old.value.mean:.3g}", verdicts(old, new)) for old, new in zip(before, found, strict=True)]
    return table(headings, rows)


def verdicts(before: "Finding", after: "Finding") -> str:
    """Both verdicts where they differ."""
    return after.verdict if before.verdict == after.verdict else f"{before.verdict}, then {after.verdict}"


def statement_of(found: "Sequence[Finding]", asked: Asked) -> str:
    """How many hold, and what was changed."""
    from community_dynamics.experiments.facts.known import statement

    return " ".join(text for text in (f"{statement(found)}.", asked.changed()) if text)


def write_all(
    folder: "Folder", asked: Asked, arguments: Sequence[str], found: "Sequence[Finding]", before: "Sequence[Finding] | None"
) -> None:
    """Every file of the folder."""
    from community_dynamics.experiments.base.provenance import as_yaml, provenance
    from community_dynamics.experiments.base.result_folder import MARKER, as_json
    from community_dynamics.experiments.facts.fact_figures import facts_figure
    from community_dynamics.experiments.facts.fact_tables import findings_frame
    from community_dynamics.experiments.facts.known import batches_of
    from community_dynamics.experiments.report.report_pages import Section, page
    from community_dynamics.sim.inputs import Scenario

    constants = asked.config()["theory"]
    last = max(batch.last_seed(asked.seed) for batch in batches_of(asked.facts, asked.runs))
    figure, frame = facts_figure(found, asked.changed()), findings_frame(found, before)
    folder.write("config.yaml", as_yaml(asked.config()))
    community = Scenario("calibration facts", theory=constants)
    folder.write(MARKER, as_json(provenance("facts", arguments, community, (asked.seed, last))))
    folder.write("facts.csv", frame.to_csv(index=False))
    figure.savefig(folder.path("facts.png"))
    how = [f"{fact.key} {fact.title}: {fact.measured}. Source: {fact.source}." for fact in asked.facts]
    sections = [
        Section("The picture", (), [figure]),
        Section("The numbers", (), (), [frame]),
        Section("How each is measured", how),
    ]
    folder.write("report.html", page("Calibration facts", statement_of(found, asked), sections, COVERS))
