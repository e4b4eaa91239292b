"""Experiments of one place: templates of AWS Fault Injection Service, and what starts some of them."""

from collections.abc import Iterator, Mapping
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, fis, iam

from holdfast.components.alarm_notes import described, note_tags
from holdfast.components.experiment_args import ExperimentActionArgs, ExperimentArgs, ExperimentsArgs
from holdfast.components.experiment_schedule import declare_chaos
from holdfast.components.service_policy import allow, policy_document, trust_document
from holdfast.components.service_role import declare_service_role
from holdfast.components.vended_logs import declare_vended_log_group
from holdfast.contracts.runbook import RunbookSection

_LOG_SCHEMA = 2
"""Source: https://docs.aws.amazon.com/fis/latest/userguide/monitoring-logging.html (2026-11)."""
_LONGEST_DESCRIPTION = 512
_MOST_ARNS = 5
_MOST_ALARMS = 5
"""Sources: ``internal/service/fis/experiment_template.go`` of hashicorp/terraform-provider-aws, and
https://docs.aws.amazon.com/fis/latest/userguide/fis-quotas.html (2026-11)."""


class Experiments(pulumi.ComponentResource):
    """Templates of experiments, none of which starts by itself but for those of ``chaos``.

    Declares: for each experiment a template and a role that may do just that; the log group of all; with
    ``chaos`` a schedule for each, their role, the queue of starts that were given up and an alarm on it.
    Each template stops when an alarm rings, and fails where nothing is there that it acts on.
    Survives: a fault that is worse than expected, as far as the alarm sees it: FIS stops the experiment and
    takes back what can be taken back; a terminated instance stays so.
    Does not survive: the loss of the region, whose experiments are its own.
    """

    template_ids: pulumi.Output[Mapping[str, str]]
    """Key → id of each template, which ``fis:StartExperiment`` names; known once its role may act."""
    log_group_name: pulumi.Output[str]
    """Log group of what every experiment did."""

    def __init__(self, name: str, args: ExperimentsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """See ``ExperimentsArgs``.

        Raises:
            ValueError: An experiment has nothing that stops it, nothing that it acts on, or more than FIS
                takes; or ``chaos`` names one that is not there.
        """
        super().__init__("holdfast:index:Experiments", name, {**args}, opts)
        if problems := list(_problems(args)):
            raise ValueError(f"experiments {name!r}: " + "; ".join(problems))
        self._name, self._plan = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        logs = declare_vended_log_group(
            f"{name}-experiments-logs",
            service="fis",
            region=args["region"],
            retention_days=int(args["log_retention_days"]),
            key_arn=args["key_arn"],
            tags=self._tags("experiments-logs"),
            opts=self._child,
        )
        templates = {key: self._template(key, one, logs) for key, one in sorted(args["experiments"].items())}
        self.log_group_name = logs.name
        self.template_ids = _known({key: one.id for key, one in templates.items()})
        if "chaos" in args:
            declare_chaos(name, args, args["chaos"], templates, self._child)
        self.register_outputs(
            {
                "template_ids": self.template_ids,
                "log_group_name": self.log_group_name,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _tags(self, noun: str) -> dict[str, str]:
        return {**self._plan.get("tags", {}), "Name": f"{self._name}-{noun}"}

    def _template(
        self, key: str, experiment: ExperimentArgs, logs: "cloudwatch.LogGroup"
    ) -> "fis.ExperimentTemplate":
        args, notes = self._plan, self._plan.get("notes")
        role, policy = self._role(key, experiment)
        actions: list[Any] = [_action(name, one) for name, one in sorted(experiment["actions"].items())]
        targets: list[Any] = [
            _target(name, one) for name, one in sorted(experiment["actions"].items()) if "target" in one
        ]
        return fis.ExperimentTemplate(
            f"{self._name}-{key}-experiment",
            region=args["region"],
            description=described(experiment["text"], RunbookSection.EXPERIMENT, notes),
            role_arn=role.arn,
            stop_conditions=[
                {"source": "aws:cloudwatch:alarm", "value": arn} for arn in args["stop_alarm_arns"]
            ],
            actions=actions,
            targets=targets,
            experiment_options={
                "account_targeting": "single-account",
                # By default an experiment without a target is a success.
                "empty_target_resolution_mode": "fail",
            },
            log_configuration={
                "log_schema_version": _LOG_SCHEMA,
                "cloudwatch_logs_configuration": {"log_group_arn": pulumi.Output.concat(logs.arn, ":*")},
            },
            tags={**self._tags(f"{key}-experiment"), **note_tags(RunbookSection.EXPERIMENT, notes)},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

    def _role(self, key: str, experiment: ExperimentArgs) -> "tuple[iam.Role, iam.RolePolicy]":
        account, region = self._plan["account_id"], self._plan["region"]
        statements = pulumi.Output.from_input([*experiment["statements"], *_log_statements()])
        return declare_service_role(
            f"{self._name}-{key}-fis",
            statements.apply(policy_document),
            description=f"Experiment {key} in {self._name}",
            # https://docs.aws.amazon.com/fis/latest/userguide/getting-started-iam-service-role.html
            trust=trust_document(
                "fis.amazonaws.com",
                {
                    "StringEquals": {"aws:SourceAccount": account},
                    "ArnLike": {"aws:SourceArn": f"arn:aws:fis:{region}:{account}:experiment/*"},
                },
            ),
            tags=self._plan.get("tags", {}),
            child=self._child,
        )


def _known(values: Mapping[str, pulumi.Output[str]]) -> pulumi.Output[Mapping[str, str]]:
    return pulumi.Output.all(**values).apply(lambda known: {str(key): str(one) for key, one in known.items()})


def _log_statements() -> list[dict[str, Any]]:
    """Statements by which logs are delivered, which AWS knows no narrower resource for.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
    (2026-11).
    """
    actions = (
        "logs:CreateLogDelivery",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:PutResourcePolicy",
    )
    return [allow("DeliverLogs", actions, ["*"])]


def _action(name: str, action: ExperimentActionArgs) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "action_id": action["action_id"]}
    if "parameters" in action:
        found["parameters"] = [
            {"key": key, "value": value} for key, value in sorted(action["parameters"].items())
        ]
    if "target" in action:
        found["target"] = {"key": action["target"]["key"], "value": name}
    return found


def _target(name: str, action: ExperimentActionArgs) -> dict[str, Any]:
    target = action["target"]
    found: dict[str, Any] = {
        "name": name,
        "resource_type": target["resource_type"],
        "selection_mode": target.get("selection_mode", "ALL"),
    }
    if "arns" in target:
        found["resource_arns"] = list(target["arns"])
    if "tags" in target:
        found["resource_tags"] = [
            {"key": key, "value": value} for key, value in sorted(target["tags"].items())
        ]
    if "parameters" in target:
        found["parameters"] = dict(target["parameters"])
    return found


def _problems(args: ExperimentsArgs) -> Iterator[str]:
    if not 1 <= len(args["stop_alarm_arns"]) <= _MOST_ALARMS:
        yield f"'stop_alarm_arns' has 1 to {_MOST_ALARMS} alarms, got {len(args['stop_alarm_arns'])}"
    if not args["experiments"]:
        yield "'experiments' needs at least one"
    for key, one in sorted(args["experiments"].items()):
        if not any("target" in action for action in one["actions"].values()):
            yield f"{key!r} acts on nothing"
        length = len(described(one["text"], RunbookSection.EXPERIMENT, args.get("notes")))
        if length > _LONGEST_DESCRIPTION:
            yield f"{key!r} describes itself in at most {_LONGEST_DESCRIPTION} characters, got {length}"
        for name, action in sorted(one["actions"].items()):
            yield from (f"{key!r}, {name!r} {problem}" for problem in _target_problems(action))
    for key in args.get("chaos", {}).get("experiments", ()):
        if key not in args["experiments"]:
            yield f"'chaos' names {key!r}, which is none of the experiments"


def _target_problems(action: ExperimentActionArgs) -> Iterator[str]:
    target = action.get("target")
    if target is None:
        return
    ways = [way for way in ("arns", "tags", "parameters") if target.get(way)]
    if len(ways) != 1:
        yield f"has one of 'arns', 'tags' and 'parameters', got {', '.join(ways) or 'none'}"
    if len(target.get("arns", ())) > _MOST_ARNS:
        yield f"has at most {_MOST_ARNS} ARNs, got {len(target['arns'])}"
