"""What opens a cache: its token or password, the user of a user group, and the secret that holds it."""

from collections.abc import Sequence

import pulumi
import pulumi_random as random
from pulumi_aws import elasticache, secretsmanager

from holdfast.components.cache_scope import CacheScope
from holdfast.components.network_scope import once_ready
from holdfast.topology.values import CacheEngine

# 16 to 128 printable characters, of letters, digits and ! & # $ ^ < > - alone, at least three kinds of them
# (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html, 2026-11). Of the others only the hyphen:
# no URL and no shell has to escape it. 64 of them are more than 380 bits.
_TOKEN_LENGTH = 64
_TOKEN_SPECIAL = "-"  # noqa: S105  # a character, not a token
_PROTECTED_RECOVERY_DAYS = 30
TOKEN_USERNAME = "default"  # noqa: S105  # a name, no token
"""Whom clients of a token log in as: the engine's own user
(https://valkey.io/commands/auth/, "AUTH <password>" is of ``default``, 2026-11)."""
USER_NAME = "app"
"""Whom clients of a user group log in as."""
ACCESS_STRING = "on ~* &* +@all"
"""Every key, channel and command; ElastiCache itself keeps back what would break a managed cache
(https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/SupportedCommands.html, 2026-11)."""


def declare_token(scope: CacheScope, place: str) -> pulumi.Output[str]:
    """Declare the token or password of a cache, made anew with each ``token_version``.

    It is not protected: protection would refuse the replacement that a new version is.

    Args:
        scope: What all children have in common.
        place: Place that it is for, or ``global``.
    """
    token = random.RandomPassword(
        scope.noun(place, "token"),
        length=_TOKEN_LENGTH,
        min_lower=1,
        min_upper=1,
        min_numeric=1,
        override_special=_TOKEN_SPECIAL,
        keepers={"version": str(scope.token_version)},
        opts=scope.options(),
    )
    return pulumi.Output.secret(token.result)


def declare_cache_secret(
    scope: CacheScope, token: pulumi.Output[str], opened: Sequence[pulumi.Resource], *, username: str
) -> pulumi.Output[str]:
    """Declare the secret at home, its replica in every other member's region, and its content.

    The content names no host: that differs by region.

    Args:
        scope: What all children have in common.
        token: The token or password.
        opened: What it opens, which takes a new one first: should that fail, the secret still holds the one
            that works.
        username: Whom clients log in as.

    Returns:
        The secret's ARN at home, known to what uses it once the content is written.
    """
    home, name = scope.members[scope.home], scope.noun(scope.home, "secret")
    secret = secretsmanager.Secret(
        name,
        region=home["region"],
        description=f"Opens the cache {scope.cache}",
        kms_key_id=home["key_arn"],
        replicas=[
            {"region": member["region"], "kms_key_id": member["key_arn"]}
            for place, member in sorted(scope.members.items())
            if place != scope.home
        ],
        recovery_window_in_days=_PROTECTED_RECOVERY_DAYS if scope.protected else 0,
        tags=scope.tagged(name),
        opts=scope.options(protect=scope.protected),
    )
    content: pulumi.Output[str] = pulumi.Output.json_dumps({"username": username, "password": token})
    version = secretsmanager.SecretVersion(
        f"{name}-version",
        region=home["region"],
        secret_id=secret.arn,
        secret_string_wo=content,
        secret_string_wo_version=scope.token_version,
        opts=scope.options(opened),
    )
    return once_ready([secret.arn], [version]).apply(lambda arns: arns[0])


def declare_user_group(
    scope: CacheScope, place: str, password: pulumi.Output[str], access_string: str
) -> "tuple[elasticache.UserGroup, elasticache.User]":
    """Declare a user group with the user that services log in as.

    Redis wants a user called ``default`` in every group, here one that may do nothing; Valkey wants users who
    log in and no other
    (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html, 2026-11).

    Args:
        scope: What all children have in common.
        place: Place of the member.
        password: The user's password.
        access_string: What the user may do.

    Returns:
        The group, and the services' user.
    """
    name, region = scope.noun(place, "users"), scope.members[place]["region"]
    engine = str(scope.software["engine"])
    user = elasticache.User(
        scope.noun(place, "user"),
        region=region,
        user_id=_identifier(scope, place, "user"),
        user_name=USER_NAME,
        engine=engine,
        access_string=access_string,
        passwords_wo=password,
        passwords_wo_version=scope.token_version,
        tags=scope.tagged(scope.noun(place, "user")),
        opts=scope.options(),
    )
    users = [user]
    if scope.software["engine"] == CacheEngine.REDIS:
        users.append(
            elasticache.User(
                scope.noun(place, "nobody"),
                region=region,
                user_id=_identifier(scope, place, "nobody"),
                user_name="default",
                engine=engine,
                access_string="off ~* -@all",
                no_password_required=True,
                tags=scope.tagged(scope.noun(place, "nobody")),
                opts=scope.options(),
            )
        )
    group = elasticache.UserGroup(
        name,
        region=region,
        user_group_id=_identifier(scope, place, "users"),
        engine=engine,
        user_ids=[one.user_id for one in users],
        tags=scope.tagged(name),
        opts=scope.options(),
    )
    return group, user


def _identifier(scope: CacheScope, place: str, noun: str) -> pulumi.Output[str]:
    """Name what AWS wants a name for; another engine gives another, so that the new comes before the old."""
    return random.RandomId(
        f"{scope.noun(place, noun)}-id",
        prefix=f"{place}-{scope.cache}-{noun}-",
        byte_length=4,
        keepers={"engine": str(scope.software["engine"])},
        opts=scope.options(),
    ).hex
