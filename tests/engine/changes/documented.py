"""Every documented change, in the order of the docs."""

from __future__ import annotations

from tests.engine.changes import of_dev, of_prod, of_staging

CHANGES = {change.key: change for change in (*of_dev.CHANGES, *of_staging.CHANGES, *of_prod.CHANGES)}
STACKS = {
    "dev": "One region",
    "staging": "An active region and its standby, with an Aurora database",
    "prod": "Two active regions, with a global table",
}
"""Stack of the project → what it is."""
