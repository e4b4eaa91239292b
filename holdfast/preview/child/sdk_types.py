"""What the installed SDKs say of a resource: its arguments' and its outputs' types.

Of resources, only modules that the program imported itself are read: nothing is imported for them.
"""

from __future__ import annotations

import importlib
import re
import sys
import typing
from dataclasses import dataclass
from functools import cache

import pulumi
from pulumi import _types
from pulumi.runtime import rpc

from .shapes import Shape, fields_of, is_optional
from .urns import package_of

if typing.TYPE_CHECKING:
    from collections.abc import Mapping

    from .wire import PropertyValue


@dataclass(frozen=True)
class ResourceTypes:
    """Types of one resource type by wire name; None where the SDK says nothing."""

    inputs: Mapping[str, Shape] | None
    outputs: Mapping[str, Shape] | None
    computed: frozenset[str]


_NOTHING = ResourceTypes(None, None, frozenset())
_KNOWN: dict[str, ResourceTypes] = {}


def resource_types(type_token: str) -> ResourceTypes:
    """Types of a resource, by its token."""
    known = _KNOWN.get(type_token)
    if known is None:
        found = _class_of(type_token)
        if found is None:
            # Not kept: the program may import the class later.
            return _NOTHING
        module = sys.modules.get(found.__module__)
        # Where a nested block owns the name XArgs, the resource's own arguments are called XInitArgs.
        args: typing.Any = getattr(
            module, found.__name__ + "InitArgs", getattr(module, found.__name__ + "Args", None)
        )
        has_inputs = isinstance(args, type) and _types.is_input_type(args)
        known = _KNOWN[type_token] = ResourceTypes(
            fields_of(_types.input_type_types(args)) if has_inputs else None,
            fields_of(_types.resource_types(found)),
            _computed(found),
        )
    return known


def _class_of(type_token: str) -> type | None:
    module_part = type_token.partition(":")[2].partition(":")[0]
    registered = rpc._RESOURCE_MODULES  # noqa: SLF001 - the SDK offers no way to ask by token
    for module in registered.get(f"{package_of(type_token)}:{module_part}", ()):
        described = getattr(module, "mod_info", None)
        if not isinstance(described, dict) or type_token not in described.get("classes", {}):
            continue
        home = sys.modules.get(described.get("fqn", ""))
        # Attributes of a lazily loaded module would import it: the dictionary only holds what is there.
        found = vars(home).get(described["classes"][type_token]) if home is not None else None
        if isinstance(found, type):
            return found
    return None


@cache
def _computed(resource: type) -> frozenset[str]:
    """Outputs that are always there: those whose annotation is not optional."""
    hints = getattr(_types, "_raw_return_hints", None)
    if hints is None:
        return frozenset()
    required = set()
    for name, hint in hints(resource).items():
        args = typing.get_args(hint)
        if typing.get_origin(hint) is pulumi.Output and args and not is_optional(args[0]):
            required.add(name)
    return frozenset(required)


def result_fields(result_type: PropertyValue) -> Mapping[str, Shape]:
    """Fields of a look-up's result; none if it has no type."""
    shape = Shape(result_type) if result_type is not None else None
    return shape.fields if shape is not None and shape.kind == "object" else {}


def result_type(token: str) -> PropertyValue:
    """Class of a look-up's result, by the function's token; None if the SDK has none.

    ``aws:ec2/getAmi:getAmi`` is ``GetAmiResult`` of ``pulumi_aws.ec2.get_ami``, as Pulumi generates it.
    """
    package, _, rest = token.partition(":")
    module, _, function = rest.partition(":")
    folder = module.rpartition("/")[0].replace("/", ".")
    file = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", function).lower()
    path = [f"pulumi_{package.replace('-', '_')}", *([folder] if folder not in ("", "index") else []), file]
    try:
        home = importlib.import_module(".".join(path))
    except ImportError:
        return None
    return getattr(home, function[:1].upper() + function[1:] + "Result", None)
