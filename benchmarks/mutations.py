"""One thing wrong at a time: every way in which a module of ours is falsified, read off its syntax tree."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

OTHER: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,), ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div,), ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,), ast.FloorDiv: (ast.Div,), ast.And: (ast.Or,), ast.Or: (ast.And,),
}  # fmt: skip
TWINS = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum", "any": "all", "all": "any"}
Change = Callable[[ast.AST], ast.AST]
Place = tuple[ast.AST, str, int | None]  # the node that holds it, in which field, and at which place of a list


@dataclass(frozen=True)
class Mutation:
    """One thing wrong in a module: where, what, and its number among all, by which `falsified` makes it."""

    line: int
    function: str
    what: str
    number: int


def compared(node: ast.AST) -> Iterator[Change]:
    """Another side of a limit, and the opposite."""
    if isinstance(node, ast.Compare):
        for other in OTHER.get(type(node.ops[0]), ()):
            yield lambda found, other=other: replaced(found, ops=[other(), *found.ops[1:]])


def combined(node: ast.AST) -> Iterator[Change]:
    """Another sign; and either part left out."""
    if isinstance(node, ast.BinOp | ast.BoolOp):
        for other in OTHER.get(type(node.op), ()):
            yield lambda found, other=other: replaced(found, op=other())
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.Pow):
        yield lambda found: found.left
        if isinstance(node.op, ast.Add | ast.Mult):
            yield lambda found: found.right
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield lambda found: found.operand


def numbered(node: ast.AST) -> Iterator[Change]:
    """Another number: the next of whole ones, half of others; the other of two truths."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, int | float):
        return
    if isinstance(node.value, bool):
        yield lambda found: replaced(found, value=not found.value)
    elif isinstance(node.value, int):
        yield lambda found: replaced(found, value=found.value + 1)
    else:
        yield lambda found: replaced(found, value=found.value / 2 if found.value else 0.5)


def called(node: ast.AST) -> Iterator[Change]:
    """The smaller for the larger; the first two arguments in the wrong order."""
    if not isinstance(node, ast.Call):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in TWINS:
        field = "attr" if isinstance(node.func, ast.Attribute) else "id"
        yield lambda found: replaced(found, func=replaced(found.func, **{field: TWINS[name]}))
    elif len(node.args) > 1 and ast.dump(node.args[0]) != ast.dump(node.args[1]):
        plain = not any(isinstance(one, ast.Starred) for one in node.args[:2])
        if plain and name not in ("isinstance", "getattr", "range"):
            yield lambda found: replaced(found, args=[found.args[1], found.args[0], *found.args[2:]])


def replaced(node: ast.AST, **fields: object) -> ast.AST:
    """The same node with other fields."""
    found = copy.copy(node)
    for name, value in fields.items():
        setattr(found, name, value)
    return found


def mutations(text: str) -> list[Mutation]:
    """All mutations of a module's text, in the order of its lines."""
    found = [
        Mutation(getattr(node, "lineno", 0), function, f"`{shortened(node)}` made `{shortened(wrong)}`", number)
        for number, (_, node, wrong, function) in enumerate(wrongs(ast.parse(text)))
    ]
    return sorted(found, key=lambda one: one.line)


def falsified(text: str, number: int) -> str:
    """The module's text with one thing wrong."""
    whole = ast.parse(text)
    (holder, field, at), node, wrong, _ = next(islice(wrongs(whole), number, None))
    put(holder, field, at, ast.copy_location(wrong, node))
    return ast.unparse(ast.fix_missing_locations(whole))


def wrongs(whole: ast.AST) -> Iterator[tuple[Place, ast.AST, ast.AST, str]]:
    """Every place, what stands there, what would be wrong there, and the function it is in."""
    for place, node, function in places(whole, ""):
        for kind in (compared, combined, numbered, called):
            for change in kind(node):
                yield place, node, change(node), function


def places(node: ast.AST, function: str) -> Iterator[tuple[Place, ast.AST, str]]:
    """Every node that computes something, with the place that holds it and the function it stands in."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "exc", "msg") or isinstance(node, ast.JoinedStr):
            continue  # types, decorators and what errors say compute nothing
        for at, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                inside = child.name if isinstance(child, ast.FunctionDef) and not function else function
                yield (node, field, at), child, inside
                yield from places(child, inside)


def put(holder: ast.AST, field: str, at: int | None, node: ast.AST) -> None:
    """Set one child of a node."""
    if at is None:
        setattr(holder, field, node)
    else:
        getattr(holder, field)[at] = node


def shortened(node: ast.AST) -> str:
    """A node as a reader sees it, in one short line without what would end a cell of a table."""
    text = " ".join(ast.unparse(node).split()).replace("|", "or")
    return text if len(text) <= 60 else f"{text[:57]}..."
