"""AWS Shield Advanced: the account's subscription, what it protects, and whom AWS calls."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import iam, shield

from holdfast.components.refusals import refuse_if_any

_ADMIT_RESPONSE_TEAM = "arn:aws:iam::aws:policy/service-role/AWSShieldDRTAccessPolicy"


class ProtectedArgs(TypedDict):
    """One public resource."""

    arn: pulumi.Input[str]
    """ARN of a load balancer, a distribution, an accelerator, an Elastic IP or a hosted zone; a Network Load
    Balancer is protected by its Elastic IPs."""
    health_check_id: NotRequired[pulumi.Input[str]]
    """Route 53 health check that says whether it serves: AWS then acts earlier, and calls. Not for hosted
    zones. Default: none."""


class ContactArgs(TypedDict):
    """Somebody whom AWS's response team calls."""

    email: str
    """E-mail address."""
    phone: str
    """Telephone number with + and the country's code."""
    notes: NotRequired[str]
    """What the team should know. Default: nothing."""


class ShieldArgs(TypedDict):
    """What Shield Advanced needs."""

    subscribe: bool
    """Whether the account is subscribed here: USD 3,000 a month for one year, for an organisation, besides a
    fee per GB (https://aws.amazon.com/shield/pricing/, 2026-11). False: it is subscribed already."""
    resources: Mapping[str, ProtectedArgs]
    """Key → what is protected; the key is part of names: ``use1-public-lb``."""
    auto_renew: NotRequired[bool]
    """Whether the subscription goes on after its year; AWS takes False in the last 30 days of it alone, never
    at the start (terraform-provider-aws internal/service/shield/subscription.go). Default: True."""
    contacts: NotRequired[Sequence[ContactArgs]]
    """Whom AWS's response team calls, at most ten; one protected resource must have a health check. Default:
    nobody."""
    response_team_access: NotRequired[bool]
    """Whether the response team may read and change web ACLs during an attack. Default: False."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class Shield(pulumi.ComponentResource):
    """AWS Shield Advanced for one account.

    Declares: the subscription where it is asked for, a protection per resource, each with its health check,
    the contacts of proactive engagement, and the role of AWS's response team.

    The subscription binds for one year and cannot be undone: destroying the stack leaves it, and AWS ends it
    only on request once the year is over. An account has one subscription, one list of contacts and one role
    of the response team, so one stack of an account declares them
    (https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_CreateSubscription.html).

    Survives: the loss of a region; Shield is global and its mitigations run in AWS's network.
    Does not survive: the end of the subscription. Contacts and response team need a Business or Enterprise
    support plan (https://docs.aws.amazon.com/waf/latest/developerguide/ddos-srt-support.html).
    """

    protection_ids: pulumi.Output[Mapping[str, str]]
    """Key → id of its protection."""

    def __init__(self, name: str, args: ShieldArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:Shield", name, {**args}, opts)
        self._name, self._plan, self._child = name, args, pulumi.ResourceOptions(parent=self)
        _refuse(name, args)
        subscription = self._subscription() if args["subscribe"] else None
        after = pulumi.ResourceOptions(parent=self, depends_on=[subscription] if subscription else None)
        protections = {key: self._protection(key, after) for key in sorted(args["resources"])}
        checks = [
            self._health_check(key, one["health_check_id"], protections[key])
            for key, one in sorted(args["resources"].items())
            if "health_check_id" in one
        ]
        if args.get("response_team_access", False):
            self._response_team(after)
        if args.get("contacts"):
            self._contacts(pulumi.ResourceOptions(parent=self, depends_on=checks))
        self.protection_ids = pulumi.Output.from_input(
            dict[str, Any]({key: one.id for key, one in protections.items()})
        )
        self.register_outputs({"protection_ids": self.protection_ids, "origin": dict(args.get("origin", {}))})

    def _tags(self, name: str) -> dict[str, str]:
        return {**self._plan.get("tags", {}), "Name": name}

    def _subscription(self) -> "shield.Subscription":
        return shield.Subscription(
            f"{self._name}-shield",
            auto_renew="ENABLED" if self._plan.get("auto_renew", True) else "DISABLED",
            # AWS refuses to end it within the year, and that would stop every later destroy.
            skip_destroy=True,
            opts=self._child,
        )

    def _protection(self, key: str, opts: pulumi.ResourceOptions) -> "shield.Protection":
        name = f"{self._name}-{key}-protection"
        return shield.Protection(
            name, resource_arn=self._plan["resources"][key]["arn"], tags=self._tags(name), opts=opts
        )

    def _health_check(
        self, key: str, health_check_id: pulumi.Input[str], protection: "shield.Protection"
    ) -> "shield.ProtectionHealthCheckAssociation":
        return shield.ProtectionHealthCheckAssociation(
            f"{self._name}-{key}-protection-health",
            health_check_arn=pulumi.Output.concat("arn:aws:route53:::healthcheck/", health_check_id),
            shield_protection_id=protection.id,
            opts=self._child,
        )

    def _response_team(self, after: pulumi.ResourceOptions) -> None:
        name = f"{self._name}-shield-response-role"
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": "drt.shield.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
        role = iam.Role(
            name,
            description="AWS's Shield response team, during an attack",
            assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
            tags=self._tags(name),
            opts=self._child,
        )
        policy = iam.RolePolicyAttachment(
            f"{name}-policy", role=role.name, policy_arn=_ADMIT_RESPONSE_TEAM, opts=self._child
        )
        shield.DrtAccessRoleArnAssociation(
            f"{self._name}-shield-response-team",
            role_arn=role.arn,
            opts=pulumi.ResourceOptions.merge(after, pulumi.ResourceOptions(depends_on=[policy])),
        )

    def _contacts(self, opts: pulumi.ResourceOptions) -> None:
        contacts: list[shield.ProactiveEngagementEmergencyContactArgsDict] = []
        for contact in self._plan.get("contacts", ()):
            one: shield.ProactiveEngagementEmergencyContactArgsDict = {
                "email_address": contact["email"],
                "phone_number": contact["phone"],
            }
            if "notes" in contact:
                one["contact_notes"] = contact["notes"]
            contacts.append(one)
        shield.ProactiveEngagement(
            f"{self._name}-shield-contacts", enabled=True, emergency_contacts=contacts, opts=opts
        )


def _refuse(name: str, args: ShieldArgs) -> None:
    problems = []
    if not args["resources"]:
        problems.append("'resources' is empty: there is nothing to protect")
    if args.get("contacts") and not any("health_check_id" in one for one in args["resources"].values()):
        problems.append(
            "'contacts' need a resource with a 'health_check_id': AWS calls when a health check fails during "
            "an attack (https://docs.aws.amazon.com/waf/latest/developerguide/ddos-srt-proactive-engagement.html)"
        )
    if len(args.get("contacts", ())) > 10:  # noqa: PLR2004  # API_EnableProactiveEngagement
        problems.append(f"'contacts' holds {len(args['contacts'])}, and AWS takes 10")
    refuse_if_any(f"Shield '{name}'", problems)
