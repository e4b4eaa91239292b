"""What SSM Automation takes as a document: its schema 0.3, held against a document and AWS's own models.

Sources, all 2026-11, under https://docs.aws.amazon.com/systems-manager/latest/userguide/:
documents-schemas-features.html, automation-actions.html and a page for each action.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import botocore.session

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_TOP = {
    "schemaVersion",
    "description",
    "assumeRole",
    "parameters",
    "mainSteps",
    "outputs",
    "files",
    "variables",
}
_PARAMETER = {"type", "description", "default", "allowedValues", "allowedPattern", "minItems", "maxItems"}
_STEP = {
    *("name", "action", "inputs", "timeoutSeconds", "maxAttempts", "onFailure", "onCancel", "isCritical"),
    *("isEnd", "nextStep", "outputs", "description"),
}
_NAME = re.compile(r"[a-zA-Z0-9_]{3,128}")
_INPUTS = {
    "aws:approve": ({"Approvers"}, {"NotificationArn", "Message", "MinRequiredApprovals"}),
    "aws:branch": ({"Choices"}, {"Default"}),
    "aws:executeAwsApi": ({"Service", "Api"}, None),
    "aws:invokeLambdaFunction": (
        {"FunctionName"},
        {"Qualifier", "InvocationType", "LogType", "ClientContext", "InputPayload", "Payload"},
    ),
    "aws:sleep": ({"Duration"}, {"Timestamp"}),
}
"""Action → inputs that it needs, and those that it takes besides; None for those of an API."""
_OPERATORS = {
    *("StringEquals", "EqualsIgnoreCase", "StartsWith", "EndsWith", "Contains", "BooleanEquals"),
    *("NumericEquals", "NumericGreater", "NumericLesser", "NumericGreaterOrEquals", "NumericLesserOrEquals"),
}
_PREDEFINED = {
    "aws:approve": {"ApprovalStatus", "ApproverDecisions"},
    "aws:invokeLambdaFunction": {"StatusCode", "FunctionError", "LogResult", "Payload"},
}
_REFERENCE = re.compile(r"\{\{ ([\w:]+)(?:\.(\w+))? \}\}")
_GLOBAL = {"automation:EXECUTION_ID", "global:REGION", "global:DATE", "global:DATE_TIME"}


def problems(document: Mapping[str, Any]) -> Iterator[str]:
    """Say what SSM would refuse of a document, or could not carry out."""
    if unknown := set(document) - _TOP:
        yield f"the document has {sorted(unknown)}"
    if document["schemaVersion"] != "0.3":
        yield f"schemaVersion is {document['schemaVersion']}"
    for name, parameter in document["parameters"].items():
        if unknown := set(parameter) - _PARAMETER:
            yield f"parameter {name} has {sorted(unknown)}"
        if "allowedValues" in parameter and parameter["default"] not in parameter["allowedValues"]:
            yield f"parameter {name} does not allow its default"
        if "allowedPattern" in parameter and not re.match(parameter["allowedPattern"], parameter["default"]):
            yield f"parameter {name} does not match its default"
    steps = document["mainSteps"]
    names = [step["name"] for step in steps]
    if len(set(names)) != len(names):
        yield f"names are there twice: {sorted(one for one in names if names.count(one) > 1)}"
    for number, step in enumerate(steps):
        yield from (f"{step['name']}: {one}" for one in _of_step(step, steps[:number], names, document))
    yield from _unreached(steps)
    if "isEnd" not in steps[-1]:
        yield "the last step does not end"


def _of_step(
    step: Mapping[str, Any],
    before: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    document: Mapping[str, Any],
) -> Iterator[str]:
    if unknown := set(step) - _STEP:
        yield f"has {sorted(unknown)}"
    if not _NAME.fullmatch(step["name"]):
        yield "is no name"
    yield from _of_inputs(step)
    for target in _targets(step):
        if target not in names:
            yield f"leads to {target}, which is not there"
    if not re.fullmatch(r"Abort|Continue|step:\w+", step.get("onFailure", "Abort")):
        yield f"has onFailure {step['onFailure']}"
    yield from _of_references(step, before, document)
    if step["action"] == "aws:executeAwsApi":
        yield from _of_api(step["inputs"])
    if step["action"] == "aws:branch":
        yield from (f"has the choice {one}" for one in step["inputs"]["Choices"] if not _is_choice(one))


def _of_inputs(step: Mapping[str, Any]) -> Iterator[str]:
    if step["action"] not in _INPUTS:
        yield f"has the action {step['action']}"
        return
    needed, more = _INPUTS[step["action"]]
    if missing := needed - set(step["inputs"]):
        yield f"lacks {sorted(missing)}"
    if more is not None and (unknown := set(step["inputs"]) - needed - more):
        yield f"has the inputs {sorted(unknown)}"


def _targets(step: Mapping[str, Any]) -> list[str]:
    """Steps that a step may lead to, besides the next one."""
    found = [choice["NextStep"] for choice in step["inputs"].get("Choices", [])]
    found += [step["inputs"]["Default"]] if "Default" in step["inputs"] else []
    on_failure = step.get("onFailure", "Abort")
    return [*found, *([on_failure.removeprefix("step:")] if on_failure.startswith("step:") else [])]


def _is_choice(choice: Mapping[str, Any]) -> bool:
    parts = choice.get("And") or choice.get("Or") or [{k: v for k, v in choice.items() if k != "NextStep"}]
    return all(set(one) - {"Variable"} <= _OPERATORS and len(one) == 2 and "Variable" in one for one in parts)


def _of_references(
    step: Mapping[str, Any], before: Sequence[Mapping[str, Any]], document: Mapping[str, Any]
) -> Iterator[str]:
    actions = {one["name"]: one["action"] for one in before}
    for name, output in _REFERENCE.findall(repr(step["inputs"])):
        if output:
            if output not in _PREDEFINED.get(actions.get(name, ""), set()):
                yield f"refers to {name}.{output}, which no step before gives"
        elif name not in document["parameters"] and name not in _GLOBAL:
            yield f"refers to {name}, which is nothing"


def _of_api(inputs: Mapping[str, Any]) -> Iterator[str]:
    model = botocore.session.get_session().get_service_model(inputs["Service"])
    if inputs["Api"] not in model.operation_names:
        yield f"calls {inputs['Service']}:{inputs['Api']}, which is not there"
        return
    shape: Any = model.operation_model(inputs["Api"]).input_shape
    given = set(inputs) - {"Service", "Api"}
    if unknown := given - set(shape.members):
        yield f"{inputs['Api']} takes no {sorted(unknown)}"
    if missing := set(shape.required_members) - given:
        yield f"{inputs['Api']} lacks {sorted(missing)}"


def _unreached(steps: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Say which steps nothing leads to."""
    reached = {steps[0]["name"]}
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        if step["name"] not in reached:
            continue
        reached.update(_targets(step))
        falls_through = step["action"] != "aws:branch" and not step.get("isEnd", False)
        if after is not None and falls_through:
            reached.add(after["name"])
    yield from (f"nothing leads to {step['name']}" for step in steps if step["name"] not in reached)
