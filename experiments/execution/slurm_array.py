"""Batches as a Slurm job array through submitit; what is done is read from the study's folder."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from os import urandom
from pathlib import Path
from shutil import which
from time import monotonic, sleep
from typing import Any

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.execution.batches import Batch
from community_dynamics.experiments.execution.executors import BEAT, PATIENCE, Means, Results
from community_dynamics.experiments.execution.shards import BadShard, BatchDone, done_of, read_batch
from community_dynamics.experiments.execution.stop_flag import do_all_until
from community_dynamics.experiments.execution.troubles import WorkersLost

USUAL_TASKS = 16
MOST_ROUNDS = 3
OURS = {"partition": "slurm_partition", "account": "slurm_account", "time": "timeout_min", "memory": "mem_gb"}
EVERY = 0.5
CONCLUDING = 10.0


def results(means: Means) -> Results:
    """Batches as their files appear; tasks that vanish with batches undone are submitted again, a few times."""
    place = means.work.folder / "cluster"
    flag = place / f"stop-{urandom(4).hex()}"
    place.mkdir(exist_ok=True)
    before = stamps(means)
    undone = {batch.name: batch for batch in means.batches}
    jobs: list[Any] = []
    try:
        for _ in range(MOST_ROUNDS):
            jobs = submitted(means, list(undone.values()), place, flag)
            yield from appearing(means, undone, jobs, before)
            if not undone:
                concluded(jobs, CONCLUDING)
                return
        raise WorkersLost(
            f"{len(undone)} batches were not done by their tasks ({ending(jobs)}); what is done is kept: see {place}"
        )
    except BaseException:
        with suppress(OSError):
            flag.touch()
        for job in jobs:
            with suppress(Exception):
                job.cancel()
        concluded(jobs, PATIENCE)
        raise


def concluded(jobs: Sequence[Any], seconds: float) -> None:
    """Let tasks that are processes of this machine end; those of a cluster are the cluster's."""
    until = monotonic() + seconds
    while monotonic() < until and any(hasattr(job, "_process") and not job.done() for job in jobs):
        sleep(BEAT / 2)


def submitted(means: Means, batches: Sequence[Batch], place: Path, flag: Path) -> list[Any]:
    """A job array, each task with its share of the batches."""
    try:
        import submitit
    except ImportError:
        raise InvalidValue(
            "executor = slurm needs the package submitit; pip install 'community-dynamics[cluster]', or use executor=threads"
        ) from None
    executor = submitit.AutoExecutor(folder=place, cluster=cluster_of(means.options, means.address))
    tasks = min(means.workers or USUAL_TASKS, len(batches))
    executor.update_parameters(**parameters(means.options))
    with executor.batch():
        return [executor.submit(do_all_until, means.work, batches[task::tasks], flag) for task in range(tasks)]


def cluster_of(options: Mapping[str, Any], address: str | None) -> str:
    """What submitit sends jobs to: slurm, or local for processes of this machine."""
    return str(options.get("cluster", address or "slurm"))


def parameters(options: Mapping[str, Any]) -> dict[str, Any]:
    """What submitit is told of a job: our words under its names, other options as they are."""
    told = {OURS.get(name, name): value for name, value in options.items() if name != "cluster"}
    return {"name": "community", "timeout_min": 60, "cpus_per_task": 1} | told


def refuse_without_slurm(options: Mapping[str, Any], address: str | None) -> None:
    """Refuse a machine from which no jobs can be sent, before anything is touched."""
    missing = [program for program in ("sbatch", "srun") if which(program) is None]
    if missing and cluster_of(options, address) == "slurm":
        raise InvalidValue(
            f"executor = slurm, and {missing[0]} is not found: there is no Slurm on this machine; "
            "log in to the cluster and run it there, or use executor=processes"
        )


def appearing(means: Means, undone: dict[str, Batch], jobs: Sequence[Any], before: dict[str, int]) -> Results:
    """Batches whose files have appeared, until all have or no task is left."""
    looked = 0.0
    while undone:
        if monotonic() - looked < EVERY:
            sleep(BEAT)
            yield None
            continue
        ended = all(job.done() for job in jobs)  # asked before looking, so that nothing is missed
        looked = monotonic()
        for name in there(means, undone, before):
            done = found(means, undone[name])
            if done is not None:
                del undone[name]
                yield done
        if ended:
            return


def stamps(means: Means) -> dict[str, int]:
    """When files of batches that are to be done again were written."""
    folder = means.work.folder / "runs"
    return {batch.name: os.stat(folder / batch.file).st_mtime_ns for batch in means.batches if (folder / batch.file).exists()}


def there(means: Means, undone: dict[str, Batch], before: dict[str, int]) -> list[str]:
    """Names of the batches whose files are there, and newer than what was there before."""
    found = []
    with os.scandir(means.work.folder / "runs") as entries:
        for entry in entries:
            name = entry.name.removeprefix("part-").removesuffix(".parquet")
            if name in undone and (name not in before or entry.stat().st_mtime_ns != before[name]):
                found.append(name)
    return found


def found(means: Means, batch: Batch) -> BatchDone | None:
    """A batch from its file."""
    subject = means.work.subject
    try:
        table = read_batch(means.work.folder, batch, means.work.fingerprint, subject.outcomes, bool(subject.series))
    except BadShard:
        return None
    return None if table is None else done_of(batch, table, subject.outcomes)


def ending(jobs: Sequence[Any]) -> str:
    """How tasks ended, in a few words."""
    for job in jobs:
        with suppress(Exception):
            error = job.exception()
            if error is not None:
                return " ".join(str(error).split())[-200:]
    return "no word of why"
