"""A provider for the real engine that needs no cloud: one in memory, and the real provider's diffs."""

from holdfast.preview.child.provider.diff import Change, changes
from tests.engine.standin import aurora
from tests.engine.standin.cloud import Cloud, Thing
from tests.engine.standin.errors import CloudError
from tests.engine.standin.faults import Call, Fault, Faults
from tests.engine.standin.server import serve

__all__ = ["Call", "Change", "Cloud", "CloudError", "Fault", "Faults", "Thing", "aurora", "changes", "serve"]
