"""The master user's password of a database, and the secret that holds it in every region."""

import pulumi
import pulumi_random as random
from pulumi_aws import secretsmanager

from holdfast.components.database_scope import DatabaseScope
from holdfast.components.network_scope import once_ready

# 8 to 41 characters, not / " or @ (MasterUserPassword in
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html, 2026-11). Of the others
# only those that no URL and no shell has to escape: 40 of them are 240 bits.
_PASSWORD_LENGTH = 40
_PASSWORD_SPECIAL = "-_"  # noqa: S105  # characters, not a password
# Bounds and default: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
_PROTECTED_RECOVERY_DAYS = 30


def declare_password(scope: DatabaseScope) -> pulumi.Output[str]:
    """Declare the password, made anew with each ``password_version``.

    It is not protected: protection would refuse the replacement that a new version is. Nor need it be:
    database and secret are written when the version changes and at no other time, so a password lost from the
    state changes neither.
    """
    password = random.RandomPassword(
        scope.noun("global", "password"),
        length=_PASSWORD_LENGTH,
        override_special=_PASSWORD_SPECIAL,
        keepers={"version": str(scope.password_version)},
        opts=scope.options(),
    )
    return pulumi.Output.secret(password.result)


def declare_secret(
    scope: DatabaseScope, password: pulumi.Output[str] | None, writer: pulumi.Resource, *, title: str
) -> pulumi.Output[str]:
    """Declare the secret at home, its replica in every other member's region, and its content.

    The content names no host: that differs by region.

    Args:
        scope: What all children have in common.
        password: The master user's password; None of a database that has a secret already.
        writer: What takes the password first. Should it refuse a new one (while it is no writer), the secret
            still holds the one that works; should the update stop between the two, the next one writes the
            secret.
        title: What the secret's description calls the database.

    Returns:
        The secret's ARN at home, known to what uses it once the content is written.
    """
    args = scope.args
    if password is None:
        return pulumi.Output.from_input(args["secret_arn"])
    home, members = args["home"], scope.members
    name = scope.noun(home, "secret")
    secret = secretsmanager.Secret(
        name,
        region=members[home]["region"],
        description=f"Master user of the database {title}",
        kms_key_id=members[home]["key_arn"],
        replicas=[
            {"region": member["region"], "kms_key_id": member["key_arn"]}
            for place, member in sorted(members.items())
            if place != home
        ],
        recovery_window_in_days=_PROTECTED_RECOVERY_DAYS if scope.protected else 0,
        tags=scope.tagged(name),
        opts=scope.options(protect=scope.protected),
    )
    version = secretsmanager.SecretVersion(
        f"{name}-version",
        region=members[home]["region"],
        secret_id=secret.arn,
        secret_string_wo=pulumi.Output.json_dumps(
            {
                "engine": args["engine"],
                "username": args["master_username"],
                "password": password,
                "dbname": args["database"],
                "port": int(args["port"]),
            }
        ),
        secret_string_wo_version=scope.password_version,
        opts=scope.options([writer]),
    )
    # The secret's own ARN: the version's would be unknown in a preview whenever the password changes.
    return once_ready([secret.arn], [version]).apply(lambda arns: arns[0])


def secret_in(region: str, secret_arn: pulumi.Output[str]) -> pulumi.Output[str]:
    """Give the ARN of a secret's replica in another region: the same but for the region.

    Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html (2026-11).
    """
    return secret_arn.apply(lambda arn: ":".join((*arn.split(":")[:3], region, *arn.split(":")[4:])))
