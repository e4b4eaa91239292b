from __future__ import annotations

import json
from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

TASK = "aws:ecs/taskDefinition:TaskDefinition"


def task(container: dict[str, Any], **inputs: Any) -> dict[str, Any]:
    return step(TASK, "task", {"containerDefinitions": json.dumps([{"name": "a", **container}]), **inputs})


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (task({}), PASS),
        (task({"user": "1000:1000"}), PASS),
        (task({"privileged": False}), PASS),
        (task({"privileged": True}), FAIL),
        (task({"user": "root"}), FAIL),
        (task({"user": "0:0"}), FAIL),
        (task({}, pidMode="host"), FAIL),
        (task({}, ipcMode="host"), FAIL),
        (task({}, pidMode="task"), PASS),
        (step(TASK, "task", {"containerDefinitions": LATER}), UNKNOWN),
        (step(TASK, "task", {"containerDefinitions": LATER, "pidMode": "host"}), FAIL),
    ],
)
def test_a_task(given: dict[str, Any], verdict: str) -> None:
    assert verdicts("SEC013", given) == {"task": verdict}


def test_a_job() -> None:
    inputs = {"containerProperties": json.dumps({"image": "a", "privileged": True})}

    assert verdicts("SEC013", step("aws:batch/jobDefinition:JobDefinition", "job", inputs)) == {"job": FAIL}
