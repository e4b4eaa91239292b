"""The secret with the master user of an Aurora database."""

import pulumi
from pulumi_aws import rds

from holdfast.components import database_credentials
from holdfast.components.aurora_scope import AuroraScope
from holdfast.components.database_credentials import declare_password, secret_in

__all__ = ["declare_password", "declare_secret", "secret_in"]


def declare_secret(
    scope: AuroraScope, password: pulumi.Output[str], home_cluster: "rds.Cluster"
) -> pulumi.Output[str]:
    """Declare the secret at home and its replica in every other member's region.

    Args:
        scope: What all children have in common.
        password: The master user's password.
        home_cluster: The home's cluster.

    Returns:
        The secret's ARN at home, known to what uses it once the content is written.
    """
    args = scope.args
    return database_credentials.declare_secret(
        scope,
        home_cluster,
        home=args["home"],
        members={
            place: {"region": member["region"], "key_arn": member["key_arn"]}
            for place, member in args["members"].items()
        },
        title=args["identifier"],
        content={
            "engine": args["engine"],
            "username": args["master_username"],
            "password": password,
            "dbname": args["database"],
            "port": int(args["port"]),
        },
    )
