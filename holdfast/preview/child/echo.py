"""A resource's outputs before it exists: its inputs, shaped as its class says; the rest is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .shapes import ANY, Shape
from .wire import SIGNATURE, UNKNOWN, Message, PropertyValue, Struct, is_secret, secret, set_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .sdk_types import ResourceTypes

_MISFIT = object()


def shaped(value: PropertyValue, shape: Shape) -> PropertyValue:
    """Fit a value to an output type; fields that only deployment knows become unknown.

    A value that the class cannot hold (a dict where the provider would return text) is unknown.
    """
    fitted = _fit(value, shape)
    return UNKNOWN if fitted is _MISFIT else fitted


def _fit(value: PropertyValue, shape: Shape) -> PropertyValue:
    if value is None or value == UNKNOWN or shape.kind == "any":
        return value
    if is_secret(value):
        inner = _fit(value.get("value"), shape)
        return _MISFIT if inner is _MISFIT else secret(inner)
    if isinstance(value, dict):
        return _fit_dict(value, shape)
    if isinstance(value, list):
        return [shaped(item, shape.element) for item in value] if shape.kind == "list" else _MISFIT
    if shape.kind in ("object", "list", "map") or (shape.kind == "enum" and value not in shape.values):
        return _MISFIT
    return value


def _fit_dict(value: dict[str, Any], shape: Shape) -> PropertyValue:
    if SIGNATURE in value:
        return value
    if shape.kind == "object":
        fields = shape.fields
        filled = {key: shaped(item, fields.get(key, ANY)) for key, item in value.items()}
        return {**dict.fromkeys(fields, UNKNOWN), **filled}
    if shape.kind == "map":
        return {key: shaped(item, shape.element) for key, item in value.items()}
    return _MISFIT


def response_object(
    request_object: Message, inputs: Mapping[str, Any], types: ResourceTypes, rewritten: bool
) -> PropertyValue:
    """Answer of a registration: the request's own object wherever nothing had to be reshaped.

    Args:
        request_object: the inputs as they came.
        inputs: the same inputs as plain values, with everything replaced that only the engine would replace.
        types: what the SDK says of the resource.
        rewritten: whether ``inputs`` differs from ``request_object``.
    """
    outputs = types.outputs
    changed: dict[str, Any] = {}
    if outputs is not None:
        for key, value in inputs.items():
            shape = outputs.get(key, ANY)
            if isinstance(value, (dict, list)) or shape.kind == "enum":
                fitted = shaped(value, shape)
                if fitted != value:
                    changed[key] = fitted
    if not changed and not rewritten:
        return request_object
    answer = Struct()
    for key, value in inputs.items():
        if rewritten or key in changed:
            set_value(answer.fields[key], changed.get(key, value))
        else:
            answer.fields[key].CopyFrom(request_object.fields[key])
    return answer


def planned_outputs(inputs: Mapping[str, Any], types: ResourceTypes, custom: bool) -> dict[str, Any]:
    """Outputs for stack policies: inputs as planned, computed ones unknown, unset optional ones absent."""
    if not custom:
        return dict(inputs)
    shapes = types.outputs or {}
    shaped_inputs = {
        key: shaped(value, shapes.get(key, ANY)) for key, value in inputs.items() if not key.startswith("__")
    }
    return {"id": UNKNOWN, **dict.fromkeys(sorted(types.computed), UNKNOWN), **shaped_inputs}
