"""The engine's own record of a resource (``ResourceV3``), as previews and states both hold it.

Shape: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast.graph.errors import GraphError
from holdfast.graph.regions import AWS_PROVIDER_TYPE, as_region, is_default_provider, region_of
from holdfast.graph.resource import EngineDiff, Region, RegionOrigin, Resource
from holdfast.graph.values import Value, normalise

Record = Mapping[str, object]


def mapping(value: object, what: str) -> Record:
    """The value as a mapping with text keys.

    Args:
        value: Any JSON value.
        what: Its name in the message when it is something else.

    Raises:
        GraphError: It is no mapping.
    """
    if isinstance(value, Mapping):
        return value
    raise GraphError(f"{what} should be an object, got {type(value).__name__}")


def items(value: object, what: str) -> Sequence[object]:
    """The value as a list, empty for null (see ``mapping``)."""
    if value is None:
        return ()
    if isinstance(value, list | tuple):
        return value
    raise GraphError(f"{what} should be a list, got {type(value).__name__}")


def text(record: Record, key: str, what: str) -> str:
    """A text that must be there (see ``mapping``)."""
    value = record.get(key)
    if isinstance(value, str) and value:
        return value
    raise GraphError(f"{what} has no '{key}'")


def optional_text(record: Record, key: str) -> str | None:
    """A text, or None where it is absent or empty."""
    value = record.get(key)
    return value if isinstance(value, str) and value else None


def texts(value: object, what: str, kind: str) -> tuple[str, ...]:
    """A list of texts in their order, empty for null (see ``mapping``).

    Args:
        value: Any JSON value.
        what: Its name in the message when it is something else.
        kind: What its items are, in the plural, for the same message.
    """
    found = items(value, what)
    if not all(isinstance(one, str) for one in found):
        raise GraphError(f"{what} should hold {kind} only")
    return tuple(sorted(str(one) for one in found))


def inputs_of(record: Record, urn: str) -> Mapping[str, Value]:
    """The normalised inputs of a record."""
    value = normalise(mapping(record.get("inputs") or {}, f"'inputs' of {urn}"))
    return value if isinstance(value, Mapping) else {}


def provider_regions(records: Mapping[str, Record]) -> dict[str, Region]:
    """The region of every AWS provider among the records, by URN.

    Args:
        records: URN to record, default providers included where there are any.
    """
    return {
        urn: as_region(inputs_of(record, urn).get("region"))
        for urn, record in records.items()
        if record.get("type") == AWS_PROVIDER_TYPE
    }


def resource_from(  # noqa: PLR0913  # each is a fact that the record does not hold
    urn: str,
    record: Record,
    *,
    regions: Mapping[str, Region],
    default_region: Region,
    op: str | None,
    diff: EngineDiff | None = None,
) -> Resource | None:
    """The facts of one record; None for a default provider, which previews do not show.

    Args:
        urn: Its URN.
        record: The engine's record.
        regions: Region of each explicit provider, by URN.
        default_region: Region of the default provider.
        op: What the engine would do with it; None in a state.
        diff: How the engine says that it differs. Default: it says nothing.
    """
    if is_default_provider(urn):
        return None
    token = text(record, "type", urn)
    inputs = inputs_of(record, urn)
    component = not record.get("custom", False)
    provider = optional_text(record, "provider")
    provider = provider.rsplit("::", 1)[0] if provider else None
    if component:
        region: Region = as_region(inputs["region"]) if inputs.get("region") else None
        origin = RegionOrigin.INPUT if region is not None else RegionOrigin.NONE
    else:
        region, origin = region_of(token, inputs, provider, regions, default_region)
    physical = normalise(record.get("id"))
    return Resource(
        urn=urn,
        id=physical if isinstance(physical, str) and physical else None,
        type=token,
        name=name_of(urn),
        component=component,
        parent=optional_text(record, "parent"),
        region=region,
        region_origin=origin,
        inputs=inputs,
        dependencies=texts(record.get("dependencies"), f"'dependencies' of {urn}", "URNs"),
        property_dependencies={
            str(name): texts(urns, f"'propertyDependencies' of {urn}", "URNs")
            for name, urns in mapping(
                record.get("propertyDependencies") or {}, f"'propertyDependencies' of {urn}"
            ).items()
        },
        provider=provider,
        protect=bool(record.get("protect", False)),
        external=bool(record.get("external", False)),
        op=op,
        source_position=optional_text(record, "sourcePosition"),
        aliases=texts(record.get("aliases"), f"'aliases' of {urn}", "URNs"),
        retain_on_delete=bool(record.get("retainOnDelete", False)),
        delete_before_replace=bool(record.get("deleteBeforeReplace", False)),
        ignore_changes=texts(record.get("ignoreChanges"), f"'ignoreChanges' of {urn}", "paths"),
        replace_on_changes=texts(record.get("replaceOnChanges"), f"'replaceOnChanges' of {urn}", "paths"),
        diff=diff,
    )


def name_of(urn: str) -> str:
    """The logical name in a URN (``urn:pulumi:STACK::PROJECT::TYPE::NAME``; a name may hold ``::``)."""
    parts = urn.split("::", 3)
    if len(parts) != 4 or not urn.startswith("urn:pulumi:"):  # noqa: PLR2004  # the four parts of every URN
        raise GraphError(f"'{urn}' is no URN")
    return parts[3]
