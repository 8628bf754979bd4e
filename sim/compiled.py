"""From plain Python rules to their compiled twins: same source, same bits, made by numba on first use."""

import ast
import hashlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

import llvmlite
import numba
import numpy as np
from numba.core.types import unliteral

from community_dynamics.sim import memory

configuration: Any = numba.config

KEPT_CACHES = 5
MARKER = "community-dynamics"  # a file of this name in a folder says that we made it and may remove it


def imported_names(source: bytes) -> Iterator[str]:
    """Full names of whatever a source text imports; `from a import b` may mean a.b, and gives both."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def sources_of(modules: tuple[ModuleType, ...]) -> dict[str, bytes]:
    """Sources of these modules and of all they import, at any depth, from their own packages.

    Tables of values that no compiled module imports stay out: compiled code takes them as data, and the names
    of their fields are part of its argument types. So a new default compiles nothing again.
    """
    packages = {module.__name__.partition(".")[0] for module in modules}
    sources: dict[str, bytes] = {}
    waiting = [module.__name__ for module in modules]
    while waiting:
        name = waiting.pop()
        file = getattr(sys.modules.get(name), "__file__", None)
        if name not in sources and file is not None:
            sources[name] = Path(file).read_bytes()
            waiting.extend(one for one in imported_names(sources[name]) if one.partition(".")[0] in packages)
    return sources


def source_hash(modules: tuple[ModuleType, ...]) -> str:
    """Hash of all sources that shape compiled code, and of the versions that turn them into machine code."""
    digest = hashlib.sha256()
    for name, text in sorted(sources_of((*modules, memory)).items()):
        digest.update(f"{name}\0{len(text)}\0".encode() + text)
    for version in (platform.python_version(), numba.__version__, np.__version__, llvmlite.__version__):
        digest.update(version.encode() + b"\0")
    return digest.hexdigest()[:32]


def user_cache() -> Path | None:
    """The user's folder for things that can be made again; None if there is no home folder."""
    named = os.environ.get("COMMUNITY_CACHE") or os.environ.get("XDG_CACHE_HOME")
    if not named and os.name == "nt":
        named = os.environ.get("LOCALAPPDATA")
    try:
        return Path(named) if named else Path.home() / ".cache"
    except RuntimeError:
        return None


def cache_roots() -> Iterator[Path]:
    """Folders to try for compiled code, best first: numba's if it has one, the user's, a temporary one."""
    if configuration.CACHE_DIR:
        yield Path(configuration.CACHE_DIR)
    elif (user := user_cache()) is not None:
        yield user / "community-dynamics"
    # What lies here is executed, so a folder that somebody else could have prepared is not used.
    owner = os.getuid() if hasattr(os, "getuid") else 0
    shared = Path(tempfile.gettempdir()) / f"community-dynamics-{owner}"
    try:
        shared.mkdir(mode=0o700, exist_ok=True)
        if not hasattr(os, "getuid") or shared.lstat().st_uid == owner:
            yield shared
    except OSError:
        pass
    yield Path(tempfile.mkdtemp(prefix="community-dynamics-"))


def prepare_cache(name: str) -> Path:
    """The folder `name` in the first root that can be written; only the newest few folders there are kept."""
    for root in cache_roots():
        folder = root / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / MARKER).touch()
        except OSError:
            continue
        prune(root, folder)
        return folder
    raise OSError("found no folder to keep compiled code in; set COMMUNITY_CACHE to one that can be written")


def prune(root: Path, current: Path) -> None:
    """Remove our oldest caches below `root`; other processes may be doing the same."""
    ages = {}
    for marker in root.glob(f"*/{MARKER}"):
        try:
            ages[marker.parent] = marker.stat().st_mtime_ns
        except OSError:
            continue
    ages.pop(current, None)
    for stale in sorted(ages, key=ages.__getitem__, reverse=True)[KEPT_CACHES - 1 :]:
        shutil.rmtree(stale, ignore_errors=True)


def own_functions(modules: tuple[ModuleType, ...]) -> dict[str, FunctionType]:
    """Every function that one of these modules defines; a name may be defined once only."""
    found: dict[str, FunctionType] = {}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, FunctionType) and value.__module__ == module.__name__:
                name = value.__name__
                if name in found and found[name] is not value:
                    raise ValueError(
                        f"{name} is defined in {found[name].__module__} and in {module.__name__}; "
                        "rename one: compiled rules share one namespace"
                    )
                found[name] = value
    return found


def merged_globals(modules: tuple[ModuleType, ...]) -> dict[str, Any]:
    """The globals of all modules in one dictionary; one name with two meanings is an error, not a choice."""
    merged: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for module in modules:
        for name, value in vars(module).items():
            if name.startswith("__"):
                continue
            if name in merged and not same(merged[name], value):
                raise ValueError(
                    f"{name} means one thing in {origin[name]} and another in {module.__name__}; "
                    "rename one: compiled rules share one namespace"
                )
            merged[name], origin[name] = value, module.__name__
    return merged


def same(one: Any, other: Any) -> bool:
    """True for one object, or equal constants of one type (1 and 1.0 compile differently)."""
    if one is other:
        return True
    constant = type(one) is type(other) and isinstance(one, int | float | str | tuple)
    return constant and one == other


def compile_modules(*modules: ModuleType) -> SimpleNamespace:
    """Compile every function that these modules define; calls between them go to the compiled twins.

    The answer has all functions as numba dispatchers and all constants as they are. numba's cache does not
    notice an edit in a called module, so the cache's folder is named after all sources that matter.
    From Python, pass a key as np.uint64: numba takes a plain int for a signed number of 64 bits.
    """
    own = own_functions(modules)
    namespace = merged_globals(modules)
    before, configuration.CACHE_DIR = configuration.CACHE_DIR, str(prepare_cache(source_hash(modules)))
    try:
        twins = {function: twin_of(function, namespace) for function in own.values()}
    finally:
        configuration.CACHE_DIR = before  # each twin knows its folder by now; others' functions keep theirs
    for name, value in namespace.items():
        if isinstance(value, FunctionType) and value in twins:
            namespace[name] = twins[value]
    return SimpleNamespace(**namespace)


def twin_of(function: FunctionType, namespace: dict[str, Any]) -> Any:
    """The compiled twin of one function, which will find the others in `namespace`."""
    if function.__closure__:
        raise ValueError(f"{function.__qualname__} uses variables of an enclosing function; pass them in")
    if function.__name__ == "u64" and not configuration.DISABLE_JIT:
        return np.uint64
    twin = FunctionType(function.__code__, namespace, function.__name__, function.__defaults__)
    twin.__module__, twin.__qualname__ = function.__module__, function.__qualname__
    twin.__doc__, twin.__annotations__ = function.__doc__, function.__annotations__
    twin.__kwdefaults__ = function.__kwdefaults__
    return for_any_constant(numba.njit(cache=True, error_model="numpy", nogil=True)(twin))


def for_any_constant(twin: Any) -> Any:
    """The same twin, compiled once for all integers: numba would compile a version for every constant that a caller writes."""
    template_of = getattr(twin, "get_call_template", None)  # there is none where compiling is switched off
    if template_of is not None:
        twin.get_call_template = lambda args, kws: template_of(
            tuple(unliteral(one) for one in args), {name: unliteral(one) for name, one in kws.items()}
        )
    return twin
