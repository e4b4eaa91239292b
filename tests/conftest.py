"""What the whole run shares: garbage collection, the order of the files, and the previews made once."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
from typing import TYPE_CHECKING

from xdist.scheduler.loadgroup import LoadGroupScheduling  # type: ignore[import-untyped]  # it has no types

from tests import previews
from tests.order import long_first

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer  # type: ignore[import-untyped]  # it has no types

_YOUNG_OBJECTS = 50_000
"""How many new objects a collection waits for: the SDK makes hundreds of thousands, and few in cycles."""

# What is imported and collected lives as long as the run: looking through it again and again finds nothing.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, 20, 20)
    gc.enable()


class ByFile(LoadGroupScheduling):  # type: ignore[misc]  # it has no types
    """A file's tests, or a group's, run in one worker, so that what they share is made once."""

    def _split_scope(self, nodeid: str) -> str:
        return str(super()._split_scope(nodeid)).partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadGroupScheduling | None:
    if config.getoption("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False  # the order is that of the collection
    return ByFile(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items[:] = long_first(items)


def pytest_configure(config: pytest.Config) -> None:
    # What was started in the background ignores Ctrl-C, and so would all that the tests start and interrupt.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"  # hundreds of images, anew in each region of each test
    if not hasattr(config, "workerinput"):
        os.environ[previews.SHARED] = tempfile.mkdtemp(prefix="holdfast-previews-")  # workers inherit it


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(previews.SHARED, ""), ignore_errors=True)
