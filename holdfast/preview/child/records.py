"""What was registered, and how the engine's digest prints it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .urns import is_provider_type, package_of
from .wire import BLINDED, SECRET, SIGNATURE, PropertyValue, as_a_provider_returns, printed

if TYPE_CHECKING:
    from collections.abc import Mapping

# Providers that carry secrets through; the others, all bridges to Terraform among them, return plain values.
_SECRET_KEEPING_PACKAGES = frozenset(
    {"aws-native", "azure-native", "command", "docker-build", "google-native", "kubernetes"}
)


@dataclass
class Node:
    """One registered resource."""

    urn: str
    type: str
    name: str
    custom: bool
    parent: str
    inputs: dict[str, Any]
    op: str = "create"
    id: str = ""
    external: bool = False
    provider: str = ""
    providers: Mapping[str, str] = field(default_factory=dict)
    dependencies: list[str] = field(default_factory=list)
    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    protect: bool | None = None
    retain_on_delete: bool | None = None
    deleted_with: str = ""
    replace_with: list[str] = field(default_factory=list)
    ignore_changes: list[str] = field(default_factory=list)
    hide_diffs: list[str] = field(default_factory=list)
    replace_on_changes: list[str] = field(default_factory=list)
    additional_secret_outputs: list[str] = field(default_factory=list)
    custom_timeouts: dict[str, float] = field(default_factory=dict)
    import_id: str = ""
    delete_before_replace: bool | None = None
    aliases: list[str] = field(default_factory=list)
    position: str = ""
    transforms: list[Any] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)

    def state(self) -> dict[str, Any]:
        """Print the node as ``newState``; what is empty is left out, as the engine does."""
        entries: dict[str, Any] = {
            "urn": self.urn,
            "custom": self.custom,
            "id": self.id,
            "type": self.type,
            "inputs": self._printed_inputs(),
            "parent": self.parent,
            "protect": self.protect,
            "external": self.external,
            "dependencies": sorted(self.dependencies),
            "provider": self.provider,
            "propertyDependencies": {
                key: sorted(urns) for key, urns in sorted(self.property_dependencies.items())
            },
            "additionalSecretOutputs": self.additional_secret_outputs,
            "customTimeouts": self.custom_timeouts,
            "importID": self.import_id,
            "retainOnDelete": self.retain_on_delete,
            "deletedWith": self.deleted_with,
            "replaceWith": self.replace_with,
            "sourcePosition": self.position,
            "ignoreChanges": self.ignore_changes,
            "hideDiff": self.hide_diffs,
            "replaceOnChanges": self.replace_on_changes,
        }
        return {key: value for key, value in entries.items() if value or key == "custom"}

    def _printed_inputs(self) -> dict[str, Any]:
        inputs = self.inputs
        if (
            self.custom
            and package_of(self.type) not in _SECRET_KEEPING_PACKAGES
            and not is_provider_type(self.type)
        ):
            inputs = {key: as_a_provider_returns(value) for key, value in inputs.items()}
        return {key: printed(value) for key, value in sorted(inputs.items())}

    def step(self) -> dict[str, Any]:
        """Print the node as a step of the digest."""
        step: dict[str, Any] = {"op": self.op, "urn": self.urn}
        if self.provider:
            step["provider"] = self.provider
        return {**step, "newState": self.state(), "detailedDiff": None}

    def analysis(self) -> dict[str, Any]:
        """Tell policies what they may ask of a node; secrets are unblinded here."""
        return {
            "urn": self.urn,
            "type": self.type,
            "name": self.name,
            "op": self.op,
            "parent": self.parent,
            "provider": self.provider,
            "inputs": self.inputs,
            "outputs": self.outputs,
            "dependencies": sorted(self.dependencies),
            "property_dependencies": {key: sorted(urns) for key, urns in self.property_dependencies.items()},
            "protect": self.protect,
            "ignore_changes": self.ignore_changes,
            "delete_before_replace": self.delete_before_replace,
            "aliases": self.aliases,
            "additional_secret_outputs": self.additional_secret_outputs,
            "custom_timeouts": self.custom_timeouts,
        }


def printed_outputs(outputs: Mapping[str, Any]) -> dict[str, Any]:
    """Print stack outputs: secrets blinded, the SDK's marks of resources removed."""
    return {key: _without_marks(printed(value)) for key, value in sorted(outputs.items())}


def _without_marks(value: PropertyValue) -> PropertyValue:
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            return BLINDED
        return {key: _without_marks(item) for key, item in value.items() if key != "@isPulumiResource"}
    if isinstance(value, list):
        return [_without_marks(item) for item in value]
    return value
