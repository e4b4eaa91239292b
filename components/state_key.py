"""The key of a state backend: one key, in every region from which the state may have to be read."""

import json
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import kms

from holdfast.components.encryption_key import alarms_publish_encrypted

# Bounds and default of AWS: https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
_PROTECTED_DELETION_DAYS = 30
_LIFTED_DELETION_DAYS = 7


class StateKeyArgs(TypedDict):
    """What the key of a state backend needs."""

    account_id: str
    """AWS account that owns the key, twelve digits."""
    home: str
    """Place of the primary key: the one in ``regions`` where the state is written."""
    regions: Mapping[str, str]
    """Place → AWS region of each copy of the key, home included."""
    for_alarms: NotRequired[bool]
    """Whether alarms publish to topics that it encrypts. Default: False."""
    protection: NotRequired[bool]
    """Keep the keys from deletion: Pulumi refuses to destroy them, and AWS would wait 30 days instead of 7.
    Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class StateKey(pulumi.ComponentResource):
    """A multi-Region KMS key, which encrypts a state backend and the secrets of its stacks.

    Declares: the primary key with yearly rotation, a replica in each further region, and in each region an
    alias of one and the same name. All have the same key id and material, so what one encrypted any other
    decrypts, without a call to the region where that was
    (https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html, 2026-11).

    Which of them is primary is a fact of AWS that an operator could change (UpdatePrimaryRegion): do not. The
    replica encrypts and decrypts without that, and the change would set this program at odds with AWS.

    Survives: the loss of any region, as long as one with a copy is left. Does not survive: the deletion of
    all copies. A replica cannot be made while the primary's region is down: it is there beforehand.
    """

    key_id: pulumi.Output[str]
    """Id of the key, ``mrk-…``, the same in every region."""
    key_arns: pulumi.Output[dict[str, str]]
    """Place → ARN of the key there."""

    def __init__(self, name: str, args: StateKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:StateKey", name, {**args}, opts)
        home, regions = args["home"], args["regions"]
        if home not in regions:
            raise ValueError(
                f"state key {name!r}: 'regions' must hold the home {home!r}, got {sorted(regions)}"
            )
        self._args = args
        self._protection = args.get("protection", True)
        primary = kms.Key(
            f"{home}-state-key",
            region=regions[home],
            multi_region=True,
            enable_key_rotation=True,
            **self._shared(home),
        )
        keys: dict[str, kms.Key | kms.ReplicaKey] = {home: primary}
        for place in sorted(set(regions) - {home}):
            keys[place] = kms.ReplicaKey(
                f"{place}-state-key",
                region=regions[place],
                primary_key_arn=primary.arn,
                **self._shared(place),
            )
        for place, key in sorted(keys.items()):
            kms.Alias(
                f"{place}-state-key-alias",
                # Fixed: whoever switches regions changes nothing but the region in the address of the key.
                name=alias(),
                region=regions[place],
                target_key_id=key.key_id,
                opts=pulumi.ResourceOptions(parent=self),
            )
        self._arns = {place: key.arn for place, key in keys.items()}
        self.key_id = primary.key_id
        self.key_arns = pulumi.Output.all(**self._arns)
        self.register_outputs(
            {"key_id": self.key_id, "key_arns": self.key_arns, "origin": dict(args.get("origin", {}))}
        )

    def key_arn(self, place: str) -> pulumi.Output[str]:
        """Return the ARN of one region's copy.

        Args:
            place: Its place.

        Raises:
            KeyError: There is no such copy.
        """
        return self._arns[place]

    def _shared(self, place: str) -> dict[str, Any]:
        """What a primary and a replica each have of their own: AWS copies none of it."""
        return {
            "description": "Pulumi's state and the secrets in it",
            "deletion_window_in_days": _PROTECTED_DELETION_DAYS
            if self._protection
            else _LIFTED_DELETION_DAYS,
            "policy": self._policy(place),
            "tags": {**self._args.get("tags", {}), "Name": f"{place}-state-key"},
            "opts": pulumi.ResourceOptions(parent=self, protect=self._protection),
        }

    def _policy(self, place: str) -> str:
        account_id = self._args["account_id"]
        # Without this statement IAM policies grant nothing on the key and nobody could ever change it again:
        # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
        statement = {
            "Sid": "AccountAdministersByIam",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
            "Action": "kms:*",
            "Resource": "*",
        }
        told = self._args.get("for_alarms", False)
        alarms = [alarms_publish_encrypted(self._args["regions"][place], account_id)] if told else []
        return json.dumps({"Version": "2012-10-17", "Statement": [statement, *alarms]})


def alias() -> str:
    """Name of the key's alias, the same in every region."""
    return f"alias/{pulumi.get_project()}-{pulumi.get_stack()}-state"
