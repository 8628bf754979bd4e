"""Notebooks run as they are shipped, and are shipped as they are built, with their outputs."""

import importlib.util
import warnings
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

NAME = "01_why_communities_stall.ipynb"


@pytest.fixture(scope="module")
def builder(checkout: Path) -> ModuleType:
    """The script that writes the notebook."""
    spec = importlib.util.spec_from_file_location("notebook_builder", checkout / "notebooks" / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def shipped(checkout: Path) -> nbformat.NotebookNode:
    return nbformat.read(checkout / "notebooks" / NAME, as_version=4)


def test_the_notebook_is_that_of_the_script(builder: ModuleType, shipped: nbformat.NotebookNode) -> None:
    wanted = builder.notebook()
    assert [(cell.id, cell.cell_type, cell.source) for cell in shipped.cells] == [
        (cell.id, cell.cell_type, cell.source) for cell in wanted.cells
    ], "run: python notebooks/build.py"


def test_it_is_valid_asks_for_python_and_holds_its_outputs(shipped: nbformat.NotebookNode) -> None:
    nbformat.validate(shipped)
    assert shipped.metadata.kernelspec.name == "python3"
    pictures = [output for cell in shipped.cells if cell.cell_type == "code" for output in cell.outputs if "data" in output]
    assert sum("image/png" in output.data for output in pictures) >= 4


def test_it_names_no_machine_and_starts_no_processes(checkout: Path) -> None:
    text = (checkout / "notebooks" / NAME).read_text("utf-8")
    for word in (
        str(checkout),
        str(Path.home()),
        "/tmp/",
        "multiprocessing",
        "ProcessPool",
        '"output_type": "error"',
    ):
        assert word not in text


def test_every_cell_runs(builder: ModuleType, checkout: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the kernel's libraries warn of one another
        book = builder.run(builder.notebook(), checkout)
    for cell in book.cells:
        if cell.cell_type == "code":
            assert cell.execution_count and all(output.output_type != "error" for output in cell.outputs)
