"""The verdict on a restored copy, by the function that judges the scheduled tests too."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.call import call
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from holdfast.operate.aws import Clients


class JudgeError(Exception):
    """The function ended without an answer; another run of it may have one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the function says."""

    waiting: bool
    """Whether the copy is not ready to be asked."""
    passed: bool
    message: str


def judge(clients: Clients, region: str, function: str, job: str) -> Answer:
    """Have a restored copy judged.

    Args:
        clients: Makes clients that wait as long as a function may run.
        region: The function's region.
        function: Its name.
        job: The restore job.

    Raises:
        JudgeError: The function failed.
        StepError: The function was deployed before it could judge a restore by hand.
    """
    payload = json.dumps({"restore_job_id": job}).encode()
    answer = call(clients, "lambda", region, "invoke", FunctionName=function, Payload=payload)
    body = json.loads(answer["Payload"].read() or b"null")
    if answer.get("FunctionError"):
        kind = body.get("errorType") if isinstance(body, dict) else None
        raise JudgeError(f"{function} failed ({kind or answer['FunctionError']}); its log says why")
    if not isinstance(body, dict) or "stage" not in body:
        raise StepError(f"{function} cannot judge a restore by hand yet: deploy the stack, then run it again")
    return Answer(
        waiting=body["stage"] == "waiting", passed=bool(body["passed"]), message=str(body["message"])
    )
