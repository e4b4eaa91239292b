"""The role by which API Gateway writes the logs of an account's REST APIs in one region."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import apigateway, iam

from holdfast.components.service_policy import trust_document

_WRITES_LOGS = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"


class ApiGatewayAccountArgs(TypedDict):
    """What the account's setting in one region needs."""

    region: str
    """AWS region of the setting."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of the role. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class ApiGatewayAccount(pulumi.ComponentResource):
    """The setting by which API Gateway may write logs, of which an account has one in each region.

    Declares: a role with AWS's own policy for it, the only one that API Gateway's check of the role is sure
    to take, and the setting. Both stay when the stack goes: another stack's REST APIs may write by them, and
    would stop without a word. Of several stacks that declare it the last one's role counts, and each serves
    all.

    Survives: the loss of any other region. Does not survive: somebody else's setting, which takes its place.
    """

    role_arn: pulumi.Output[str]
    """The role, known once the setting is made."""

    def __init__(
        self, name: str, args: ApiGatewayAccountArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:ApiGatewayAccount", name, {**args}, opts)
        stays = pulumi.ResourceOptions(parent=self, retain_on_delete=True)
        own = f"{name}-api-gateway"
        role = iam.Role(
            f"{own}-role",
            description=f"API Gateway writes logs in {args['region']}",
            assume_role_policy=trust_document("apigateway.amazonaws.com"),
            tags={**args.get("tags", {}), "Name": f"{own}-role"},
            opts=stays,
        )
        attachment = iam.RolePolicyAttachment(
            f"{own}-logs", role=role.name, policy_arn=_WRITES_LOGS, opts=stays
        )
        account = apigateway.Account(
            f"{own}-account",
            region=args["region"],
            cloudwatch_role_arn=role.arn,
            opts=pulumi.ResourceOptions.merge(stays, pulumi.ResourceOptions(depends_on=[attachment])),
        )
        self.role_arn = pulumi.Output.all(role.arn, account.id).apply(lambda known: str(known[0]))
        self.register_outputs({"role_arn": self.role_arn, "origin": dict(args.get("origin", {}))})
