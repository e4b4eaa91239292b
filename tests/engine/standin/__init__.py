"""A provider for the real engine that needs no cloud: one in memory, and the real provider's diffs."""

from tests.engine.standin import aurora
from tests.engine.standin.cloud import Cloud, CloudError, Thing
from tests.engine.standin.diff import Change, changes
from tests.engine.standin.server import serve

__all__ = ["Change", "Cloud", "CloudError", "Thing", "aurora", "changes", "serve"]
