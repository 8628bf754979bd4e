"""Every rule: what it may return, which way it moves, what it says where the answer is known, and the same bits compiled."""

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from community_dynamics import sim
from community_dynamics.sim.engine import RULES, compiled, plain
from community_dynamics.sim.inputs import LEVER_RECORD, SETTING_RECORD, THEORY_RECORD
from community_dynamics.sim.levers import LEVERS
from community_dynamics.sim.settings import SETTINGS
from community_dynamics.sim.theory import THEORY
from tests.known_rules import KNOWN
from tests.rule_domains import domain

TABLES = {
    "levers": (LEVERS, LEVER_RECORD),
    "theory": (THEORY, THEORY_RECORD),
    "settings": (SETTINGS, SETTING_RECORD),
}
FUNCTIONS = {
    name: function
    for module in RULES
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__
}


@cache
def parameters_of(name: str) -> tuple[str, ...]:
    return tuple(inspect.signature(FUNCTIONS[name]).parameters)


def values_of(table: str, seed: int) -> dict[str, float]:
    """A value for each parameter of a table, anywhere in its range."""
    coins = np.random.default_rng(seed)
    draws = {one.name: coins.uniform(one.low, one.high) for one in TABLES[table][0].values()}
    return {one.name: float(round(draws[one.name])) if one.whole else draws[one.name] for one in TABLES[table][0].values()}


def drawn(data: st.DataObject, name: str) -> dict:
    """Arguments of a rule: numbers by meaning, and records with every parameter anywhere in its range."""
    return data.draw(arguments_of(name))


def arguments_of(name: str) -> st.SearchStrategy[dict]:
    records = st.integers(0, 2**32 - 1)

    def strategy(one: str) -> st.SearchStrategy:
        return records.map(lambda seed: SimpleNamespace(**values_of(one, seed))) if one in TABLES else domain(name, one)

    return st.fixed_dictionaries({one: strategy(one) for one in parameters_of(name)})


def record_of(table: str, values: SimpleNamespace) -> np.void:
    """The same values as the record that compiled code reads."""
    array = np.zeros(1, TABLES[table][1])
    array[0] = tuple(vars(values)[name] for name in TABLES[table][1].names)
    return array[0]


def test_every_rule_is_known() -> None:
    assert set(KNOWN) == set(FUNCTIONS)


def test_every_rule_is_called() -> None:
    """A rule that neither another rule nor the kernel calls explains nothing."""
    called = set()
    for path in Path(sim.__file__).parent.glob("[rk]*/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called.add(ast.unparse(node.func))
    assert not set(FUNCTIONS) - called


@pytest.mark.parametrize("name", list(KNOWN))
@settings(max_examples=20)
@given(data=st.data())
def test_answers_stay_in_range(name: str, data: st.DataObject) -> None:
    answer = FUNCTIONS[name](**drawn(data, name))
    low, high = KNOWN[name].range
    assert low <= answer <= high


@pytest.mark.compiled
@pytest.mark.parametrize("name", list(KNOWN))
@settings(max_examples=8)
@given(data=st.data())
def test_compiled_twin_gives_the_same_bits(name: str, data: st.DataObject) -> None:
    arguments = drawn(data, name)
    packed = [record_of(one, arguments[one]) if one in TABLES else arguments[one] for one in parameters_of(name)]
    expected = getattr(plain(), name)(**arguments)
    assert np.float64(getattr(compiled(), name)(*packed)).tobytes() == np.float64(expected).tobytes()


SLOPES = [(name, one, 1) for name, known in KNOWN.items() for one in known.rises.split()]
SLOPES += [(name, one, -1) for name, known in KNOWN.items() for one in known.falls.split()]


def step(name: str, argument: str, sign: int, pair: tuple[dict, Any]) -> float:
    """How far the answer moves in the right direction when the argument alone goes from the lower to the higher value."""
    arguments, other = pair
    low, high = sorted((arguments[argument], other))
    less, more = (float(FUNCTIONS[name](**(arguments | {argument: value}))) for value in (low, high))
    return sign * (more - less) / max(1.0, abs(more))


@pytest.mark.parametrize(("name", "argument", "sign"), SLOPES)
@settings(max_examples=12)
@given(data=st.data())
def test_a_rule_never_moves_against_theory(name: str, argument: str, sign: int, data: st.DataObject) -> None:
    pair = data.draw(st.tuples(arguments_of(name), domain(name, argument)))
    assert step(name, argument, sign, pair) >= -1e-9


@pytest.mark.parametrize(("name", "argument", "sign"), SLOPES)
def test_a_rule_moves_as_theory_says(name: str, argument: str, sign: int) -> None:
    """Strictly, somewhere: an argument that plays no part is none."""
    look_for_a_move(name, argument, sign, 2000)


def look_for_a_move(name: str, argument: str, sign: int, most: int) -> None:
    """Find arguments with which the rule moves the right way, or say that there are none among so many."""
    quick = settings(max_examples=most, phases=[Phase.generate], derandomize=True, database=None)
    pairs = st.tuples(arguments_of(name), domain(name, argument))
    find(pairs, lambda pair: step(name, argument, sign, pair) > 1e-6, settings=quick)


@pytest.mark.parametrize("name", list(KNOWN))
def test_no_constant_would_do_for_a_rule(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would miss a known answer, or a slope that theory states: both are looked for as in the tests above and below."""
    answers = [answer for _, answer in KNOWN[name].answers]
    assert answers, f"{name} has no known answer"
    slopes = [(argument, sign) for rule, argument, sign in SLOPES if rule == name]
    assert slopes or len(set(answers)) > 1
    constant = wraps(FUNCTIONS[name])(lambda **arguments: answers[0])
    monkeypatch.setitem(FUNCTIONS, name, constant)
    for argument, sign in slopes:
        with pytest.raises(NoSuchExample):
            look_for_a_move(name, argument, sign, 5)


def given_values(arguments: dict) -> dict:
    """Records given as dictionaries, as rules read them."""
    return {one: SimpleNamespace(**value) if isinstance(value, dict) else value for one, value in arguments.items()}


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [(name, arguments, answer) for name, known in KNOWN.items() for arguments, answer in known.answers],
)
def test_known_answers(name: str, arguments: dict, expected: float) -> None:
    assert FUNCTIONS[name](**given_values(arguments)) == pytest.approx(expected, rel=1e-9, abs=1e-12)


SAME_EITHER_WAY = {"repetitions"}  # a gap of one day counts once, by the rule and by its exception
OTHER = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


def changes(node: ast.AST) -> Iterator[Callable[[ast.AST], None]]:
    """Ways to falsify one node of an equation: another number, another sign, a halved weight, another side of a limit."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        more = 1 if isinstance(node.value, int) else 0.01 + 0.2 * node.value
        yield lambda found: setattr(found, "value", found.value + more)
    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in OTHER:
        yield lambda found: setattr(found, "op", OTHER[type(found.op)]())
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER:
        yield lambda found: setattr(found, "ops", [OTHER[type(found.ops[0])]()])
    if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Mod):
        for side in ("left", "right"):
            if isinstance(getattr(node, side), ast.Name | ast.Attribute):
                yield lambda found, side=side: setattr(
                    found, side, ast.BinOp(getattr(found, side), ast.Mult(), ast.Constant(0.5))
                )


def falsified(rule: FunctionType) -> Iterator[tuple[str, Callable]]:
    """The rule with one thing wrong, for everything that could be."""
    whole = ast.parse(textwrap.dedent(inspect.getsource(rule)))
    function = whole.body[0]
    assert isinstance(function, ast.FunctionDef)
    function.body, function.returns = function.body[1:], None  # without its docstring
    for argument in function.args.args:
        argument.annotation = None
    for place, node in enumerate(ast.walk(whole)):
        for change in changes(node):
            wrong = copy.deepcopy(whole)
            change(list(ast.walk(wrong))[place])
            names = dict(rule.__globals__)
            exec(compile(ast.fix_missing_locations(wrong), rule.__name__, "exec"), names)
            yield ast.unparse(wrong.body[0].body), names[rule.__name__]


def is_right(rule: Callable, name: str) -> bool:
    """Whether all known answers are given."""
    try:
        return all(
            rule(**given_values(arguments)) == pytest.approx(expected, rel=1e-9, abs=1e-12)
            for arguments, expected in KNOWN[name].answers
        )
    except (ArithmeticError, ValueError, TypeError):
        return False


@pytest.mark.parametrize("name", list(KNOWN))
def test_known_answers_leave_no_part_of_an_equation_unchecked(name: str) -> None:
    """With one number, sign, weight or limit of the rule wrong, some known answer is missed."""
    missed = [text for text, rule in falsified(FUNCTIONS[name]) if is_right(rule, name)]
    assert len(missed) == (name in SAME_EITHER_WAY), "\n---\n".join(missed)
