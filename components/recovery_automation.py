"""What leaves a place from the one that takes over: an SSM Automation document and all that it needs."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import iam, ssm

from holdfast.components.alarm_notes import AlarmNotesArgs, note_tags
from holdfast.components.recovery_document import (
    ApprovalArgs,
    DocumentParts,
    DocumentStepArgs,
    content,
    document_problems,
)
from holdfast.components.recovery_step_function import RecoveryStepFunction
from holdfast.components.refusals import refuse_if_any
from holdfast.components.service_policy import allow, policy_document, trust_document
from holdfast.components.service_role import declare_service_role
from holdfast.contracts.runbook import RunbookSection

_RESERVED = ("aws", "amazon", "amzn")
"""What no document's name may begin with
(https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html, 2026-11)."""


class RecoveryAutomationArgs(TypedDict):
    """What leaving one place from another takes."""

    watched: str
    """The place that is left."""
    place: str
    """The place that takes over, in whose region every child stands."""
    region: str
    """AWS region of ``place``."""
    account_id: str
    """The account's id, twelve digits."""
    key_arn: pulumi.Input[str]
    """Customer key of ``region``."""
    modes: Mapping[str, Sequence[Sequence[DocumentStepArgs]]]
    """``ungraceful`` and perhaps ``graceful`` → groups of steps in order."""
    topic_arn: pulumi.Input[str]
    """Topic in ``region`` that the document tells of its begin and its end."""
    topic_key_arn: pulumi.Input[str]
    """Customer key of that topic."""
    approval: NotRequired[ApprovalArgs]
    """Who must agree before anything is done. Default: nobody is asked."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class RecoveryAutomation(pulumi.ComponentResource):
    """An SSM Automation document that takes everything away from a place, carried out in another.

    It does the planned steps in their order: what a group does side by side is begun first, all of it, and
    then waited for. Who starts it, a watchdog or a person, may do so again: each step reads first how far it
    is, so that a second run finishes what the first left.

    Declares: the document, a role that it takes on, and the function that does its steps.
    Survives: the loss of the place that it leaves, in whose region it calls nothing.
    Does not survive: the loss of its own region; each place that could take over has a document of its own.
    """

    document_name: pulumi.Output[str]
    """Name of the document, for ``aws ssm start-automation-execution``."""
    document_arn: pulumi.Output[str]
    """ARN of the document."""
    role_arn: pulumi.Output[str]
    """Role that the document takes on; who starts it passes it."""
    function_name: pulumi.Output[str]
    """Name of the function that does the steps."""

    def __init__(
        self, name: str, args: RecoveryAutomationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:RecoveryAutomation", name, {**args}, opts)
        _refuse(name, args)
        self._prefix, self._plan = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        steps = [
            one
            for groups in args["modes"].values()
            for group in groups
            for step in group
            for one in step["does"]
        ]
        function = RecoveryStepFunction(
            f"{name}-step",
            {
                "region": args["region"],
                "key_arn": args["key_arn"],
                "steps": steps,
                "tags": args.get("tags", {}),
            },
            self._child,
        )
        role = self._role(function)
        document = ssm.Document(
            f"{name}-document",
            region=args["region"],
            document_type="Automation",
            document_format="JSON",
            content=content(self._parts(function, role)),
            tags={**self._tags("document"), **note_tags(RunbookSection.REGION_LOST, args.get("notes"))},
            opts=self._child,
        )
        self.document_name, self.role_arn = document.name, role.arn
        self.document_arn = document.arn
        self.function_name = function.function_name
        self.register_outputs(
            {
                "document_name": self.document_name,
                "document_arn": self.document_arn,
                "role_arn": self.role_arn,
                "function_name": self.function_name,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _parts(self, function: RecoveryStepFunction, role: "iam.Role") -> DocumentParts:
        args, notes = self._plan, self._plan.get("notes")
        runbook = f"{notes['runbook_url']}#{RunbookSection.REGION_LOST.value}" if notes else "none"
        return DocumentParts(
            watched=args["watched"],
            place=args["place"],
            modes=args["modes"],
            function_name=function.function_name,
            role_arn=role.arn,
            topic_arn=args["topic_arn"],
            runbook=runbook,
            approval=args.get("approval"),
        )

    def _tags(self, noun: str) -> dict[str, str]:
        return {**self._plan.get("tags", {}), "Name": f"{self._prefix}-{noun}"}

    def _role(self, function: RecoveryStepFunction) -> "iam.Role":
        args = self._plan
        known = pulumi.Output.all(
            function=function.function_arn, topic=args["topic_arn"], key=args["topic_key_arn"]
        )
        role, _ = declare_service_role(
            f"{self._prefix}-document",
            known.apply(lambda one: _policy(args["region"], one)),
            description=f"Document of {self._prefix}",
            trust=_trust(args["account_id"]),
            tags=args.get("tags", {}),
            child=self._child,
        )
        return role


def _trust(account_id: str) -> str:
    # https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-iam.html
    # (cross-service confused deputy prevention, 2026-11)
    return trust_document(
        "ssm.amazonaws.com",
        {
            "StringEquals": {"aws:SourceAccount": account_id},
            "ArnLike": {"aws:SourceArn": f"arn:aws:ssm:*:{account_id}:automation-execution/*"},
        },
    )


def _policy(region: str, known: Mapping[str, Any]) -> str:
    through_sns = {"StringEquals": {"kms:ViaService": f"sns.{region}.amazonaws.com"}}
    return policy_document(
        [
            allow("DoSteps", ["lambda:InvokeFunction"], [known["function"]]),
            allow("Tell", ["sns:Publish"], [known["topic"]]),
            allow("TellEncrypted", ["kms:Decrypt", "kms:GenerateDataKey"], [known["key"]], through_sns),
        ]
    )


def _refuse(name: str, args: RecoveryAutomationArgs) -> None:
    problems = list(document_problems(args["modes"]))
    if args["watched"] == args["place"]:
        problems.append(f"'place' is {args['place']}, which is the place to leave")
    project = pulumi.get_project().lower()
    if project.startswith(_RESERVED):
        problems.append(f"SSM takes no document whose name begins with {project!r}, the project's name")
    approval = args.get("approval")
    if approval is not None and not approval["approvers"]:
        problems.append("'approval' needs at least one approver")
    refuse_if_any(f"recovery automation {name!r}", problems)


__all__ = ["ApprovalArgs", "DocumentStepArgs", "RecoveryAutomation", "RecoveryAutomationArgs"]
