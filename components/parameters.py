"""Values in the open that services read, in a parameter of every region."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import ssm

from holdfast.components.refusals import refuse_if_any

# Standard parameters: https://docs.aws.amazon.com/systems-manager/latest/userguide/
# parameter-store-advanced-parameters.html (2026-11).
_MOST_BYTES = 4096


class ParameterArgs(TypedDict):
    """One parameter."""

    name: str
    """Its name in AWS, from a slash on, the same in every region."""
    values: Mapping[str, str]
    """Place → value, 1 to 4096 bytes, seen by everyone who may look at a preview."""


class ParametersArgs(TypedDict):
    """What the parameters of several regions need."""

    regions: Mapping[str, str]
    """Place → AWS region."""
    parameters: Mapping[str, ParameterArgs]
    """Key, part of each child's name → the parameter."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class Parameters(pulumi.ComponentResource):
    """Parameters of Systems Manager, declared in each region: nothing in AWS copies them.

    Declares: a standard parameter for each key in each of its places.
    Survives: the loss of any other region, since each region has its own.
    Does not survive: a wrong value, which an update writes to every region that is not held.
    """

    parameter_arns: pulumi.Output[dict[str, dict[str, str]]]
    """Key → place → ARN of the parameter."""

    def __init__(self, name: str, args: ParametersArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:Parameters", name, {**args}, opts)
        _refuse(name, args)
        made = {
            key: {place: self._parameter(key, place, args) for place in sorted(asked["values"])}
            for key, asked in sorted(args["parameters"].items())
        }
        self.parameter_arns = pulumi.Output.all(
            **{
                key: pulumi.Output.all(**{place: one.arn for place, one in places.items()})
                for key, places in made.items()
            }
        )
        self.register_outputs({"parameter_arns": self.parameter_arns, "origin": dict(args.get("origin", {}))})

    def _parameter(self, key: str, place: str, args: ParametersArgs) -> "ssm.Parameter":
        name, asked = f"{place}-parameters-{key}", args["parameters"][key]
        return ssm.Parameter(
            name,
            region=args["regions"][place],
            # Services and people name it, alike in every region.
            name=asked["name"],
            type="String",
            insecure_value=asked["values"][place],
            tags={**args.get("tags", {}), "Name": name},
            opts=pulumi.ResourceOptions(parent=self),
        )


def _refuse(name: str, args: ParametersArgs) -> None:
    found = []
    for key, asked in sorted(args["parameters"].items()):
        if not asked["name"].startswith("/"):
            found.append(f"'{key}.name' must begin with a slash, got {asked['name']!r}")
        for place, value in sorted(asked["values"].items()):
            if place not in args["regions"]:
                known = ", ".join(sorted(args["regions"]))
                found.append(f"'{key}.values' names {place!r}, which is none of the regions {known}")
            if not 1 <= len(value.encode()) <= _MOST_BYTES:
                found.append(f"'{key}.values.{place}' must have 1 to {_MOST_BYTES} bytes")
    refuse_if_any(f"parameters {name!r}", found)
