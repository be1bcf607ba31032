"""One whole demo for all acceptance tests, since it is the slow part."""

import pytest

from demo_runs import run


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The folder of a demo of all five municipalities that has just been run."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    (folder.parent / "said.txt").write_text(run(folder), encoding="utf-8")
    return folder
