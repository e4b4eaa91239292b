"""Where planned values come from: settings paths, with a mark on what nobody set."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.settings import SettingsModel
    from holdfast.topology.values import Origin

DEFAULT = " (default)"


def path_of(model: SettingsModel, path: str, field: str) -> str:
    """Return the settings path of a field, marked when the field has its default.

    Args:
        model: The settings object that holds the field.
        path: The object's own path, such as ``holdfast:services.orders``.
        field: The field's name.

    Returns:
        Such as ``holdfast:services.orders.port`` or ``holdfast:regions.use1.zones (default)``.
    """
    return f"{path}.{field}" + ("" if field in model.model_fields_set else DEFAULT)


def origin(**fields: str) -> Origin:
    """Return a read-only map from each planned field to the path or paths that it came from."""
    return MappingProxyType(fields)
