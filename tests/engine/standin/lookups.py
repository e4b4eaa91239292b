"""Look-ups of other people's programs, answered with definite values: from what exists, or as AWS would be.

Ids of zones differ from account to account; these are of one account
(https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html). The accounts of the load
balancers that write logs: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html.
Both 2026-11.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from holdfast.preview.child.invokes import Invokes
from holdfast.preview.child.sdk_types import result_fields, result_type
from tests.engine.standin.errors import CloudError
from tests.engine.standin.outputs import APPLICATION_ZONES, NETWORK_ZONES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from holdfast.preview.child.shapes import Shape
    from tests.engine.standin.cloud import Cloud, Thing

_BLANK: Mapping[str, Any] = {"boolean": False, "whole": 0, "number": 0, "list": [], "map": {}}
_LOG_WRITERS = {
    "eu-central-1": "054676820928",
    "eu-west-1": "156460612806",
    "us-east-1": "127311923021",
    "us-east-2": "033677994240",
    "us-west-2": "797873946194",
}
_SIDES = {"northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw"}
# Token → type of what is looked up among the things that exist.
_OF_THINGS: Mapping[str, str] = {
    "aws:acm/getCertificate:getCertificate": "aws:acm/certificate:Certificate",
    "aws:ec2/getRouteTable:getRouteTable": "aws:ec2/routeTable:RouteTable",
    "aws:ec2/getSecurityGroup:getSecurityGroup": "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/getSubnet:getSubnet": "aws:ec2/subnet:Subnet",
    "aws:ec2/getVpc:getVpc": "aws:ec2/vpc:Vpc",
    "aws:iam/getRole:getRole": "aws:iam/role:Role",
    "aws:kms/getAlias:getAlias": "aws:kms/alias:Alias",
    "aws:kms/getKey:getKey": "aws:kms/key:Key",
    "aws:lb/getLoadBalancer:getLoadBalancer": "aws:lb/loadBalancer:LoadBalancer",
    "aws:route53/getZone:getZone": "aws:route53/zone:Zone",
    "aws:s3/getBucket:getBucket": "aws:s3/bucket:Bucket",
    "aws:secretsmanager/getSecret:getSecret": "aws:secretsmanager/secret:Secret",
    "aws:sns/getTopic:getTopic": "aws:sns/topic:Topic",
}
# Token → type of what is listed, by its ids.
_LISTS: Mapping[str, str] = {
    "aws:ec2/getSecurityGroups:getSecurityGroups": "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/getSubnets:getSubnets": "aws:ec2/subnet:Subnet",
    "aws:ec2/getVpcs:getVpcs": "aws:ec2/vpc:Vpc",
}
_FILTERS = {
    "availability-zone": "availabilityZone",
    "availabilityZone": "availabilityZone",
    "cidr": "cidrBlock",
    "cidr-block": "cidrBlock",
    "group-name": "name",
    "vpc-id": "vpcId",
}
_MATCHED = ("arn", "bucket", "cidrBlock", "keyId", "name", "vpcId", "availabilityZone", "zoneId")


class LookUps(Invokes):
    """The answers of a cloud."""

    def __init__(self, cloud: Cloud) -> None:
        """Answer from a cloud, in its region where a call names none."""
        super().__init__([], cloud.region, "")
        self._cloud = cloud

    def answer(self, token: str, arguments: dict[str, Any], provider_region: str) -> dict[str, Any] | None:
        """Answer a look-up; one that nothing here knows is answered as the preview does."""
        region = str(arguments.get("region") or provider_region or self._cloud.region)
        found = _answer(self._cloud, token, arguments, region)
        if found is None:
            return super().answer(token, arguments, provider_region)
        blank = {key: _blank(shape) for key, shape in result_fields(result_type(token)).items()}
        given = {key: value for key, value in arguments.items() if value is not None}
        known = {"id": region, "region": region} | given | found
        return {key: known.get(key, value) for key, value in blank.items()}


def _answer(cloud: Cloud, token: str, arguments: Mapping[str, Any], region: str) -> dict[str, Any] | None:
    if token in _OF_THINGS:
        return _one(cloud, token, arguments, region)
    if token in _LISTS:
        things = _matching(cloud, _LISTS[token], arguments, region)
        return {"ids": sorted(thing.id for thing in things)}
    known = _KNOWN.get(token)
    return known(cloud, arguments, region) if known is not None else None


def _one(cloud: Cloud, token: str, arguments: Mapping[str, Any], region: str) -> dict[str, Any]:
    found = list(_matching(cloud, _OF_THINGS[token], arguments, region))
    if len(found) != 1:
        noun = _OF_THINGS[token].rpartition(":")[2]
        raise CloudError(f"{'multiple' if found else 'no matching'} {noun} found")
    return {**found[0].state, "id": found[0].id}


def _matching(cloud: Cloud, type_token: str, arguments: Mapping[str, Any], region: str) -> Iterator[Thing]:
    for thing in cloud.of(type_token):
        if thing.region in ("", region) and all(_fits(thing, *wanted) for wanted in _conditions(arguments)):
            yield thing


def _conditions(arguments: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What must agree: property (``tags.X`` for a tag) and the values that do."""
    if arguments.get("id"):
        yield "id", (str(arguments["id"]),)
    for key in _MATCHED:
        if arguments.get(key):
            yield key, (str(arguments[key]).rstrip("."),)
    for tag, value in (arguments.get("tags") or {}).items():
        yield f"tags.{tag}", (str(value),)
    for one in arguments.get("filters") or ():
        name, values = str(one["name"]), tuple(map(str, one["values"]))
        if name.startswith("tag:"):
            yield f"tags.{name.removeprefix('tag:')}", values
        elif name in _FILTERS:
            yield _FILTERS[name], values
        else:
            raise LookupError(f"the stand-in cloud knows no filter {name}")


def _fits(thing: Thing, key: str, values: tuple[str, ...]) -> bool:
    if key == "id":
        return thing.id in values
    if key == "keyId":
        return bool({thing.id, thing.arn} & set(values))
    holder, _, tag = key.partition(".")
    found = (thing.state.get("tags") or {}).get(tag) if holder == "tags" else thing.state.get(key)
    return str(found).rstrip(".") in values


def _blank(shape: Shape) -> Any:
    if shape.kind == "object":
        return {key: _blank(inner) for key, inner in shape.fields.items()}
    return _BLANK.get(shape.kind, "")


def _caller(cloud: Cloud, _arguments: Mapping[str, Any], _region: str) -> dict[str, Any]:
    return {
        "accountId": cloud.account,
        "id": cloud.account,
        "arn": f"arn:aws:sts::{cloud.account}:assumed-role/deployer/session",
        "userId": "AROA00000000000DEPLOY:session",
    }


def _zones(_cloud: Cloud, arguments: Mapping[str, Any], region: str) -> dict[str, Any]:
    excluded = set(arguments.get("excludeNames") or ())
    letters = [letter for letter in "abc" if f"{region}{letter}" not in excluded]
    continent, side, number = region.split("-")
    short = f"{continent}{_SIDES.get(side, side[0])}{number}"
    return {
        "names": [f"{region}{letter}" for letter in letters],
        "zoneIds": [f"{short}-az{'abc'.index(letter) + 1}" for letter in letters],
        "groupNames": [region],
    }


def _image(_cloud: Cloud, arguments: Mapping[str, Any], region: str) -> dict[str, Any]:
    asked = {key: value for key, value in arguments.items() if key in ("filters", "nameRegex", "owners")}
    image = _image_id(region, str(sorted(asked.items())))
    values = {str(one["name"]): one["values"] for one in arguments.get("filters") or ()}
    return {
        "id": image,
        "imageId": image,
        "arn": f"arn:aws:ec2:{region}::image/{image}",
        "architecture": next(iter(values.get("architecture", ())), "x86_64"),
        "creationDate": "2026-11-01T00:00:00.000Z",
        "name": str(next(iter(values.get("name", ())), "image")).replace("*", "2026.11.01"),
        "ownerId": "137112412989",
        "rootDeviceName": "/dev/xvda",
        "rootDeviceType": "ebs",
        "state": "available",
        "virtualizationType": "hvm",
    }


def _image_id(region: str, asked: str) -> str:
    return f"ami-0{hashlib.sha256(f'{region}|{asked}'.encode()).hexdigest()[:16]}"


def _parameter(cloud: Cloud, arguments: Mapping[str, Any], region: str) -> dict[str, Any]:
    """Public parameters hold images; others must exist."""
    name = str(arguments["name"])
    arn = f"arn:aws:ssm:{region}:{cloud.account}:parameter/{name.lstrip('/')}"
    if name.startswith("/aws/service/"):
        value = _image_id(region, name)
        return {
            "id": name,
            "arn": arn,
            "value": value,
            "insecureValue": value,
            "type": "String",
            "version": 1,
        }
    for thing in cloud.of("aws:ssm/parameter:Parameter"):
        if thing.state.get("name") == name and thing.region == region:
            return {**thing.state, "id": name}
    raise CloudError(f"couldn't find resource: ParameterNotFound: {name}")


def _of_balancers(_cloud: Cloud, arguments: Mapping[str, Any], region: str) -> dict[str, Any]:
    zones = NETWORK_ZONES if arguments.get("loadBalancerType") == "network" else APPLICATION_ZONES
    return {"id": zones[region]}


_KNOWN: Mapping[str, Callable[[Cloud, Mapping[str, Any], str], dict[str, Any]]] = {
    "aws:ec2/getAmi:getAmi": _image,
    "aws:ec2/getAmiIds:getAmiIds": lambda cloud, arguments, region: {
        "ids": [_image(cloud, arguments, region)["id"]]
    },
    "aws:elb/getServiceAccount:getServiceAccount": lambda _cloud, _arguments, region: {
        "id": _LOG_WRITERS[region],
        "arn": f"arn:aws:iam::{_LOG_WRITERS[region]}:root",
    },
    "aws:index/getAvailabilityZones:getAvailabilityZones": _zones,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller,
    "aws:lb/getHostedZoneId:getHostedZoneId": _of_balancers,
    "aws:ssm/getParameter:getParameter": _parameter,
}
