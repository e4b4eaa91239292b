from __future__ import annotations

from typing import Any

import pytest

from holdfast.checks import RULES, run_rule
from tests.checks.traffic import pool
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import graph

RULE = next(one for one in RULES if one.code == "CFL003")


@pytest.mark.parametrize(
    ("places", "verdict"),
    [
        (["ENAM", "WEU", "SEAS"], PASS),
        (["ALL_REGIONS"], PASS),
        (["ENAM", "WEU"], FAIL),
        ([], FAIL),
        (None, FAIL),
        (LATER, UNKNOWN),
        (["ENAM", LATER], UNKNOWN),
    ],
)
def test_a_pool(places: Any, verdict: str) -> None:
    assert verdicts("CFL003", pool("p", monitored_by="m", checkRegions=places)) == {"p": verdict}


def test_the_number_is_the_team_s() -> None:
    stack = graph(pool("p", monitored_by="m", checkRegions=["ENAM", "WEU"]))

    assert [one.verdict for one in run_rule(stack, RULE, {"regions": 2})] == ["pass"]


@pytest.mark.parametrize("steps", [[], [pool("p")], [pool("p", monitored_by="m", enabled=False)]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("CFL003", *steps) == {"stack": NOT_APPLICABLE}
