"""Transforms: a resource's own, its ancestors', the stack's, in this order, by the SDK's callback server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc  # type: ignore[import-untyped]  # no stubs are installed
import pulumi
from pulumi.runtime.proto import callback_pb2, callback_pb2_grpc, resource_pb2

from .goal import apply_options
from .wire import (
    OUTPUT,
    SECRET,
    SIGNATURE,
    UNKNOWN,
    Message,
    PropertyValue,
    secret,
    struct_to_plain,
    to_struct,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .records import Node


class Transforms:
    """Every registered transform, and the channels to the program's callback server."""

    def __init__(self) -> None:
        """Start with none."""
        self.stack: list[Any] = []
        self.invokes: list[Any] = []
        self._stubs: dict[str, Any] = {}

    def call(self, callback: Message, message: Message) -> bytes:
        """Run one callback of the program and return its answer."""
        if callback.target not in self._stubs:
            options = [("grpc.max_receive_message_length", 400 * 1024 * 1024), ("grpc.enable_http_proxy", 0)]
            channel = grpc.insecure_channel(callback.target, options=options)
            self._stubs[callback.target] = callback_pb2_grpc.CallbacksStub(channel)
        request = callback_pb2.CallbackInvokeRequest(
            token=callback.token, request=message.SerializeToString()
        )
        try:
            response: bytes = self._stubs[callback.target].Invoke(request).response
        except grpc.RpcError as error:
            raise pulumi.RunError(str(error.details())) from None
        return response

    def run(self, node: Node, request: Message, ancestors: Sequence[Node]) -> bool:
        """Apply every transform that concerns a node; tell whether there were any."""
        node.transforms = list(request.transforms)
        callbacks = [*node.transforms]
        for ancestor in ancestors:
            callbacks += ancestor.transforms
        callbacks += self.stack
        if not callbacks:
            return False
        own = bool(node.transforms)
        properties = {
            key: _with_dependencies(_to_output(value), node.property_dependencies.get(key, []) if own else [])
            for key, value in node.inputs.items()
        }
        options = _options(node, request)
        for callback in callbacks:
            message = resource_pb2.TransformRequest(
                type=node.type,
                name=node.name,
                custom=node.custom,
                parent=node.parent,
                properties=to_struct(properties),
                options=options,
            )
            answer = resource_pb2.TransformResponse.FromString(self.call(callback, message))
            properties = struct_to_plain(answer.properties)
            if answer.HasField("options"):
                options = answer.options
        apply_options(node, options, own)
        if own:
            node.property_dependencies = {
                key: sorted(set(_dependencies(value))) for key, value in properties.items()
            }
            found = {urn for urns in node.property_dependencies.values() for urn in urns}
            node.dependencies = sorted({*node.dependencies, *found})
        node.inputs = {key: _from_output(value) for key, value in sorted(properties.items())}
        return True

    def run_invoke(self, token: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Apply the stack's invoke transforms to the arguments of a call."""
        properties = dict(arguments)
        for callback in self.invokes:
            message = resource_pb2.TransformInvokeRequest(
                token=token, args=to_struct(properties), options=resource_pb2.TransformInvokeOptions()
            )
            answer = resource_pb2.TransformInvokeResponse.FromString(self.call(callback, message))
            properties = struct_to_plain(answer.args)
        return properties


def _options(node: Node, request: Message) -> PropertyValue:
    options = resource_pb2.TransformResourceOptions(
        depends_on=node.dependencies,
        ignore_changes=node.ignore_changes,
        replace_on_changes=node.replace_on_changes,
        version=request.version,
        provider=node.provider,
        custom_timeouts=request.customTimeouts if request.HasField("customTimeouts") else None,
        plugin_download_url=request.pluginDownloadURL,
        deleted_with=node.deleted_with,
        additional_secret_outputs=node.additional_secret_outputs,
        providers=node.providers,
        aliases=list(request.aliases),
    )
    setattr(options, "import", request.importId)
    if node.protect is not None:
        options.protect = node.protect
    if node.retain_on_delete is not None:
        options.retain_on_delete = node.retain_on_delete
    if node.delete_before_replace is not None:
        options.delete_before_replace = node.delete_before_replace
    return options


def _to_output(value: PropertyValue) -> PropertyValue:
    """Secrets and unknowns as output values, the form in which a transform sees them as outputs."""
    if value == UNKNOWN:
        return {SIGNATURE: OUTPUT}
    if isinstance(value, list):
        return [_to_output(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get(SIGNATURE) == SECRET:
        inner = _to_output(value.get("value"))
        if isinstance(inner, dict) and inner.get(SIGNATURE) == OUTPUT:
            return {**inner, "secret": True}
        return {SIGNATURE: OUTPUT, "value": inner, "secret": True}
    return {key: _to_output(item) for key, item in value.items()}


def _with_dependencies(value: PropertyValue, urns: list[str]) -> PropertyValue:
    if not urns or set(urns) <= set(_dependencies(value)):
        return value
    if isinstance(value, dict) and value.get(SIGNATURE) == OUTPUT:
        return {**value, "dependencies": sorted({*urns, *value.get("dependencies", [])})}
    return {SIGNATURE: OUTPUT, "value": value, "dependencies": sorted(urns)}


def _dependencies(value: PropertyValue) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get(SIGNATURE) == OUTPUT:
            yield from value.get("dependencies", [])
        for item in value.values():
            yield from _dependencies(item)
    elif isinstance(value, list):
        for item in value:
            yield from _dependencies(item)


def _from_output(value: PropertyValue) -> PropertyValue:
    if isinstance(value, list):
        return [_from_output(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get(SIGNATURE) == OUTPUT:
        inner = _from_output(value["value"]) if "value" in value else UNKNOWN
        return secret(inner) if value.get("secret") else inner
    return {key: _from_output(item) for key, item in value.items()}
