"""`community sensitivity`: which factors matter most for one outcome, and which are lost in the dice."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experiments.study import Study

HELP = """\
community sensitivity [scenario=NAME or ./FILE.yaml] [method=morris|sobol] [name=value ...]

Moves many factors at once and says which of them matter most for one outcome.

  community sensitivity                                                    the twelve factors, screened
  community sensitivity guild method=sobol samples=256 outcome=safety      shares of variance
  community sensitivity vary.levers.demand=0.6:1.2 vary.dials.cause=0:1    factors and ranges of your own

Options
  scenario=middling      community to begin with: a name or a path
  method=morris          morris screens many factors with few runs; sobol gives shares of variance, for more
  factors=twelve         twelve (seven dials, resourcing, support, time, demand, hindrance) or dials
  vary.<name>=low:high   factors of your own, instead
  samples=               trajectories of morris (10 unless said), base samples of sobol (64, a power of two)
  runs=10                runs at each point
  outcome=flourishing    outcome to judge by; 'community explain outcomes' lists them
  seed=0  threads=  out=  --show  -m   as in 'community run'; other name=value change the community itself

Runs needed: morris samples x (factors + 2) x runs, sobol samples x (factors + 3) x runs.
Written: config.yaml scenario.yaml provenance.json findings.parquet runs.parquet sensitivity.png
report.html"""

SAMPLES = {"morris": 10, "sobol": 64}


def main(arguments: Sequence[str]) -> int:
    """Run one analysis, or several."""
    from experiments.cli_studies import each_study

    return each_study("sensitivity", arguments, analyse)


def analyse(study: "Study", arguments: Sequence[str], number: int | None) -> None:
    """Run the design, tell, and write the folder."""
    from experiments.cli_screen import Progress, wrapped
    from experiments.cli_studies import write_common
    from experiments.report import of_findings
    from experiments.sensitivity import morris, sobol
    from experiments.store import Folder, result_folder
    from experiments.words import outcome_named

    outcome, factors = outcome_named(study.option("outcome")), factors_of(study)
    method, runs, seed = study.option("method"), study.option("runs"), study.option("seed")
    samples = samples_of(study)
    final = result_folder(study.option("out"), "sensitivity", study.scenario.name, number)
    expected = samples * (len(factors) + (2 if method == "morris" else 3)) * runs
    with Folder(final) as folder, Progress(expected) as progress:
        analysis = morris if method == "morris" else sobol
        findings = analysis(study.scenario, factors, outcome, samples, runs, seed, study.option("threads"), progress)
        first, last = int(findings.runs["seed"].min()), int(findings.runs["seed"].max())
        write_common(folder, study, arguments, (first, last))
        findings.table.to_parquet(folder.path("findings.parquet"), index=False)
        findings.runs.to_parquet(folder.path("runs.parquet"), index=False)
        findings.figure().savefig(folder.path("sensitivity.png"))
        folder.write("report.html", of_findings(study.scenario, findings))
        folder.keep()
    print(f"\n{wrapped(findings.statement)}\n\n{findings_table(findings)}\n\n{findings.covers}.")
    print(f"results: {final}")


def samples_of(study: "Study") -> int:
    """How many trajectories or base samples; Sobol's points need a power of two."""
    from experiments.errors import InvalidValue

    samples: int = study.option("samples") or SAMPLES[study.option("method")]
    if study.option("method") == "sobol" and samples & (samples - 1):
        close = 1 << (samples.bit_length() - 1)
        raise InvalidValue(
            f"samples = {samples} is not a power of two, which method=sobol needs; did you mean {close} or {2 * close}?"
        )
    return samples


def factors_of(study: "Study") -> dict[str, tuple[float, float]]:
    """The factors and their ranges: those that vary.<name> gives, else the twelve, or the dials."""
    from experiments.design import study_range
    from experiments.errors import InvalidValue
    from sim.levers import DIALS, STUDY_FACTORS

    for path, values in study.vary.items():
        if not isinstance(values, tuple):
            raise InvalidValue(f"vary.{path} lists values, and a factor needs a range; write low:high")
    if study.vary:
        return dict(study.vary)
    names = STUDY_FACTORS if study.option("factors") == "twelve" else tuple(f"dials.{dial}" for dial in DIALS)
    return {name: study_range(name) for name in names}


def findings_table(findings: object) -> str:
    """Each factor with its index and interval, the most important first."""
    from experiments.cli_screen import table
    from experiments.statements import tidy

    method, data = findings.method, findings.table  # type: ignore[attr-defined]
    index = {"morris": "mu_star", "sobol": "total"}[method]
    rows = [
        (
            str(row["label"]),
            tidy(row[index]),
            f"{tidy(row[f'{index}_low'])} to {tidy(row[f'{index}_high'])}",
            "yes" if row["above_dice"] else "no",
        )
        for _, row in data.iterrows()
    ]
    heading = {"morris": "moves it by", "sobol": "share of variance"}[method]
    return table(("factor", heading, "95 % interval", "above the dice"), rows)
