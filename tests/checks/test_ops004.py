from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

STOPPED = {"stopConditions": [{"source": "aws:cloudwatch:alarm", "value": LATER}]}
LOGGED = {"logConfiguration": {"logSchemaVersion": 2, "cloudwatchLogsConfiguration": {"logGroupArn": LATER}}}


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({**STOPPED, **LOGGED}, PASS),
        ({**STOPPED, **LOGGED, "experimentOptions": {"emptyTargetResolutionMode": "fail"}}, PASS),
        ({**STOPPED, **LOGGED, "experimentOptions": {"emptyTargetResolutionMode": "skip"}}, FAIL),
        ({**LOGGED, "stopConditions": [{"source": "none"}]}, FAIL),
        ({**LOGGED, "stopConditions": []}, FAIL),
        (STOPPED, FAIL),
        ({**LOGGED, "stopConditions": LATER}, UNKNOWN),
        ({**LOGGED, "stopConditions": [{"source": LATER}]}, UNKNOWN),
        ({**STOPPED, **LOGGED, "experimentOptions": LATER}, UNKNOWN),
    ],
)
def test_a_template(inputs: dict[str, Any], verdict: str) -> None:
    given = step("aws:fis/experimentTemplate:ExperimentTemplate", "cut", inputs)

    assert verdicts("OPS004", given) == {"cut": verdict}
