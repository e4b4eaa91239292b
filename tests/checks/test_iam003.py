from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, verdicts
from tests.graph.documents import step


@pytest.mark.parametrize(
    ("token", "inputs", "verdict"),
    [
        ("aws:iam/accessKey:AccessKey", {"user": "ci"}, {"it": FAIL}),
        ("aws:iam/accessKey:AccessKey", {"user": "ci", "status": "Inactive"}, {"it": PASS}),
        ("aws:iam/userLoginProfile:UserLoginProfile", {"user": "ci"}, {"it": FAIL}),
        ("aws:iam/user:User", {}, {"stack": NOT_APPLICABLE}),
    ],
)
def test_what_lives_for_ever(token: str, inputs: dict[str, Any], verdict: dict[str, str]) -> None:
    assert verdicts("IAM003", step(token, "it", inputs)) == verdict
