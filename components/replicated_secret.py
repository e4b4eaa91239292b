"""A secret of one region with a replica in each of the others."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_random as random
from pulumi_aws import secretsmanager

from holdfast.components.database_credentials import secret_in
from holdfast.components.network_scope import once_ready
from holdfast.components.refusals import refuse_if_any
from holdfast.topology.values import SecretSource

# Bounds and default: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
_PROTECTED_RECOVERY_DAYS = 30
_LENGTH = 40
_SHORTEST = 16


class SecretMemberArgs(TypedDict):
    """One region that holds the secret."""

    region: str
    """AWS region of the secret or its replica."""
    key_arn: pulumi.Input[str]
    """ARN of that region's customer key, which encrypts it there."""


class ReplicatedSecretArgs(TypedDict):
    """What a secret in several regions needs."""

    key: str
    """Key of the secret, part of every child's name."""
    name: str
    """Its name in AWS, the same in every region; not one that ends in a hyphen and six characters."""
    home: str
    """Place in which it is made and written."""
    members: Mapping[str, SecretMemberArgs]
    """Place → what it needs."""
    source: SecretSource
    """``generated`` at random, ``config`` for the value given here, ``people`` who write it themselves."""
    value: NotRequired[pulumi.Input[str]]
    """The value, of source ``config`` alone; treated as a secret, whatever it was. Default: none."""
    length: NotRequired[int]
    """Characters of a generated value, 16 or more, letters and digits. Default: 40, which are 238 bits."""
    version: NotRequired[int]
    """Raise it to write the value anew. Default: 1."""
    promoted: NotRequired[Sequence[str]]
    """Places whose replica was promoted to a secret of its own: while there is one, an update changes no
    replicas. Default: none."""
    protection: NotRequired[bool]
    """Whether the secret is protected and AWS keeps it for 30 days after a deletion; False has it deleted at
    once. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class ReplicatedSecret(pulumi.ComponentResource):
    """A secret of AWS Secrets Manager that every region has under the same name.

    Declares: the secret at home with a replica in each other region, each encrypted with its region's key;
    unless people write it, its value, which is written when its version changes and at no other time: it lies
    in no preview, is never read back, and a generated one is a secret in the stack's state.

    Its name is fixed, so that services and people know it and its ARN in each region, which is the same but
    for the region (https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html,
    2026-11). A deleted name is free again after the recovery window.

    Survives: the loss of any other region: each reads its own replica. What home had just been told may not
    have arrived: AWS publishes no time.
    Does not survive: a wrong value, which is copied at once; Secrets Manager keeps the former version, to
    which people can move ``AWSCURRENT`` back. While home is lost, no replica can be written: promote one
    (``aws secretsmanager stop-replication-to-replica``), say so in ``promoted``, and write to that one.
    """

    secret_arns: pulumi.Output[dict[str, str]]
    """Place → ARN of the secret there, known once its value is written."""

    def __init__(
        self, name: str, args: ReplicatedSecretArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        inputs = {**args}
        if "value" in args:
            inputs["value"] = pulumi.Output.secret(args["value"])
        super().__init__("holdfast:index:ReplicatedSecret", name, inputs, opts)
        _refuse(name, args)
        self._args, self._child = args, pulumi.ResourceOptions(parent=self)
        secret = self._secret()
        written = self._written(secret)
        arn = secret.arn if written is None else once_ready([secret.arn], [written]).apply(lambda it: it[0])
        self._arns = {
            place: secret_in(member["region"], arn) for place, member in sorted(args["members"].items())
        }
        self.secret_arns = pulumi.Output.all(**self._arns)
        self.register_outputs({"secret_arns": self.secret_arns, "origin": dict(args.get("origin", {}))})

    def secret_arn(self, place: str) -> pulumi.Output[str]:
        """Return the whole ARN of the secret in a place, for what comes after its value is written.

        Args:
            place: One of the members.
        """
        return self._arns[place]

    def _secret(self) -> "secretsmanager.Secret":
        args = self._args
        name, home = f"{args['home']}-{args['key']}-secret", args["members"][args["home"]]
        protected = args.get("protection", True)
        return secretsmanager.Secret(
            name,
            region=home["region"],
            name=args["name"],
            kms_key_id=home["key_arn"],
            replicas=[
                {"region": member["region"], "kms_key_id": member["key_arn"]}
                for place, member in sorted(args["members"].items())
                if place != args["home"]
            ],
            # A promoted replica has the secret's name: to overwrite it would lose what was written there.
            force_overwrite_replica_secret=False,
            recovery_window_in_days=_PROTECTED_RECOVERY_DAYS if protected else 0,
            tags={**args.get("tags", {}), "Name": name},
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=protected,
                # AWS lists a promoted replica no more, and an update would try to make it again.
                ignore_changes=["replicas"] if args.get("promoted") else None,
            ),
        )

    def _written(self, secret: "secretsmanager.Secret") -> "secretsmanager.SecretVersion | None":
        value = self._value()
        if value is None:
            return None
        args = self._args
        return secretsmanager.SecretVersion(
            f"{args['home']}-{args['key']}-secret-version",
            region=args["members"][args["home"]]["region"],
            secret_id=secret.arn,
            secret_string_wo=value,
            secret_string_wo_version=int(args.get("version", 1)),
            opts=self._child,
        )

    def _value(self) -> pulumi.Output[str] | None:
        args = self._args
        if args["source"] == SecretSource.PEOPLE:
            return None
        if args["source"] == SecretSource.CONFIG:
            return pulumi.Output.secret(args["value"])
        # Not protected: a new version replaces it. Nor need it be, since the secret is not written for it.
        password = random.RandomPassword(
            f"global-{args['key']}-secret-value",
            length=int(args.get("length", _LENGTH)),
            special=False,
            keepers={"version": str(int(args.get("version", 1)))},
            opts=self._child,
        )
        return pulumi.Output.secret(password.result)


def _refuse(name: str, args: ReplicatedSecretArgs) -> None:
    found, members = [], ", ".join(sorted(args["members"]))
    if args["home"] not in args["members"]:
        found.append(f"'home' must be one of the members {members}, got {args['home']!r}")
    if args["source"] not in list(SecretSource):
        found.append(f"'source' must be one of {', '.join(SecretSource)}, got {args['source']!r}")
    elif (args["source"] == SecretSource.CONFIG) != ("value" in args):
        found.append("'value' goes with the source 'config', which needs it, and with no other")
    if int(args.get("length", _LENGTH)) < _SHORTEST:
        found.append(f"'length' must be {_SHORTEST} or more, got {int(args['length'])}")
    if len(args["name"]) > len("-secret") and args["name"][-7] == "-" and args["name"][-6:].isalnum():
        found.append(
            f"'name' must not end in a hyphen and six characters, as AWS's own names do: {args['name']!r}"
        )
    without = set(args.get("promoted", ())) - (args["members"].keys() - {args["home"]})
    found.extend(f"'promoted' names {place!r}, where there is no replica" for place in sorted(without))
    refuse_if_any(f"replicated secret {name!r}", found)
