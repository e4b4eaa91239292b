"""What deploying needs before anything is deployed: a state backend, and roles for pipelines."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import iam

from holdfast.components.deployment_role import AUDIENCE, DeploymentRole, DeploymentRoleArgs
from holdfast.components.replicated_bucket_args import ObjectLockArgs
from holdfast.components.state_bucket import StateBucket, StateBucketArgs


class PipelineArgs(TypedDict):
    """Who may deploy, by one role."""

    issuer: str
    """Who signs its tokens, for example ``https://token.actions.githubusercontent.com``."""
    subjects: Sequence[str]
    """The whole ``sub`` of each token that is let in, without wildcards: one or more."""
    provider_arn: NotRequired[str]
    """ARN of the issuer's OpenID Connect provider, where the account has it. Default: made here, once."""
    policy_arns: NotRequired[Sequence[str]]
    """Managed policies by which it may make what its stacks declare. Default: none."""
    stacks: NotRequired[Sequence[str]]
    """Stacks, as ``<project>-<stack>``, whose IAM roles it may make, change and pass. Default: none."""
    permissions_boundary_arn: NotRequired[str]
    """Policy that bounds the role. Default: none."""


class DeploymentFoundationArgs(TypedDict):
    """What deploying needs."""

    account_id: str
    """AWS account, twelve digits."""
    home: str
    """Place where the state is written, one of ``regions``."""
    regions: Mapping[str, str]
    """Place → AWS region of each bucket, home included: two or more, none of them one of the API's."""
    noncurrent_days: NotRequired[int]
    """Days for which a former state is kept. Default: 365."""
    object_lock: NotRequired[ObjectLockArgs]
    """A lock on each version of the state. Default: none."""
    emails: NotRequired[Sequence[str]]
    """Whom alarms tell of copies of the state that are late or failed; each must confirm. Default: nobody,
    no alarms."""
    pipelines: NotRequired[Mapping[str, PipelineArgs]]
    """Name → who may deploy, each by a role of its own. Default: none, people deploy."""
    protection: NotRequired[bool]
    """Whether buckets, keys and issuers' providers refuse to be deleted. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class DeploymentState(TypedDict):
    """Where the state lies and how to reach it."""

    login: pulumi.Output[str]
    """What ``pulumi login`` takes."""
    login_to_copy: pulumi.Output[dict[str, str]]
    """Place of a copy → what ``pulumi login`` takes to read it."""
    login_when_lost: pulumi.Output[dict[str, str]]
    """Place of a copy → what ``pulumi login`` takes once the home's region is lost."""
    secrets_providers: pulumi.Output[dict[str, str]]
    """Place → secrets provider of the stacks, by the key of that region."""
    buckets: pulumi.Output[dict[str, str]]
    """Place → name of its bucket."""
    key_arns: pulumi.Output[dict[str, str]]
    """Place → ARN of its key."""


class DeploymentFoundation(pulumi.ComponentResource):
    """A state backend outside of the API's regions, and a role for each pipeline that uses it.

    Declares: the state's buckets and key, an OpenID Connect provider per issuer that the account has not, and
    a role per pipeline.
    Survives: the loss of any region: the state goes on in a copy, its secrets are decrypted there, and roles
    are IAM's. Does not survive: the loss of the account.
    """

    state: pulumi.Output[DeploymentState]
    """Where the state lies and how to reach it."""
    role_arns: pulumi.Output[dict[str, str]]
    """Name of each pipeline → ARN of its role."""

    def __init__(
        self, name: str, args: DeploymentFoundationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:DeploymentFoundation", name, {**args}, opts)
        self._args, self._child = args, pulumi.ResourceOptions(parent=self)
        backend = self._backend(name)
        providers = self._issuers(name)
        roles = {
            key: self._role(f"{name}-{key}", pipeline, backend, providers)
            for key, pipeline in sorted(args.get("pipelines", {}).items())
        }
        state: Any = pulumi.Output.all(
            login=backend.login,
            login_to_copy=backend.login_to_copy,
            login_when_lost=backend.login_when_lost,
            secrets_providers=backend.secrets_providers,
            buckets=backend.buckets,
            key_arns=backend.key_arns,
        )
        self.state = state
        self.role_arns = pulumi.Output.all(**{key: role.role_arn for key, role in roles.items()})
        self.register_outputs(
            {"state": self.state, "role_arns": self.role_arns, "origin": dict(args.get("origin", {}))}
        )

    def _backend(self, name: str) -> StateBucket:
        args = self._args
        wanted: StateBucketArgs = {
            "account_id": args["account_id"],
            "home": args["home"],
            "regions": args["regions"],
            "emails": args.get("emails", ()),
            "protection": args.get("protection", True),
            "tags": args.get("tags", {}),
        }
        if "noncurrent_days" in args:
            wanted["noncurrent_days"] = args["noncurrent_days"]
        if "object_lock" in args:
            wanted["object_lock"] = args["object_lock"]
        return StateBucket(f"{name}-state", wanted, self._child)

    def _issuers(self, name: str) -> dict[str, pulumi.Output[str]]:
        """Issuer → its provider in this account, made where no pipeline names one: an account takes one."""
        wanted = {
            pipeline["issuer"]
            for pipeline in self._args.get("pipelines", {}).values()
            if "provider_arn" not in pipeline
        }
        return {
            issuer: iam.OpenIdConnectProvider(
                f"{name}-{issuer.removeprefix('https://')}",
                url=issuer,
                client_id_lists=[AUDIENCE],
                tags=self._args.get("tags"),
                opts=pulumi.ResourceOptions(parent=self, protect=self._args.get("protection", True)),
            ).arn
            for issuer in sorted(wanted)
        }

    def _role(
        self,
        name: str,
        pipeline: PipelineArgs,
        backend: StateBucket,
        providers: Mapping[str, pulumi.Output[str]],
    ) -> DeploymentRole:
        given = pipeline.get("provider_arn")
        args: DeploymentRoleArgs = {
            "account_id": self._args["account_id"],
            "issuer": pipeline["issuer"],
            "provider_arn": providers[pipeline["issuer"]] if given is None else given,
            "subjects": pipeline["subjects"],
            "state": {
                "home": self._args["home"],
                "bucket_arns": {place: backend.bucket_arn(place) for place in self._args["regions"]},
                "key_arns": {place: backend.key_arn(place) for place in self._args["regions"]},
            },
            "policy_arns": pipeline.get("policy_arns", ()),
            "stacks": pipeline.get("stacks", ()),
            "tags": self._args.get("tags", {}),
        }
        if "permissions_boundary_arn" in pipeline:
            args["permissions_boundary_arn"] = pipeline["permissions_boundary_arn"]
        return DeploymentRole(name, args, self._child)
