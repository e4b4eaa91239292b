"""Look-ups, answered without a cloud: given, exact, assumed, unknown, or refused, in this order.

Every answer that is not given or exact is told in ``assumptions``.
"""

from __future__ import annotations

import contextlib
import contextvars
import importlib
import inspect
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pulumi

from .config_secrets import placeholder
from .policy_document import policy_document
from .positions import calling_line
from .sdk_types import result_fields, result_type
from .wire import PropertyValue, contains_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from .shapes import Shape

# Zones that an account sees, where they are not simply a, b and c. Which letters it gets is AWS's choice:
# this is an assumption, after
# https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
_ZONE_LETTERS = {
    "us-east-1": "abcdef",
    "us-west-1": "bc",
    "us-west-2": "abcd",
    "ap-northeast-1": "acd",
    "ap-northeast-2": "abcd",
    "ca-central-1": "abd",
    "cn-north-1": "abd",
}
_PARTITIONS = {"cn-": ("aws-cn", "amazonaws.com.cn"), "us-gov-": ("aws-us-gov", "amazonaws.com")}
_FOUND = "it finds what it asks for; every value of it is unknown, lists hold two"
_POLICY_DOCUMENT = "aws:iam/getPolicyDocument:getPolicyDocument"
_GET_REGION = "aws:index/getRegion:getRegion"
_GET_PARTITION = "aws:index/getPartition:getPartition"
_GET_ZONES = "aws:index/getAvailabilityZones:getAvailabilityZones"
_ASSUMED = frozenset(
    {
        "aws:index/getCallerIdentity:getCallerIdentity",
        "aws:ec2/getAmi:getAmi",
        "aws:ec2/getAmiIds:getAmiIds",
        "aws:ec2/getVpc:getVpc",
        "aws:ec2/getVpcs:getVpcs",
        "aws:ec2/getSubnet:getSubnet",
        "aws:ec2/getSubnets:getSubnets",
        "aws:ec2/getSecurityGroup:getSecurityGroup",
        "aws:ec2/getRouteTable:getRouteTable",
        "aws:route53/getZone:getZone",
        "aws:ssm/getParameter:getParameter",
        "aws:elb/getServiceAccount:getServiceAccount",
        "aws:iam/getRole:getRole",
    }
)


@dataclass(frozen=True)
class _Call:
    plain: bool
    result_type: PropertyValue


_NO_CALL = _Call(plain=False, result_type=None)
_CALL: contextvars.ContextVar[_Call] = contextvars.ContextVar("holdfast_invoke", default=_NO_CALL)


def tell_plain_from_output() -> None:
    """Make the form of a call and its result type known to the monitor, which sees neither on the wire."""
    # The package's attribute of this name is the function ``invoke``, which hides the module.
    module = importlib.import_module("pulumi.runtime.invoke")
    original: Callable[..., Any] = vars(module)["_invoke"]
    signature = inspect.signature(original)

    def _invoke(*args: object, **kwargs: object) -> PropertyValue:
        bound = signature.bind(*args, **kwargs).arguments
        call = _Call(plain=not bound.get("check_dependencies"), result_type=bound.get("typ"))

        async def told() -> PropertyValue:
            _CALL.set(call)
            return await original(*args, **kwargs)

        return told()

    vars(module)["_invoke"] = _invoke


@contextlib.contextmanager
def asked_from_outside(token: str) -> Iterator[None]:
    """Answer as for a call that needs its values at once: an engine's provider cannot answer "unknown".

    Args:
        token: the function's token; the type of its result is taken from the installed SDK.
    """
    reset = _CALL.set(_Call(plain=True, result_type=result_type(token)))
    try:
        yield
    finally:
        _CALL.reset(reset)


class Invokes:
    """The answers of one run, and what was assumed for them."""

    def __init__(self, answers: Sequence[Mapping[str, Any]], region: str, root: str) -> None:
        """Answer from ``answers`` first; ``region`` is the default provider's, ``root`` the project."""
        self._answers = answers
        self._root = root
        self._region = region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or ""
        self._assumptions: dict[tuple[str, str], dict[str, str]] = {}

    @property
    def assumptions(self) -> list[dict[str, str]]:
        """What was assumed, in a stable order, each once."""
        return [self._assumptions[key] for key in sorted(self._assumptions)]

    def assume(self, kind: str, subject: str, text: str) -> None:
        """Tell an assumption."""
        self._assumptions.setdefault((subject, text), {"kind": kind, "subject": subject, "assumed": text})

    def answer(self, token: str, arguments: dict[str, Any], provider_region: str) -> dict[str, Any] | None:
        """Answer a look-up; None is "unknown".

        Args:
            token: the function's token.
            arguments: plain arguments.
            provider_region: region of the explicit provider that the call names; empty for the default one.
        """
        call = _CALL.get()
        given = self._given(token, arguments)
        if given is not None:
            return {**arguments, **given}
        if contains_unknown(arguments):
            return self._placeholders(token, {}, call) if call.plain else None
        region = str(arguments.get("region") or provider_region or self._region)
        exact = self._exact(token, arguments, region, call)
        if exact is not None:
            return exact
        if token == _GET_ZONES and region:
            return self._zones(token, arguments, region, call)
        if token in _ASSUMED:
            self.assume("look-up", token, _FOUND)
            return self._placeholders(token, arguments, call)
        if not call.plain:
            self.assume("look-up", token, "unknown, with everything that is made from it")
            return None
        line = calling_line(self._root)
        where = f"{line}: " if line else ""
        raise pulumi.RunError(
            f"{where}the program looks up {token} and needs its values at once: "
            "give them in an answers file, "
            f'for example [{{"token": "{token}", "args": {{}}, "return": {{}}}}]'
        )

    def stack_reference(self, name: str) -> dict[str, Any]:
        """Outputs of another stack: given, or unknown."""
        given = self._given("pulumi:pulumi:StackReference", {"name": name})
        if given is not None:
            return {"name": name, "outputs": {}, "secretOutputNames": [], **given}
        self.assume("stack reference", name, "the stack exists; its outputs are unknown")
        return {"name": name}

    def _given(self, token: str, arguments: Mapping[str, Any]) -> dict[str, Any] | None:
        for answer in self._answers:
            wanted = answer.get("args") or {}
            if answer["token"] == token and all(arguments.get(key) == value for key, value in wanted.items()):
                return dict(answer["return"])
        return None

    def _exact(
        self, token: str, arguments: dict[str, Any], region: str, call: _Call
    ) -> dict[str, Any] | None:
        if token == _POLICY_DOCUMENT:
            return policy_document(arguments)
        if token == _GET_REGION and region:
            known = {
                "id": region,
                "name": region,
                "region": region,
                "endpoint": f"ec2.{region}.{_suffix(region)[1]}",
            }
            return {**self._placeholders(token, {}, call), **known}
        if token == _GET_PARTITION and region:
            partition, suffix = _suffix(region)
            reverse = ".".join(reversed(suffix.split(".")))
            return {"id": partition, "partition": partition, "dnsSuffix": suffix, "reverseDnsPrefix": reverse}
        return None

    def _zones(self, token: str, arguments: dict[str, Any], region: str, call: _Call) -> dict[str, Any]:
        excluded = set(arguments.get("excludeNames") or ())
        names = [f"{region}{letter}" for letter in _ZONE_LETTERS.get(region, "abc")]
        names = [name for name in names if name not in excluded]
        self.assume("look-up", token, f"{region} has the zones {', '.join(names)}")
        return {
            **self._placeholders(token, arguments, call),
            "names": names,
            "zoneIds": [placeholder(f"{token}.zoneIds.{name}") for name in names],
            "groupNames": [region],
            "id": region,
            "region": region,
        }

    def _placeholders(self, token: str, arguments: dict[str, Any], call: _Call) -> dict[str, Any]:
        short = token.rsplit(":", 1)[-1]
        fields = result_fields(call.result_type)
        made = {name: _stand_in(f"{short}.{name}", shape) for name, shape in fields.items()}
        asked = {
            key: _as_told(value, fields.get(key)) for key, value in arguments.items() if value is not None
        }
        return {**made, **asked}


def _suffix(region: str) -> tuple[str, str]:
    for prefix, found in _PARTITIONS.items():
        if region.startswith(prefix):
            return found
    return ("aws", "amazonaws.com")


def _as_told(value: PropertyValue, shape: Shape | None) -> PropertyValue:
    """An argument as a provider gives it back: it takes text for a boolean, and answers with a boolean."""
    if shape is not None and shape.kind == "boolean" and value in ("true", "false"):
        return value == "true"
    return value


def _stand_in(path: str, shape: Shape) -> PropertyValue:
    if shape.kind == "object":
        return {name: _stand_in(f"{path}.{name}", inner) for name, inner in shape.fields.items()}
    if shape.kind == "list":
        return [placeholder(f"{path}.{index}") for index in range(2)] if shape.element.kind == "text" else []
    if shape.kind == "map":
        return {}
    if shape.kind == "boolean":
        return False
    if shape.kind in ("whole", "number"):
        return 0
    return placeholder(path)
