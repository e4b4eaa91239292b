"""What Route 53's checkers cannot ask: said of such an entrance, their figures are refused."""

from __future__ import annotations

import pytest

from tests.settings.stack_files import mistakes, public

INTERNAL = "load_balancer: { internal: true }"
CLOSED = "load_balancer: { allowed_cidrs: [192.0.2.0/24] }"


@pytest.mark.parametrize("door", [INTERNAL, CLOSED])
@pytest.mark.parametrize(
    "figure",
    ["interval_seconds: 30", "failure_threshold: 5", "checker_regions: [us-east-1, eu-west-1, us-west-2]"],
)
def test_a_figure_that_nobody_reads_is_refused(door: str, figure: str) -> None:
    found = mistakes(public(f"{{ {door}, health: {{ {figure} }} }}"))

    field = figure.partition(":")[0]
    assert [(str(one.key), one.message[:12]) for one in found] == [
        (f"holdfast:entrances.public.health.{field}", "does nothing")
    ]


@pytest.mark.parametrize(
    "entrance",
    [
        f"{{ {INTERNAL}, health: {{ path: /deep }} }}",
        f"{{ {CLOSED} }}",
        "{ health: { interval_seconds: 30, failure_threshold: 5 } }",
    ],
)
def test_the_rest_is_taken(entrance: str) -> None:
    assert "cannot ask" not in str(mistakes(public(entrance)))
