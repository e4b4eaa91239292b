"""The SSM Automation document that leaves a place: the planned steps in SSM's words.

Automation runs one step after the other. What a group does side by side is begun first, all of it, and then
waited for: AWS's own side of it runs at once.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

import pulumi

from holdfast.components.recovery_step_function import RecoveryStepArgs

SCHEMA = "0.3"
"""https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html (2026-11)."""
MODES = ("ungraceful", "graceful")
"""What a place is left as: lost, or one that answers. The first is what a document does unasked."""
_ATTEMPT_SECONDS = 240
_INVOKE_SECONDS = 300
"""The longest that Automation waits for a function
(https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-lamb.html, 2026-11)."""
_BEGIN_SECONDS = 60
_BEGIN_ATTEMPTS = 3
_FINISH_ATTEMPTS = 2
_SECONDS_PER_MINUTE = 60
_FAILED = "tell_failed"
_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9_]")


class DocumentStepArgs(TypedDict):
    """A planned step."""

    key: str
    """Its key, part of the names of the document's steps."""
    action: str
    """What it does: ``route``, ``capacity``, ``promote``, ``drain`` or ``verify``."""
    worst_seconds: int
    """Seconds that it takes at worst."""
    does: Sequence[RecoveryStepArgs]
    """What the function is asked for; nothing for ``drain``, which waits."""


class ApprovalArgs(TypedDict):
    """Who must agree before anything is done."""

    approvers: Sequence[str]
    """ARNs of IAM of whom one must approve."""
    minutes: int
    """Minutes after which a start that nobody approved is given up."""


@dataclass(frozen=True, kw_only=True)
class DocumentParts:
    """What a document is made of."""

    watched: str
    """The place that is left."""
    place: str
    """The place from which it is left."""
    modes: Mapping[str, Sequence[Sequence[DocumentStepArgs]]]
    """``ungraceful`` and perhaps ``graceful`` → groups in order."""
    function_name: pulumi.Input[str]
    """The function that does steps."""
    role_arn: pulumi.Input[str]
    """The role that the document takes on."""
    topic_arn: pulumi.Input[str]
    """The topic that it tells."""
    runbook: str
    """Where the runbook says what to do."""
    approval: ApprovalArgs | None
    """None where nobody is asked."""


def recovery_document(parts: DocumentParts) -> dict[str, Any]:
    """Write the document.

    A failed route or promotion stops it and is told; a run that is started again finishes what the last one
    left, since each step reads first what is done. Too little capacity does not stop it: fewer instances in
    the right place are better than a promotion that never came. The run still ends as failed.

    Args:
        parts: What it is made of; may hold outputs.
    """
    asked = sorted(parts.modes, key=MODES.index)
    return {
        "schemaVersion": SCHEMA,
        "description": f"Takes everything away from {parts.watched}. Safe to be started again: it finishes"
        " what the last run left.",
        "assumeRole": parts.role_arn,
        "parameters": {
            "Mode": {
                "type": "String",
                "description": "ungraceful for a region that is lost, graceful for one that answers",
                "default": asked[0],
                "allowedValues": asked,
            },
            "Reason": {
                "type": "String",
                "description": "Why, for those who are told",
                "default": "started by hand",
                "allowedPattern": "^[A-Za-z0-9 ,.:;()/_-]{1,200}$",
            },
        },
        "mainSteps": [
            *_beginning(parts, asked),
            *(one for mode in asked for one in _mode(parts, mode)),
            _failed(parts),
        ],
    }


def _beginning(parts: DocumentParts, asked: Sequence[str]) -> Iterator[dict[str, Any]]:
    waits = parts.approval is not None
    words = "waits for an approval" if waits else "begins"
    yield _tell(parts, "tell_begun", f"Leaving {parts.watched} {words}: {{{{ Reason }}}}.")
    if parts.approval is not None:
        yield {
            "name": "approve",
            "action": "aws:approve",
            "timeoutSeconds": int(parts.approval["minutes"]) * _SECONDS_PER_MINUTE,
            # Whoever refuses, or lets the time pass, wants nothing done.
            "onFailure": "Abort",
            "inputs": {
                # No topic here: Automation takes only those whose names begin with "Automation", and people
                # are told by the step before.
                "Message": f"Leave {parts.watched}: {{{{ Reason }}}}",
                "MinRequiredApprovals": 1,
                "Approvers": sorted(parts.approval["approvers"]),
            },
        }
    choices = [
        {"NextStep": _first(parts, mode), "Variable": "{{ Mode }}", "StringEquals": mode}
        for mode in asked[1:]
    ]
    if choices:
        yield {
            "name": "choose_mode",
            "action": "aws:branch",
            "inputs": {"Choices": choices, "Default": _first(parts, asked[0])},
        }


def _first(parts: DocumentParts, mode: str) -> str:
    name: str = _mode(parts, mode)[0]["name"]
    return name


def _mode(parts: DocumentParts, mode: str) -> list[dict[str, Any]]:
    found = [
        one
        for number, group in enumerate(parts.modes[mode], start=1)
        for one in _group(parts, f"{mode}_{number}", group)
    ]
    told = _tell(parts, f"{mode}_tell_done", f"Everything is taken away from {parts.watched}.")
    found.append({**told, "isEnd": True})
    return [
        {**one, "inputs": _leading_to(after["name"], one["inputs"])} if one["action"] == "aws:branch" else one
        for one, after in zip(found, [*found[1:], told], strict=True)
    ]


def _leading_to(name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {**inputs, "Choices": [{"NextStep": name, **choice} for choice in inputs["Choices"]]}


def _group(parts: DocumentParts, prefix: str, group: Sequence[DocumentStepArgs]) -> Iterator[dict[str, Any]]:
    asks = [(step, one) for step in group for one in step["does"]]
    names = [_name(f"{prefix}_{one['event']['key']}_{one['event']['kind']}") for _, one in asks]
    if len(asks) > 1:
        for name, (step, one) in zip(names, asks, strict=True):
            yield _invoke(parts, f"{name}_begin", step, one, mode="begin")
    waits = [step["worst_seconds"] for step in group if step["action"] == "drain"]
    if waits:
        yield {
            "name": f"{prefix}_drain",
            "action": "aws:sleep",
            "inputs": {"Duration": f"PT{max(int(one) for one in waits)}S"},
        }
    for name, (step, one) in zip(names, asks, strict=True):
        for number in range(1, _waits(step) + 1):
            yield _waiting(_invoke(parts, f"{name}_wait_{number}", step, one, mode="finish"))
        yield _invoke(parts, name, step, one, mode="finish")
    must = [name for name, (step, _) in zip(names, asks, strict=True) if _must_succeed(step)]
    if must:
        yield _all_done(prefix, must)


def _invoke(
    parts: DocumentParts, name: str, step: DocumentStepArgs, one: RecoveryStepArgs, *, mode: str
) -> dict[str, Any]:
    begins = mode == "begin"
    return {
        "name": name,
        "action": "aws:invokeLambdaFunction",
        "timeoutSeconds": _BEGIN_SECONDS if begins else _INVOKE_SECONDS,
        "maxAttempts": _BEGIN_ATTEMPTS if begins else _FINISH_ATTEMPTS,
        "onFailure": f"step:{_FAILED}" if _must_succeed(step) else "Continue",
        "isCritical": True,
        "inputs": {
            "FunctionName": parts.function_name,
            "Payload": pulumi.Output.json_dumps({"step": dict(one["event"]), "mode": mode}),
        },
    }


def _waits(step: DocumentStepArgs) -> int:
    """Give how often a step is waited for before the last time.

    AWS's page on the action gives a function's error as an output (``FunctionError``) and does not say that
    it fails the step, so attempts alone may not ask again. A step that is done answers at once.
    """
    return math.ceil(int(step["worst_seconds"]) / _ATTEMPT_SECONDS)


def _waiting(invoke: dict[str, Any]) -> dict[str, Any]:
    """Let the next one ask again whatever this one says."""
    return {**invoke, "maxAttempts": 1, "onFailure": "Continue", "isCritical": False}


def _must_succeed(step: DocumentStepArgs) -> bool:
    return step["action"] != "capacity"


def _all_done(prefix: str, names: Sequence[str]) -> dict[str, Any]:
    """Look at what the function said: an answer that is an error could pass for a step that was done."""
    done = [{"Variable": f"{{{{ {name}.Payload }}}}", "Contains": "STEP_DONE"} for name in names]
    condition: dict[str, Any] = done[0] if len(done) == 1 else {"And": done}
    return {
        "name": f"{prefix}_check",
        "action": "aws:branch",
        "inputs": {"Choices": [condition], "Default": _FAILED},
    }


def _failed(parts: DocumentParts) -> dict[str, Any]:
    words = (
        f"Leaving {parts.watched} stopped at a step that failed. Start the document again, or finish by hand."
    )
    return {**_tell(parts, _FAILED, words), "isEnd": True}


def _tell(parts: DocumentParts, name: str, words: str) -> dict[str, Any]:
    execution = "Automation execution {{ automation:EXECUTION_ID }} in {{ global:REGION }}."
    return {
        "name": name,
        "action": "aws:executeAwsApi",
        # Who cannot be told does not keep the region from being left.
        "onFailure": "Continue",
        "isCritical": False,
        "timeoutSeconds": _BEGIN_SECONDS,
        "inputs": {
            "Service": "sns",
            "Api": "Publish",
            "TopicArn": parts.topic_arn,
            "Subject": f"Recovery: leaving {parts.watched} from {parts.place}",
            "Message": f"{words} {execution} Runbook: {parts.runbook}",
        },
    }


def _name(text: str) -> str:
    """Name a step, with letters, digits and underscores alone.

    Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html (2026-11).
    """
    return _NOT_IN_NAMES.sub("_", text)


def document_problems(modes: Mapping[str, Sequence[Sequence[DocumentStepArgs]]]) -> Iterator[str]:
    """Say what is wrong with the steps of a document.

    Args:
        modes: Mode → groups in order.
    """
    if "ungraceful" not in modes:
        yield "'modes' needs 'ungraceful', what a document does unasked"
    if unknown := sorted(set(modes) - set(MODES)):
        yield f"'modes' takes {' and '.join(MODES)}, got {', '.join(unknown)}"
    for mode, groups in sorted(modes.items()):
        keys = [step["key"] for group in groups for step in group]
        if not any(step["does"] for group in groups for step in group):
            yield f"{mode}: no step does anything"
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            yield f"{mode}: two steps have the key {', '.join(twice)}"


def content(parts: DocumentParts) -> pulumi.Output[str]:
    """Give the document as JSON text, refused where SSM would refuse it as too long.

    Args:
        parts: What it is made of.
    """
    return pulumi.Output.json_dumps(recovery_document(parts)).apply(within_limit)


_LONGEST_BYTES = 65_536
"""Of a document (https://docs.aws.amazon.com/general/latest/gr/ssm.html, 2026-11)."""


def within_limit(text: str) -> str:
    """Return a document's text.

    Args:
        text: The document.

    Raises:
        ValueError: SSM would refuse it as too long.
    """
    size = len(text.encode())
    if size > _LONGEST_BYTES:
        raise ValueError(f"the recovery document has {size} bytes and SSM takes {_LONGEST_BYTES}")
    return text
