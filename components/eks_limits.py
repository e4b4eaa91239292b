"""What AWS or reason refuses in an EKS cluster's arguments, in a person's words."""

import re
from collections.abc import Iterator, Sequence
from ipaddress import AddressValueError, IPv4Network, NetmaskValueError

from holdfast.components.eks_args import (
    ADDONS_BY_CHOICE,
    DEFAULT_SERVICE_CIDR,
    LOG_TYPES,
    NEEDED_ADDONS,
    EksClusterArgs,
)
from holdfast.topology.values import (
    LOG_RETENTION_DAYS,
    Architecture,
    EksAccessLevel,
    EksSupport,
    NodeOs,
)

# https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html (name,
# serviceIpv4Cidr), https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html (2026-11).
LONGEST_CLUSTER_NAME = 100
_CLUSTER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_VERSION = re.compile(r"1\.\d{2}")
_KEY = re.compile(r"[a-z][a-z0-9-]*")
_ZONE_KEY = re.compile(r"[a-z0-9]+")
_PRINCIPAL = re.compile(r"arn:aws:iam::\d{12}:(role|user)/[\w+=,.@/-]+")
_ADDON_VERSION = re.compile(r"v\d+\.\d+\.\d+-eksbuild\.\d+")
_LEAST_ZONES, _MOST_ZONES = 2, 6
_SMALLEST_VOLUME, _LARGEST_VOLUME = 20, 16_384
_WIDEST_SERVICES, _NARROWEST_SERVICES = 12, 24
_HIGHEST_PORT = 65_535


def refuse(name: str, cluster: str, args: EksClusterArgs) -> None:
    """Refuse arguments that cannot be declared.

    Args:
        name: Name of the component, for the message.
        cluster: Name that the cluster would have in AWS.
        args: The arguments.

    Raises:
        ValueError: With every problem at once.
    """
    problems = [
        *_name_problems(cluster, args),
        *_zone_problems(args),
        *_node_problems(args),
        *_access_problems(args),
        *_network_problems(args),
        *_choice_problems(args),
    ]
    if problems:
        raise ValueError(f"EKS cluster {name!r}: " + "; ".join(problems))


def _name_problems(cluster: str, args: EksClusterArgs) -> Iterator[str]:
    if len(cluster) > LONGEST_CLUSTER_NAME or not _CLUSTER_NAME.fullmatch(cluster):
        yield (
            f"the cluster's name, of project, stack and component, must be 1 to {LONGEST_CLUSTER_NAME}"
            f" letters, digits, hyphens and underscores, got {cluster!r}"
        )
    if not _VERSION.fullmatch(args["version"]):
        yield f"'version' must be a Kubernetes version such as 1.35, got {args['version']!r}"


def _zone_problems(args: EksClusterArgs) -> Iterator[str]:
    zones = args["network"]["subnet_ids"]
    if not _LEAST_ZONES <= len(zones) <= _MOST_ZONES:
        yield f"'network.subnet_ids' must be {_LEAST_ZONES} to {_MOST_ZONES} zones, got {len(zones)}"
    for key in sorted(zones):
        if not _ZONE_KEY.fullmatch(key):
            yield f"'network.subnet_ids': a zone's key is lower-case letters and digits, got {key!r}"


def _node_problems(args: EksClusterArgs) -> Iterator[str]:
    nodes = args["nodes"]
    least, most, spot = int(nodes["minimum"]), int(nodes["maximum"]), int(nodes.get("spot_maximum", 0))
    if not nodes["types"] or len(set(nodes["types"])) != len(nodes["types"]):
        yield f"'nodes.types' must name each instance type once, got {list(nodes['types'])}"
    if nodes["architecture"] not in {*Architecture}:
        yield f"'nodes.architecture' must be one of {_listed(Architecture)}, got {nodes['architecture']!r}"
    if least < 1:
        yield f"'nodes.minimum' must be 1 or more, which keeps a node in each zone, got {least}"
    if most < least:
        yield f"'nodes.maximum' must be {least} (the minimum) or more, got {most}"
    if spot < 0:
        yield f"'nodes.spot_maximum' must be 0 or more, got {spot}"
    if spot and not args.get("cluster_autoscaler", False):
        yield "'nodes.spot_maximum': nothing but 'cluster_autoscaler' starts spot nodes, and it is off"
    if nodes.get("os", NodeOs.AL2023) not in {*NodeOs}:
        yield f"'nodes.os' must be one of {_listed(NodeOs)}, got {nodes['os']!r}"
    if not _SMALLEST_VOLUME <= (size := int(nodes.get("volume_gib", _SMALLEST_VOLUME))) <= _LARGEST_VOLUME:
        yield f"'nodes.volume_gib' must be {_SMALLEST_VOLUME} to {_LARGEST_VOLUME}, got {size}"


def _access_problems(args: EksClusterArgs) -> Iterator[str]:
    seen: dict[str, str] = {}
    for key, access in sorted(args["access"].items()):
        path, principal = f"'access.{key}'", access["principal_arn"]
        if not _KEY.fullmatch(key):
            yield f"{path}: a key is lower-case letters, digits and hyphens, a letter first"
        if not _PRINCIPAL.fullmatch(principal):
            yield f"{path} must name the ARN of an IAM role or user, got {principal!r}"
        if (other := seen.setdefault(principal, key)) != key:
            yield f"{path} and 'access.{other}' are one principal, which EKS takes once"
        if access["level"] not in {*EksAccessLevel}:
            yield f"{path}: 'level' must be one of {_listed(EksAccessLevel)}, got {access['level']!r}"
        if access["level"] == EksAccessLevel.CLUSTER_ADMIN and access.get("namespaces"):
            yield f"{path}: cluster-admin is over the whole cluster; within namespaces it is 'admin'"
    levels = {access["level"] for access in args["access"].values()}
    if EksAccessLevel.CLUSTER_ADMIN not in levels:
        yield "'access' must hold a cluster-admin, or nobody could ever install anything"


def _network_problems(args: EksClusterArgs) -> Iterator[str]:
    endpoint = args.get("endpoint", {})
    public, private = endpoint.get("public_cidrs", ()), endpoint.get("private_cidrs", ())
    for path, blocks in (("public_cidrs", public), ("private_cidrs", private)):
        for block in blocks:
            if _network(block) is None:
                yield f"'endpoint.{path}' holds {block!r}, which is no IPv4 block such as 203.0.113.0/24"
    services = _network(args.get("service_cidr", DEFAULT_SERVICE_CIDR))
    if services is None or not services.is_private:
        yield f"'service_cidr' must be a private IPv4 block, got {args.get('service_cidr')!r}"
    elif not _WIDEST_SERVICES <= services.prefixlen <= _NARROWEST_SERVICES:
        yield f"'service_cidr' must be /{_WIDEST_SERVICES} to /{_NARROWEST_SERVICES}, got {services}"
    for key, caller in sorted(args.get("callers", {}).items()):
        for port in caller["ports"]:
            if not 1 <= int(port) <= _HIGHEST_PORT:
                yield f"'callers.{key}.ports' must be 1 to {_HIGHEST_PORT}, got {port}"


def _choice_problems(args: EksClusterArgs) -> Iterator[str]:
    yield from _not_among("addons", args.get("addons", ()), ADDONS_BY_CHOICE)
    present = (*NEEDED_ADDONS, *args.get("addons", ()))
    versions = args.get("addon_versions", {})
    yield from _not_among("addon_versions", tuple(versions), present)
    for addon, version in sorted(versions.items()):
        if not _ADDON_VERSION.fullmatch(version):
            yield f"'addon_versions.{addon}' must be such as v1.20.4-eksbuild.1, got {version!r}"
    yield from _not_among("log_types", args.get("log_types", ()), LOG_TYPES)
    if (days := args.get("log_retention_days", 90)) not in LOG_RETENTION_DAYS:
        yield f"'log_retention_days' must be one of {', '.join(map(str, LOG_RETENTION_DAYS))}, got {days}"
    if (support := args.get("support", EksSupport.EXTENDED)) not in {*EksSupport}:
        yield f"'support' must be one of {_listed(EksSupport)}, got {support!r}"


def _not_among(path: str, given: Sequence[str], allowed: Sequence[str]) -> Iterator[str]:
    if unknown := sorted(set(given) - set(allowed)):
        yield f"'{path}' may hold {', '.join(sorted(allowed))}, got {', '.join(unknown)}"


def _network(text: str) -> IPv4Network | None:
    try:
        return IPv4Network(text)
    except (AddressValueError, NetmaskValueError, ValueError):
        return None


def _listed(words: type[Architecture | EksAccessLevel | EksSupport | NodeOs]) -> str:
    return ", ".join(words)
