"""A registration request turned into a node: options inherited, provider chosen, aliases spelled out."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from .errors import source_position
from .providers import Providers, installed_version
from .records import Node
from .urns import (
    PROVIDER_PREFIX,
    STACK_TYPE,
    is_provider_type,
    make_urn,
    package_of,
    provider_package,
    qualified_type,
)

if TYPE_CHECKING:
    from .wire import Message, PropertyValue

_UNIT_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)")


def option(message: Message, name: str, default: PropertyValue = None) -> PropertyValue:
    """Read an optional field of a message; fields that an older SDK does not know are unset."""
    try:
        present = message.HasField(name)
    except ValueError:
        present = hasattr(message, name)
    return getattr(message, name) if present else default


def inherit(node: Node, parent: Node | None) -> None:
    """Take from the parent what the engine lets children inherit."""
    if parent is None:
        return
    if node.protect is None:
        node.protect = parent.protect
    if node.retain_on_delete is None:
        node.retain_on_delete = parent.retain_on_delete
    if not node.deleted_with:
        node.deleted_with = parent.deleted_with
    if not node.provider and (not node.custom or provider_package(parent.provider) == package_of(node.type)):
        node.provider = parent.provider


def timeout_seconds(timeouts: Message) -> dict[str, float]:
    """Read custom timeouts (``5m``) into seconds."""
    seconds: dict[str, float] = {}
    if timeouts is None:
        return seconds
    for name in ("create", "update", "delete", "read"):
        text = getattr(timeouts, name, "")
        if text:
            total = math.fsum(float(count) * _UNIT_SECONDS[unit] for count, unit in _DURATION.findall(text))
            seconds[name] = int(total) if total.is_integer() else total
    return seconds


def choose_provider(node: Node, parent: Node | None, providers: Providers, request: Message) -> None:
    """Resolve the provider of a custom resource and the providers that a component hands down."""
    if not node.custom:
        inherited = parent.providers if parent is not None and not parent.custom else {}
        node.providers = {**inherited, **node.providers}
        node.provider = ""
        return
    if is_provider_type(node.type):
        node.provider = ""
        version = request.version or installed_version(node.type.removeprefix(PROVIDER_PREFIX))
        if version and node.op == "create":
            node.inputs = {**node.inputs, "__internal": {}, "version": version}
        return
    package = package_of(node.type)
    if not node.provider:
        node.provider = node.providers.get(package, "")
    if not node.provider and parent is not None:
        node.provider = parent.providers.get(package, "")
    if not node.provider:
        node.provider = providers.resolve(
            package,
            request.version,
            getattr(request, "pluginDownloadURL", ""),
            getattr(request, "packageRef", ""),
        )


def alias_urns(node: Node, aliases: Message, stack: str, project: str) -> list[str]:
    """Spell out a resource's own aliases as URNs."""
    urns = []
    for alias in aliases:
        if alias.WhichOneof("alias") == "urn":
            urns.append(alias.urn)
            continue
        spec = alias.spec
        parent = spec.parentUrn or node.parent
        if spec.WhichOneof("parent") == "noParent" and spec.noParent:
            parent = ""
        if parent and qualified_type(parent) == STACK_TYPE:
            parent = ""
        urns.append(
            make_urn(
                spec.stack or stack,
                spec.project or project,
                parent,
                spec.type or node.type,
                spec.name or node.name,
            )
        )
    return list(dict.fromkeys(urns))


def node_of(request: Message, inputs: dict[str, Any], root: str) -> Node:
    """Read a registration request into a node, before inheritance and transforms."""
    defined = request.deleteBeforeReplaceDefined or request.deleteBeforeReplace
    return Node(
        urn="",
        type=request.type,
        name=request.name,
        custom=request.custom,
        parent=request.parent,
        inputs=inputs,
        provider=request.provider,
        providers=dict(request.providers),
        dependencies=list(request.dependencies),
        property_dependencies={key: list(deps.urns) for key, deps in request.propertyDependencies.items()},
        protect=option(request, "protect"),
        retain_on_delete=option(request, "retainOnDelete"),
        deleted_with=request.deletedWith,
        replace_with=list(getattr(request, "replace_with", ())),
        ignore_changes=list(request.ignoreChanges),
        hide_diffs=list(getattr(request, "hideDiffs", ())),
        replace_on_changes=list(request.replaceOnChanges),
        additional_secret_outputs=list(request.additionalSecretOutputs),
        custom_timeouts=timeout_seconds(option(request, "customTimeouts")),
        import_id=request.importId,
        delete_before_replace=request.deleteBeforeReplace if defined else None,
        position=source_position(root, request),
    )


def apply_options(node: Node, options: Message, own_transforms: bool) -> None:
    """Take over the options that transforms returned."""
    node.protect = option(options, "protect")
    node.retain_on_delete = option(options, "retain_on_delete")
    node.deleted_with = options.deleted_with
    node.replace_with = list(getattr(options, "replace_with", ()))
    node.ignore_changes = list(options.ignore_changes)
    node.replace_on_changes = list(options.replace_on_changes)
    node.additional_secret_outputs = list(options.additional_secret_outputs)
    node.custom_timeouts = timeout_seconds(option(options, "custom_timeouts"))
    node.provider = options.provider
    node.providers = dict(options.providers)
    node.delete_before_replace = option(options, "delete_before_replace")
    node.import_id = getattr(options, "import", "")
    if own_transforms:
        node.dependencies = list(options.depends_on)
