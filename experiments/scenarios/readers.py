"""Which rules read a parameter: found in the source of the theory itself, so never out of date."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from community_dynamics import sim

RECORDS = ("levers", "theory", "settings")
FILES = ("rules/*.py", "kernel/*.py", "inputs.py", "world.py")


class Reader(NamedTuple):
    """A function that reads a parameter: its file below sim, name, line, start of its meaning."""

    file: str
    function: str
    line: int
    meaning: str

    @property
    def is_rule(self) -> bool:
        """Whether it states theory; the others carry numbers to the rules."""
        return self.file.startswith("rules/")


def record_read(node: ast.expr) -> str | None:
    """The record that an expression such as levers, world.settings[0] or settings["days"] stands for."""
    if isinstance(node, ast.Subscript):
        return record_read(node.value)
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None
    return name if name in RECORDS else None


def parameter_read(node: ast.AST) -> tuple[str, str] | None:
    """Section and name of the parameter that a node reads, or None."""
    if isinstance(node, ast.Attribute):
        record = record_read(node.value)
        return None if record is None else (record, node.attr)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        record = record_read(node.value)
        return None if record is None else (record, str(node.slice.value))
    return None


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions of a module, in order."""
    return (node for node in tree.body if isinstance(node, ast.FunctionDef))


def rules_called_with(function: ast.FunctionDef, rules: dict[str, Reader]) -> Iterator[tuple[str, str, Reader]]:
    """Rules that a kernel function hands a parameter to as a plain number: section, name, rule."""
    local = local_names(function)
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in rules:
            for part in (part for argument in node.args for part in outside_calls(argument)):
                read = parameter_read(part)
                known = local.get(part.id, []) if isinstance(part, ast.Name) else []
                for found in [read, *known] if read is not None else known:
                    yield (*found, rules[node.func.id])


def outside_calls(node: ast.AST) -> Iterator[ast.AST]:
    """An expression and its parts, without what is handed to another function inside it."""
    if not isinstance(node, ast.Call):
        yield node
        for part in ast.iter_child_nodes(node):
            yield from outside_calls(part)


def local_names(function: ast.FunctionDef) -> dict[str, list[tuple[str, str]]]:
    """Parameters that each local name of a function holds, plainly or in simple arithmetic."""
    held: dict[str, list[tuple[str, str]]] = {}
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            for name, value in assigned(target, node.value):
                if any(isinstance(part, ast.Call) for part in ast.walk(value)):
                    continue
                reads = (parameter_read(part) for part in ast.walk(value))
                held.setdefault(name, []).extend(read for read in reads if read is not None)
    return held


def assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Names and the expressions that they are given, also in a, b = x, y."""
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            yield from assigned(one, other)


@cache
def all_readers() -> dict[tuple[str, str], tuple[Reader, ...]]:
    """Readers of every parameter, by section and name; rules first."""
    root = Path(sim.__file__).parent
    modules = {
        path.relative_to(root).as_posix(): ast.parse(path.read_text("utf-8"))
        for pattern in FILES
        for path in sorted(root.glob(pattern))
    }
    known = [
        (function, Reader(file, function.name, function.lineno, first_line(function)))
        for file, tree in modules.items()
        for function in functions(tree)
    ]
    rules = {reader.function: reader for _, reader in known if reader.is_rule}
    found: dict[tuple[str, str], set[Reader]] = {}
    for function, reader in known:
        for node in ast.walk(function):
            read = parameter_read(node)
            if read is not None:
                found.setdefault(read, set()).add(reader)
        for section, name, rule in rules_called_with(function, rules):
            found.setdefault((section, name), set()).add(rule)
    return {
        key: tuple(sorted(readers, key=lambda reader: (not reader.is_rule, reader.file, reader.line)))
        for key, readers in found.items()
    }


def first_line(function: ast.FunctionDef) -> str:
    """The first sentence of a function's docstring."""
    return (ast.get_docstring(function) or "").partition("\n")[0]


def readers_of(section: str, name: str) -> tuple[Reader, ...]:
    """Every function of rules and kernel that reads a parameter, rules first."""
    return all_readers().get((section, name), ())
