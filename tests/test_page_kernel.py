"""The page's kernel is the kernel: the same bits as native code, for bundled communities and for any that one can draw."""

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from community_dynamics.experiments.execution.stamp import sources, stamp
from community_dynamics.experiments.scenarios.scenario_files import load, scenario_names
from community_dynamics.page.kernel import build, shapes, tables
from community_dynamics.page.kernel.drawn import drawn, shrunk
from community_dynamics.page.kernel.identity import Task, differences, in_native_code, in_page, node
from community_dynamics.page.kernel.retarget import entry_names, for_one_thread, for_target, without_wrappers
from community_dynamics.sim.inputs import Scenario
from community_dynamics.sim.world import World

pytestmark = pytest.mark.compiled
SEEDS = (0, 1, 2**40 + 7)
DRAWN = 20
EXPONENTIAL = """
import {{ exponential }} from "{file}";
const numbers = JSON.parse(process.argv[1]);
console.log(JSON.stringify(numbers.map(exponential)));
"""


@pytest.fixture(scope="module")
def program() -> str:
    """A Node.js that runs the page's engine, and a module to run: skipped where there is none, a failure where it is stale."""
    found = node()
    if found is None:
        pytest.skip("no Node.js of version 22.18 or newer: make page installs one")
    if not build.MODULE.exists():
        pytest.skip("the page's kernel is not built: make page builds it")
    assert build.is_current(build.key()), "the page's kernel was built from other sources: make page builds it anew"
    return found


def exponentials(program: str, numbers: Sequence[float]) -> list[float]:
    """What the page's exponential makes of some numbers."""
    script = EXPONENTIAL.format(file=build.MODULE.with_name("exponential.ts").as_uri())
    command = [program, "--input-type=module", "--eval", script, json.dumps(list(numbers))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[float] = json.loads(done.stdout)
    return found


FADING = [-day / days for days in (0.5, 3.0, 7.0, 30.5, 365.0) for day in range(0, 500, 3) if day < 100 * days]


@pytest.fixture(scope="module")
def same_exponential(program: str) -> bool:
    """Whether NumPy's exponential is the C library's here; its own for AVX-512 differs in the last bit, now and then."""
    return exponentials(program, FADING) == np.exp(np.array(FADING)).tolist()


def found_in(program: str, tasks: Sequence[Task]) -> list[str]:
    """Everything that differs between page and native code."""
    answers = zip(tasks, in_page(program, tasks), strict=True)
    return [line for task, answer in answers for line in differences(task, answer, in_native_code(task))]


def test_every_bundled_community_lives_the_same_in_the_page(program: str) -> None:
    communities = [shrunk(load(name), 2500, 400) for name in scenario_names()]
    assert found_in(program, [Task(community, SEEDS) for community in communities]) == []


def test_any_community_lives_the_same_in_the_page(program: str, same_exponential: bool) -> None:
    communities = [drawn(seed, shocks=same_exponential) for seed in range(DRAWN)]
    assert {one.setting("network") for one in communities} == {0, 1, 2}
    assert {one.setting("open_pool") for one in communities} == {0, 1}
    for part in ("plan", "reactions", "awards", "arrivals", "dials"):
        assert any(getattr(one, part) for one in communities), part
    tasks = [Task(community, SEEDS[:2], whole=seed % 3 > 0) for seed, community in enumerate(communities)]
    assert found_in(program, tasks) == []


def test_a_difference_would_be_seen(program: str) -> None:
    """Another value, and another seed: what differs is named, first in the inputs and then in the world."""
    task = Task(shrunk(load("middling"), 60, 90), (3,))
    other = replace(task, scenario=task.scenario.with_values({"levers.demand": 0.86}))
    (answer,) = in_page(program, [other])
    found = list(differences(task, answer, in_native_code(task)))
    assert found[0] == "middling: inputs.levers" and "middling, seed 3: person" in found
    (answer,) = in_page(program, [replace(task, seeds=(4,))])
    assert "middling, seed 3: outcome" in list(differences(task, answer, in_native_code(task)))


def test_fading_attention_is_what_numpy_makes_of_it(program: str) -> None:
    """To the last bit where NumPy asks the C library; anywhere within one unit in the last place."""
    found, wanted = np.array(exponentials(program, FADING)), np.exp(np.array(FADING))
    assert (np.abs(found - wanted) <= np.spacing(wanted)).all()
    assert (found[1:4] < 1.0).all() and found[0] == 1.0


def test_a_community_too_large_for_a_page_is_refused_in_one_line(program: str) -> None:
    huge = Scenario("huge", settings={"seats": 5_000_000, "days": 7})
    with pytest.raises(OSError, match=r"takes 3,\d\d\d MB of memory, more than a page can have; give it fewer seats or days"):
        in_page(program, [Task(huge, (0,))])


def test_the_module_carries_the_key_of_its_sources(program: str) -> None:
    assert build.MODULE.read_bytes()[:4] == b"\0asm"
    assert not build.is_current("0" * 32)
    assert json.loads(tables.FILE.read_text("utf-8")) == json.loads(json.dumps(tables.tables(build.key())))


def test_an_edited_source_asks_for_another_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = build.key()
    for name in ("ir.py", "retarget.py", "runtime.c"):
        (tmp_path / name).write_bytes((build.HERE / name).read_bytes())
    monkeypatch.setattr(build, "HERE", tmp_path)
    assert build.key() == before
    (tmp_path / "runtime.c").write_text("/* another */")
    assert build.key() != before
    monkeypatch.setattr("community_dynamics.sim.compiled.source_hash", lambda modules: "another rule")
    assert build.key() != before


def test_without_the_toolchain_the_build_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "find_spec", lambda name: None)
    monkeypatch.setattr(build, "is_current", lambda *given: False)
    monkeypatch.setattr(tables, "write", lambda kernel: None)
    assert build.main() == 2
    line = "the page's kernel needs ziglang, which is not installed; install the toolchain with: make page\n"
    assert capsys.readouterr().err == line


def test_the_stamp_is_of_every_source_of_the_theory(tmp_path: Path) -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", stamp())
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "come.py").write_bytes(b"one = 1\r\ntwo = 2\r\n")
    (tmp_path / "notes.md").write_text("no source")
    assert sources(tmp_path) == [("rules/come.py", "one = 1\ntwo = 2")]


def test_tables_hold_every_array_and_lengths_that_fit_any_size() -> None:
    found: list[dict[str, Any]] = tables.layout()
    assert [one["name"] for one in found] == list(World.LAYOUT)
    given = shapes.given()
    assert given["planned"] == "segment" and given["calendar"] == "calendar"
    assert all((one["shape"] is None) == (one["name"] in given) for one in found)
    inputs = shapes.probe(1025, 365, 12, 0, 10)
    known, world = shapes.terms(inputs), shapes.allocate(inputs)
    for one in found:
        if one["shape"] is not None:
            lengths = tuple(shapes.total(term, known) for term in one["shape"])
            assert lengths == getattr(world, one["name"]).shape, one["name"]


def test_a_length_that_is_no_sum_of_terms_stops_the_build() -> None:
    known = [shapes.terms(shapes.probe(*sizes)) for sizes in shapes.PROBES]
    assert shapes.sum_of("x", known, [1 + 2 * row["seats"] for row in known]) == {"one": 1, "seats": 2}
    with pytest.raises(ValueError, match=r"^the length of x is no sum of one, seats, .*shapes.py$"):
        shapes.sum_of("x", known, [row["seats"] ** 2 for row in known])


def test_code_is_made_fit_for_a_browser() -> None:
    text = (
        'target datalayout = "e-x"\ntarget triple = "x86_64"\n'
        "define ptr @_ZN7cpython1fE() {\nret\n}\n"
        'define i32 @_ZN3sim5beginB2v7E() #0 {\nret\n}\n@x = common global i8 0\nattributes #0 = { "target-cpu"="znver4" }\n'
    )
    made = for_target(without_wrappers(text), "e-wasm")
    assert "cpython" not in made and "znver4" not in made and "common" not in made
    assert made.startswith('target datalayout = "e-wasm"\ntarget triple = "wasm32-unknown-unknown"\n')
    counted = "  fence release\n  %.4 = atomicrmw sub ptr %.1, i64 1 monotonic, align 8\n"
    plain = "  %.4 = load i64, ptr %.1, align 8\n  %counted = sub i64 %.4, 1\n  store i64 %counted, ptr %.1, align 8\n"
    assert for_one_thread(counted) == plain
    names = ["_ZN3sim5beginB2v7E", "_ZN3sim11not_beginB2E", "_ZN3sim7beginneB1E"]
    assert entry_names(names, "begin") == names[:1]
