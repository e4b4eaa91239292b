"""Existing AWS resources that the stack takes over: logical name → id."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

import pulumi

# Inputs that hold a physical name, which Pulumi makes up where it is not given: Python's name → engine's.
_AUTONAMED = {
    "bucket": "bucket",
    "cluster_id": "clusterId",
    "cluster_identifier": "clusterIdentifier",
    "identifier": "identifier",
    "name": "name",
    "node_group_name": "nodeGroupName",
    "replication_group_id": "replicationGroupId",
}
_WITH_REGION = re.compile(r".@[a-z]{2}(-[a-z]+)+-\d{1,2}$")


class Imports:
    """Gives resources below a component the ``import_`` option, by logical name.

    ``transformation`` goes into the component's options, ``check`` to the end of its constructor.
    An imported resource keeps its physical name: an import remembers no name as made up, so that the
    provider would make up another one and the engine refuse the replacement. An entry therefore stays as
    long as its resource does. Source: ``extractSchemaInputs`` and ``applyDefaults`` in
    https://github.com/pulumi/pulumi-terraform-bridge/blob/master/pkg/tfbridge/schema.go (2026-11).
    """

    def __init__(self, ids: Mapping[str, str]) -> None:
        """Start with no resource seen.

        Args:
            ids: Logical name (as a preview shows it, such as ``use1-orders-db``) → id, in the form that
                ``pulumi import`` takes for the type.

        Raises:
            ValueError: An id is blank.
        """
        blank = sorted(name for name, id_ in ids.items() if not id_.strip())
        if blank:
            raise ValueError("\n".join(f"{_where(name)}: no id is given" for name in blank))
        self._ids = ids
        self._types: dict[str, list[str]] = {}

    def transformation(
        self, resource: pulumi.ResourceTransformationArgs
    ) -> pulumi.ResourceTransformationResult | None:
        """Remember a resource's name, and have it imported where an id is given for it.

        Runs in the resource's constructor, so that ``check`` knows every resource at the end; a transform
        (``transforms``) would run later, when the engine calls it.
        """
        if not isinstance(resource.resource, pulumi.CustomResource):
            return None
        self._types.setdefault(resource.name, []).append(resource.type_)
        if resource.name not in self._ids:
            return None
        props = resource.props
        made_up = [wire for name, wire in _AUTONAMED.items() if name in props and props[name] is None]
        option = pulumi.ResourceOptions(
            import_=_with_region(self._ids[resource.name], resource.type_, props.get("region")),
            ignore_changes=made_up or None,
        )
        return pulumi.ResourceTransformationResult(props, pulumi.ResourceOptions.merge(resource.opts, option))

    def check(self) -> None:
        """Refuse names that do not mean exactly one resource; call it when all are declared.

        Raises:
            ValueError: Every name that no resource has, with the nearest one, and every name that
                several resources have.
        """
        problems = [problem for name in sorted(self._ids) for problem in self._problems(name)]
        if problems:
            raise ValueError("\n".join(problems))

    def _problems(self, name: str) -> list[str]:
        types = sorted(self._types.get(name, ()))
        if not types:
            nearest = get_close_matches(name, sorted(self._types), 1)
            hint = f" (did you mean '{nearest[0]}'?)" if nearest else ""
            return [f"{_where(name)}: no resource is called '{name}'{hint}"]
        if len(types) > 1:
            return [f"{_where(name)}: '{name}' is the name of {len(types)} resources: {', '.join(types)}"]
        return []


def _where(name: str) -> str:
    """File and key of an entry, as other mistakes in settings are told."""
    return f"Pulumi.{pulumi.get_stack()}.yaml: holdfast:imports.{name}"


def _with_region(id_: str, type_: str, region: object) -> str:
    """Say in the id where the resource is: the provider would look in the region where it signs in.

    Source: ``importRegion`` in
    https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/provider/sdkv2/region.go and
    https://github.com/hashicorp/terraform-provider-aws/issues/43733 (2026-11).
    """
    if not type_.startswith("aws:") or not isinstance(region, str) or _WITH_REGION.search(id_):
        return id_
    return f"{id_}@{region}"
