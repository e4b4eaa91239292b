"""A stack in a new account: what its databases are restored into, made alone, as the page says."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from tests.engine.faulty import ROOT, faulty, settings_of
from tests.needs import needs_engine

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_engine

PAGE = "docs/losing-an-account.md"


def test_networks_keys_and_subnet_groups_come_first_and_the_rest_follows(tmp_path: Path) -> None:
    targets = re.findall(r"--target '([^']+)'", (ROOT / PAGE).read_text(encoding="utf-8"))
    with faulty(tmp_path, "staging", settings_of("staging")) as one:
        one.again("up", *chain.from_iterable(("--target", target) for target in targets))
        made = {call.name for call in one.faults.calls}
        for place in ("use1", "euw1"):
            assert {
                *(f"{place}-vpc", f"{place}-key", f"{place}-orders-db-subnets", f"{place}-orders-db-sg"),
            } <= made
        assert not {name for name in made if re.search(r"orders-(db|db-[abc]\d|asg|lt)$", name)}
        one.again("up")
        assert one.stack.preview() == []
