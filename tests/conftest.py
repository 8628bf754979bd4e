"""What all tests share: the checkout, a quiet screen, one thread a matrix, repeatable examples, the observed data if present."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("MPLBACKEND", "Agg")
# Small matrices: threads of the linear algebra would mostly wait for one another, and for those of the other workers.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# The same examples on every machine: a failure seen once can be seen again. No clock: the first example may compile, and
# a machine may be slow.
settings.register_profile(
    "repeatable", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the repository."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def observed_data() -> Path:
    """The folder of observed communities, named by COMMUNITY_DATA: it is not part of the repository."""
    named = os.environ.get("COMMUNITY_DATA")
    if named is None:
        pytest.skip("COMMUNITY_DATA is not set: the observed communities are not on this machine")
    folder = Path(named)
    assert folder.is_dir(), f"COMMUNITY_DATA = {named} is not a folder; unset it or name the data folder"
    return folder
