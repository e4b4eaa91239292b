"""What AWS or reason refuses in the arguments of private ways in, in a person's words."""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from typing import Any

from holdfast.components.private_access_args import PrivateAccessArgs, PrivateAccessPeeringArgs
from holdfast.topology.values import LOG_RETENTION_DAYS, MOST_ASN, is_private_asn

_KEY = re.compile(r"[a-z][a-z0-9-]*")
_OWN_KEY = "vpc"
"""What the VPC's own attachment is called."""
_MOST_VLAN = 4094
_MTUS = (1500, 8500)
_LEAST_ATTACHMENTS = _LEAST_MEMBERS = 2


def check(name: str, args: PrivateAccessArgs) -> None:
    """Refuse arguments that cannot be declared.

    Args:
        name: Name of the component, for the message.
        args: Its arguments.

    Raises:
        ValueError: With every problem at once.
    """
    problems = [
        *_asn_problems(args),
        *_attachment_problems(args),
        *_vpn_problems(args),
        *_direct_connect_problems(args),
        *_network_problems(args),
    ]
    if (days := args.get("log_retention_days", 90)) not in LOG_RETENTION_DAYS:
        allowed = ", ".join(map(str, LOG_RETENTION_DAYS))
        problems.append(f"'log_retention_days' must be one of {allowed}, got {days}")
    if problems:
        raise ValueError(f"private access {name!r}: " + "; ".join(problems))


def check_peering(name: str, args: PrivateAccessPeeringArgs) -> None:
    """Refuse arguments of a peering that cannot be declared.

    Args:
        name: Name of the component, for the message.
        args: Its arguments.

    Raises:
        ValueError: With every problem at once.
    """
    problems = []
    if len(args["members"]) < _LEAST_MEMBERS:
        problems.append(f"'members' must be two regions or more, got {len(args['members'])}")
    for place, member in sorted(args["members"].items()):
        problems += [
            f"'members.{place}.{field}': {cidr!r} is no IPv4 block"
            for field, cidrs in (("vpc_cidr", [member["vpc_cidr"]]), ("networks", member["networks"]))
            for cidr in cidrs
            if not _is_block(cidr)
        ]
    if problems:
        raise ValueError(f"private access peering {name!r}: " + "; ".join(problems))


def _asn_problems(args: PrivateAccessArgs) -> Iterator[str]:
    if not is_private_asn(int(args["asn"])):
        yield f"'asn' must be private, 64512 to 65534 or 4200000000 to 4294967294, got {args['asn']}"


def _attachment_problems(args: PrivateAccessArgs) -> Iterator[str]:
    """Two attachments of two providers or locations: with one, its failure is the whole way's."""
    attachments: Mapping[str, Any] = {**args.get("vpn", {}), **args.get("direct_connect", {})}
    count = len(args.get("vpn", {})) + len(args.get("direct_connect", {}))
    if count > len(attachments):
        yield "'vpn' and 'direct_connect' share a key: each attachment has its own"
    for key, one in sorted(attachments.items()):
        if not _KEY.fullmatch(key) or key == _OWN_KEY:
            yield (
                f"{key!r}: an attachment's key is lower-case letters, digits and hyphens, a letter first, and"
                f" not {_OWN_KEY!r}"
            )
        if not 1 <= int(one["asn"]) <= MOST_ASN or int(one["asn"]) == int(args["asn"]):
            yield f"'{key}.asn' must be 1 to {MOST_ASN} and not the transit gateway's, got {one['asn']}"
    ways = {(one["provider"], one["location"]) for one in attachments.values()}
    if len(attachments) < _LEAST_ATTACHMENTS or len(ways) < _LEAST_ATTACHMENTS:
        yield (
            "needs two attachments of two providers or locations, got "
            f"{', '.join(f'{provider} in {location}' for provider, location in sorted(ways)) or 'none'}: what"
            " hangs on one carrier and one place ends with it"
        )


def _vpn_problems(args: PrivateAccessArgs) -> Iterator[str]:
    addresses: dict[str, str] = {}
    for key, vpn in sorted(args.get("vpn", {}).items()):
        try:
            public = ipaddress.IPv4Address(vpn["address"]).is_global
        except ValueError:
            public = False
        if not public:
            yield f"'vpn.{key}.address' must be a public IPv4 address, got {vpn['address']!r}"
        other = addresses.setdefault(vpn["address"], key)
        if other != key:
            yield f"'vpn.{key}' and 'vpn.{other}' end at one address, so one device: give each its own"


def _direct_connect_problems(args: PrivateAccessArgs) -> Iterator[str]:
    for key, one in sorted(args.get("direct_connect", {}).items()):
        path = f"'direct_connect.{key}"
        gateway_asn = int(one["gateway_asn"])
        if not is_private_asn(gateway_asn) or gateway_asn in {int(args["asn"]), int(one["asn"])}:
            yield (
                f"{path}.gateway_asn' must be private and neither the transit gateway's nor the other end's,"
                f" got {gateway_asn}"
            )
        line = one.get("line")
        if line is None:
            continue
        if not 1 <= int(line["vlan"]) <= _MOST_VLAN:
            yield f"{path}.line.vlan' must be 1 to {_MOST_VLAN}, got {line['vlan']}"
        if int(line.get("mtu", _MTUS[0])) not in _MTUS:
            yield f"{path}.line.mtu' must be 1500 or 8500, got {line.get('mtu')}"
        if ("amazon_address" in line) != ("customer_address" in line):
            yield f"{path}.line': 'amazon_address' and 'customer_address' go together: give both or none"


def _network_problems(args: PrivateAccessArgs) -> Iterator[str]:
    if not args["networks"]:
        yield "'networks' is empty: nobody could come"
    blocks = [args["vpc_cidr"], *args["networks"]]
    bad = [block for block in blocks if not _is_block(block)]
    for block in bad:
        yield f"{block!r} is no IPv4 block"
    if bad:
        return
    vpc = ipaddress.IPv4Network(args["vpc_cidr"])
    for block in sorted(set(args["networks"])):
        if ipaddress.IPv4Network(block).overlaps(vpc):
            yield f"'networks': {block} overlaps the VPC's {vpc}: no packet would leave it"


def _is_block(text: str) -> bool:
    try:
        ipaddress.IPv4Network(text)
    except ValueError:
        return False
    return True
