"""Dask beside the work: settings that leave the cores to it, and a pace from workers that are warm."""

from pathlib import Path

import distributed
import numpy as np
import pytest
import yaml
from execution_models import deaf, deaf_runs, function_plan, line

from community_dynamics.experiments.execution import dask_pace
from community_dynamics.experiments.execution.dask_cluster import QUIET
from community_dynamics.experiments.execution.dask_pace import pace_there
from community_dynamics.experiments.execution.rows import Stopped
from community_dynamics.experiments.execution.troubles import flat

GO = np.zeros(1, np.int64)


def test_the_page_gives_the_settings_of_our_own_clusters(checkout: Path) -> None:
    text = (checkout / "docs" / "studies.md").read_text("utf-8")
    block = next(part for part in text.split("```yaml")[1:] if part.lstrip().startswith("distributed:")).partition("```")[0]
    assert flat(yaml.safe_load(block)) == QUIET


def test_the_pace_is_measured_where_the_runs_will_be_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = function_plan(line)
    given = (tmp_path, plan.subject, plan.points, plan.seeds)
    monkeypatch.setattr(dask_pace, "pace_elsewhere", lambda *given: None)
    assert pace_there("tcp://127.0.0.1:9", *given, GO) is None
    monkeypatch.setattr(dask_pace, "ANSWER_SECONDS", 3600)  # whoever is there answers, however slow the machine
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as cluster:
        address = cluster.scheduler_address
        pace = pace_there(address, *given, GO)
        assert pace is not None and pace.seconds_a_run > 0.0 and not list(tmp_path.iterdir())
        with deaf_runs(), pytest.raises(Stopped):
            pace_there(address, tmp_path, function_plan(deaf).subject, plan.points, plan.seeds, np.ones(1, np.int64))
        assert [path.name[:5] for path in (tmp_path / "cluster").iterdir()] == ["stop-"]
