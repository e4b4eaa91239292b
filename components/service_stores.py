"""What a service needs to use its stores: made for one, joined for several, and what is wrong with it."""

import re
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pulumi

from holdfast.components.service_args import ServiceStore, StoreStatement
from holdfast.components.service_environment import GIVEN, is_variable_name
from holdfast.topology.values import ServicePlan

# No streams, and nothing that changes the table itself:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html, 2026-11
_TABLE_ACTIONS = (
    "dynamodb:BatchGetItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:DescribeTable",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "dynamodb:UpdateItem",
)
# What DynamoDB needs of the principal on whose behalf it uses a customer key, without kms:CreateGrant, which
# only the table's creator needs ("Key policy for a customer managed key" and "CreateGrant" in
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html, 2026-11). So
# does the CDK's Table.grantReadWriteData (packages/@aws-cdk/aws-dynamodb/lib/perms.ts of aws/aws-cdk).
_KEY_ACTIONS = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey*",
    "kms:ReEncrypt*",
)
# The same page wants the asterisk: for global tables DynamoDB calls across regions. The key stays the one.
_THROUGH_DYNAMODB = {"StringLike": {"kms:ViaService": "dynamodb.*.amazonaws.com"}}

_KEY = re.compile(r"[a-z][a-z0-9-]*")
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html, 2026-11
_SID = re.compile(r"[A-Za-z0-9]+")
_TABLE_REGION = re.compile(r"(?<=:dynamodb:)[^:]+")
_NEEDED, _BY_CHOICE = {"Effect", "Action", "Resource"}, {"Condition", "Sid"}
_HIGHEST_PORT = 65_535


def database_access(
    key: str,
    *,
    region: str,
    endpoint: pulumi.Input[str],
    reader_endpoint: pulumi.Input[str],
    port: int,
    database: str,
    secret_arn: pulumi.Input[str],
    key_arn: pulumi.Input[str] | None,
    security_group_id: pulumi.Input[str],
) -> ServiceStore:
    """What a service needs to use a database in its region.

    The environment names where the database is and which secret opens it: ``STORE_<KEY>_ENDPOINT``,
    ``_READER_ENDPOINT``, ``_PORT``, ``_DATABASE`` and ``_SECRET_ARN``. All are the region's own, so that
    nothing changes with the writer; a global endpoint would lead into another region's VPC. The service reads
    the secret itself, whenever it connects.

    Args:
        key: Key of the store.
        region: AWS region of the service and of all that is named here.
        endpoint: Host name of the region's cluster.
        reader_endpoint: Host name of the region's readers.
        port: TCP port.
        database: Name of the database.
        secret_arn: Secrets Manager secret with user name and password, in the region.
        key_arn: Customer key that encrypts the secret, None for AWS's own.
        security_group_id: Security group of the database.
    """
    told: dict[str, pulumi.Input[str]] = {
        "ENDPOINT": endpoint,
        "READER_ENDPOINT": reader_endpoint,
        "PORT": str(int(port)),
        "DATABASE": database,
        "SECRET_ARN": secret_arn,
    }
    return ServiceStore(
        environment=_prefixed(key, told),
        statements=_secret_statements(region, secret_arn, key_arn),
        security_group_id=security_group_id,
        port=int(port),
    )


def cache_access(
    key: str,
    *,
    region: str,
    endpoint: pulumi.Input[str],
    reader_endpoint: pulumi.Input[str],
    port: int,
    secret_arn: pulumi.Input[str],
    key_arn: pulumi.Input[str] | None,
    security_group_id: pulumi.Input[str],
    kind: str = "CACHE",
) -> ServiceStore:
    """What a service needs to use a cache in its region.

    The environment names where the cache is and which secret opens it: ``CACHE_<KEY>_ENDPOINT``,
    ``_READER_ENDPOINT``, ``_PORT`` and ``_SECRET_ARN``. The service connects with TLS, reads the secret
    itself, whenever it connects, and does without the cache where there is none.

    Args:
        key: Key of the cache.
        region: AWS region of the service and of all that is named here.
        endpoint: Host name for writes, in cluster mode for everything.
        reader_endpoint: Host name for reads.
        port: TCP port.
        secret_arn: Secrets Manager secret with user name and password, in the region.
        key_arn: Customer key that encrypts the secret, None for AWS's own.
        security_group_id: Security group of the cache.
        kind: How the variables begin: ``CACHE``, or ``STORE`` of one that counts as a store.
    """
    told: dict[str, pulumi.Input[str]] = {
        "ENDPOINT": endpoint,
        "READER_ENDPOINT": reader_endpoint,
        "PORT": str(int(port)),
        "SECRET_ARN": secret_arn,
    }
    return ServiceStore(
        environment=_prefixed(key, told, kind=kind),
        statements=_secret_statements(region, secret_arn, key_arn),
        security_group_id=security_group_id,
        port=int(port),
    )


def table_access(
    key: str,
    *,
    region: str,
    table_name: pulumi.Input[str],
    table_arn: pulumi.Input[str],
    key_arn: pulumi.Input[str] | None,
) -> ServiceStore:
    """What a service needs to read and write a DynamoDB table in its region: ``STORE_<KEY>_TABLE`` names it.

    Args:
        key: Key of the store.
        region: AWS region of the service, the only one in which it may use the table.
        table_name: Name of the table, the same in every region.
        table_arn: ARN of the table in any of its regions.
        key_arn: Customer key that encrypts the region's replica, None for AWS's own.
    """
    own = pulumi.Output.from_input(table_arn).apply(lambda arn: _TABLE_REGION.sub(region, arn, count=1))
    statements = [_allow(_TABLE_ACTIONS, [own, pulumi.Output.concat(own, "/index/*")])]
    if key_arn is not None:
        statements.append(_allow(_KEY_ACTIONS, [key_arn], _THROUGH_DYNAMODB))
    return ServiceStore(environment=_prefixed(key, {"TABLE": table_name}), statements=statements)


def dsql_access(
    key: str,
    *,
    endpoint: pulumi.Input[str],
    identifier: pulumi.Input[str],
    cluster_arn: pulumi.Input[str],
    as_admin: bool,
) -> ServiceStore:
    """What a service needs to use a DSQL database through the cluster of its region.

    The environment names the cluster: ``STORE_<KEY>_ENDPOINT``, its host name, and ``_CLUSTER_ID``. There is
    no password: the service makes a token of IAM whenever it connects, and logs in as a database role that is
    granted to its IAM role
    (https://docs.aws.amazon.com/aurora-dsql/latest/userguide/authentication-authorization.html, 2026-11).

    Args:
        key: Key of the store.
        endpoint: Host name of the region's cluster.
        identifier: The cluster's identifier.
        cluster_arn: The cluster's ARN, the only one with which the service may connect.
        as_admin: Whether it may also connect as ``admin``.
    """
    actions = ("dsql:DbConnect", "dsql:DbConnectAdmin") if as_admin else ("dsql:DbConnect",)
    return ServiceStore(
        environment=_prefixed(key, {"ENDPOINT": endpoint, "CLUSTER_ID": identifier}),
        statements=[_allow(actions, [cluster_arn])],
    )


def key_access(key: str, *, key_arn: pulumi.Input[str]) -> ServiceStore:
    """What a service needs to encrypt and decrypt with a KMS key: ``KEY_<KEY>_ARN`` names its region's own.

    Args:
        key: Key of the key in the settings.
        key_arn: ARN of the KMS key in the service's region.
    """
    return ServiceStore(
        environment=_prefixed(key, {"ARN": key_arn}, kind="KEY"),
        statements=[_allow(_KEY_ACTIONS, [key_arn])],
    )


def together(
    stores: Mapping[str, ServiceStore],
    caches: Mapping[str, ServiceStore],
    keys: Mapping[str, ServiceStore] = MappingProxyType({}),
) -> dict[str, ServiceStore]:
    """Join stores, caches and KMS keys of a region.

    A cache's key begins with ``cache-``, a KMS key's with ``key-``, so that each kind may have one key.

    Args:
        stores: Key of the store → what the service needs to use it.
        caches: Key of the cache → what the service needs to use it.
        keys: Key of the KMS key → what the service needs to use it. Default: none.
    """
    return {
        **stores,
        **{f"cache-{key}": cache for key, cache in caches.items()},
        **{f"key-{key}": one for key, one in keys.items()},
    }


def used_by(service: ServicePlan) -> set[str]:
    """Keys of the stores, caches and KMS keys that a service uses, as ``together`` has them.

    Args:
        service: The service.
    """
    return {
        *service.stores,
        *(f"cache-{key}" for key in service.caches),
        *(f"key-{key}" for key in service.keys),
    }


def environment(stores: Mapping[str, ServiceStore]) -> dict[str, pulumi.Input[str]]:
    """All environment variables of several stores.

    Args:
        stores: Key of the store → what the service needs to use it.
    """
    return {
        name: value for _, store in sorted(stores.items()) for name, value in store["environment"].items()
    }


def statements(stores: Mapping[str, ServiceStore]) -> list[StoreStatement]:
    """All IAM statements of several stores, each with its ``Sid``.

    Args:
        stores: Key of the store → what the service needs to use it.
    """
    return [
        {"Sid": f"Store{_camel(key)}{number}", **statement}
        for key, store in sorted(stores.items())
        for number, statement in enumerate(store["statements"], 1)
    ]


def store_problems(
    stores: Mapping[str, ServiceStore], *, environment: Collection[str], secrets: Collection[str]
) -> Iterator[str]:
    """What AWS or reason refuses in a service's stores, each in a person's words.

    Args:
        stores: Key of the store → what the service needs to use it.
        environment: Names of the service's own environment variables in the open.
        secrets: Names of those that hold its secrets.
    """
    names = dict.fromkeys(GIVEN, "every service")
    names |= dict.fromkeys(environment, "'workload.environment'")
    names |= dict.fromkeys(secrets, "'workload.secrets'")
    doors: dict[tuple[str | int, int], str] = {}
    for key, store in sorted(stores.items()):
        path = f"stores.{key}"
        if not _KEY.fullmatch(key):
            yield f"'{path}': a store's key must be lower-case letters, digits and hyphens, a letter first"
        for name in sorted(store["environment"]):
            yield from _name_problems(f"{path}.environment", name, names)
            names.setdefault(name, f"'{path}'")
        for number, statement in enumerate(store["statements"], 1):
            yield from _statement_problems(f"{path}.statements: statement {number}", statement)
        yield from _door_problems(path, store, doors)


def _name_problems(path: str, name: str, names: Mapping[str, str]) -> Iterator[str]:
    if not is_variable_name(name):
        yield f"'{path}': {name!r} is no name for an environment variable"
    elif name in names:
        yield f"'{path}': {names[name]} sets {name!r} already"
    elif name.startswith("AWS_"):
        yield f"'{path}': {name!r} would turn every AWS client of the service: names with AWS_ are reserved"


def _statement_problems(path: str, statement: Mapping[str, Any]) -> Iterator[str]:
    if missing := sorted(_NEEDED - statement.keys()):
        yield f"'{path}' lacks {', '.join(missing)}"
    if unknown := sorted(statement.keys() - _NEEDED - _BY_CHOICE):
        allowed = ", ".join(sorted(_NEEDED | _BY_CHOICE))
        yield f"'{path}' has {', '.join(unknown)}; it takes {allowed}"
    sid = statement.get("Sid", "A")
    if not isinstance(sid, str) or not _SID.fullmatch(sid):
        yield f"'{path}': 'Sid' must be letters and digits, got {sid!r}"


def _door_problems(path: str, store: ServiceStore, doors: dict[tuple[str | int, int], str]) -> Iterator[str]:
    group, port = store.get("security_group_id"), store.get("port")
    if (group is None) != (port is None):
        yield f"'{path}': 'security_group_id' and 'port' go together: give both or none"
    if port is not None and not 1 <= int(port) <= _HIGHEST_PORT:
        yield f"'{path}.port' must be 1 to 65535, got {port}"
    if group is None or port is None:
        return
    # An output is known only later, but the same output is the same group. AWS takes no rule twice.
    door = (group if isinstance(group, str) else id(group), int(port))
    if door in doors:
        yield f"'{path}' and '{doors[door]}' share a security group and a port: give each a group of its own"
    doors.setdefault(door, path)


def _secret_statements(
    region: str, secret_arn: pulumi.Input[str], key_arn: pulumi.Input[str] | None
) -> list[StoreStatement]:
    statements = [_allow(("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"), [secret_arn])]
    if key_arn is not None:
        # https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html, 2026-11
        through = {"StringEquals": {"kms:ViaService": f"secretsmanager.{region}.amazonaws.com"}}
        statements.append(_allow(("kms:Decrypt",), [key_arn], through))
    return statements


def _prefixed(
    key: str, told: Mapping[str, pulumi.Input[str]], *, kind: str = "STORE"
) -> dict[str, pulumi.Input[str]]:
    prefix = f"{kind}_{key.upper().replace('-', '_')}"
    return {f"{prefix}_{name}": value for name, value in told.items()}


def _camel(key: str) -> str:
    return "".join(part.capitalize() for part in key.split("-"))


def _allow(
    actions: tuple[str, ...],
    resources: list[pulumi.Input[str]],
    condition: Mapping[str, Mapping[str, str]] | None = None,
) -> StoreStatement:
    statement: StoreStatement = {"Effect": "Allow", "Action": list(actions), "Resource": resources}
    return statement if condition is None else {**statement, "Condition": condition}
