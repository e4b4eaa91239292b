"""Plausible values of what only deployment knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.preview.child.provider.facts import Facts
    from holdfast.preview.child.shapes import Shape

ACCOUNT_ID = "111122223333"
_PLAIN: Mapping[str, Any] = {"boolean": False, "whole": 1, "number": 1, "list": [], "map": {}, "object": {}}
_SPECIAL: Mapping[str, Callable[[str, Mapping[str, Any]], dict[str, Any]]] = {
    "aws:acm/certificate:Certificate": lambda _id, inputs: {
        "domainValidationOptions": [
            {
                "domainName": name,
                "resourceRecordName": f"_validation.{name}",
                "resourceRecordType": "CNAME",
                "resourceRecordValue": "_validation.acm-validations.aws",
            }
            for name in (inputs["domainName"], *inputs.get("subjectAlternativeNames", ()))
        ]
    },
    "aws:ec2/natGateway:NatGateway": lambda id_, _inputs: {
        "regionalNatGatewayAddresses": [{"publicIp": f"{id_}-ip", "availabilityZone": "a"}]
    },
    "aws:route53/zone:Zone": lambda id_, _inputs: {
        "zoneId": id_,
        "nameServers": [f"ns-{number}.awsdns.test" for number in range(4)],
    },
    "random:index/randomId:RandomId": lambda _id, inputs: {
        "hex": inputs.get("prefix", "") + "ab" * int(inputs["byteLength"])
    },
}


def outputs(type_token: str, facts: Facts, id_: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """State of a resource just made: its inputs, and what the provider fills in."""
    given = {
        key: value for key, value in inputs.items() if key not in facts.write_only and key != "__defaults"
    }
    made = {key: _value(key, facts.outputs[key], type_token, id_, inputs) for key in facts.computed}
    special = _SPECIAL[type_token](id_, inputs) if type_token in _SPECIAL else {}
    return {**made, **special, **all_tags(facts, inputs), **given}


def all_tags(facts: Facts, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The output that repeats the tags, of a type that has it."""
    return {"tagsAll": inputs.get("tags") or {}} if "tagsAll" in facts.outputs else {}


def _value(key: str, shape: Shape, type_token: str, id_: str, inputs: Mapping[str, Any]) -> Any:
    service, noun = type_token.split(":")[1].split("/")
    if key == "arn":
        if id_.startswith("arn:"):
            return id_
        return f"arn:aws:{service}:{inputs.get('region') or ''}:{ACCOUNT_ID}:{noun.lower()}/{id_}"
    if shape.kind == "enum":
        return shape.values[0]
    return _PLAIN.get(shape.kind, f"{id_}.{key}")
