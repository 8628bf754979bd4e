"""What code and which libraries decide a model's numbers."""

import ast
import hashlib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from threading import Lock

ONE_AT_A_TIME = Lock()  # in Python 3.11 threads that parse at once spoil one another's trees


def libraries(*names: str) -> dict[str, str]:
    """Versions of what computes the numbers."""
    return {"python": python_version()} | {name: installed(name) for name in names}


def installed(name: str) -> str:
    """The version of a library, in words where there is none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def code_hash(files: Mapping[str, str]) -> str:
    """Hash of source texts by name; comments, docstrings and layout do not count."""
    digest = hashlib.sha256()
    for name, text in sorted(files.items()):
        digest.update(f"{name}\0{meaning_of(text)}\0".encode())
    return digest.hexdigest()[:32]


def meaning_of(source: str) -> str:
    """A source text as Python understands it, without its docstrings."""
    with ONE_AT_A_TIME:
        tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body[0].value.value = None
    return ast.dump(tree)
