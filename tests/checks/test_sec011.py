from __future__ import annotations

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step


@pytest.mark.parametrize(("kind", "verdict"), [("AWS_IAM", PASS), ("NONE", FAIL), (LATER, UNKNOWN)])
def test_the_url_of_a_function(kind: str, verdict: str) -> None:
    url = step("aws:lambda/functionUrl:FunctionUrl", "url", {"authorizationType": kind})

    assert verdicts("SEC011", url) == {"url": verdict}


def test_a_function_without_a_url() -> None:
    assert verdicts("SEC011", step("aws:lambda/function:Function", "fn")) == {"stack": NOT_APPLICABLE}
