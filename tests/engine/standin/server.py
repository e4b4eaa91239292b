"""The provider that the engine talks to: gRPC in the test's own process, for every package at once.

The engine attaches to it by ``PULUMI_DEBUG_PROVIDERS`` instead of starting a plugin.
"""

from __future__ import annotations

import hashlib
from concurrent import futures
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import grpc  # type: ignore[import-untyped]  # no stubs are installed
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from holdfast.preview.child.wire import Empty, Message, struct_to_plain, to_struct
from tests.engine.standin.cloud import Cloud, CloudError
from tests.engine.standin.diff import changes, refreshed
from tests.engine.standin.facts import facts
from tests.engine.standin.outputs import planned

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = ("aws", "random")
_KIND = provider_pb2.PropertyDiff.Kind
_KINDS = {
    ("add", False): _KIND.ADD,
    ("add", True): _KIND.ADD_REPLACE,
    ("delete", False): _KIND.DELETE,
    ("delete", True): _KIND.DELETE_REPLACE,
    ("update", False): _KIND.UPDATE,
    ("update", True): _KIND.UPDATE_REPLACE,
}


@contextmanager
def serve(cloud: Cloud) -> Iterator[str]:
    """Serve a cloud and give what ``PULUMI_DEBUG_PROVIDERS`` must say."""
    limit = [("grpc.max_receive_message_length", 1 << 28), ("grpc.max_send_message_length", 1 << 28)]
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8), options=limit)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(_Provider(cloud), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield ",".join(f"{package}:{port}" for package in PACKAGES)
    finally:
        server.stop(None).wait()


class _Provider(provider_pb2_grpc.ResourceProviderServicer):
    """Method names, arguments and answers are those of Pulumi's protocol."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def Handshake(self, _request: Message, _context: Any) -> Any:  # noqa: N802  # name of the RPC, as all below
        return provider_pb2.ProviderHandshakeResponse(supports_autonaming_configuration=True)

    def Attach(self, _request: Message, _context: Any) -> Any:  # noqa: N802
        return Empty()

    def Cancel(self, _request: Message, _context: Any) -> Any:  # noqa: N802
        return Empty()

    def GetPluginInfo(self, _request: Message, _context: Any) -> Any:  # noqa: N802
        return plugin_pb2.PluginInfo(version="999.0.0")  # none that an SDK asks for is newer

    def CheckConfig(self, request: Message, _context: Any) -> Any:  # noqa: N802
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, _request: Message, _context: Any) -> Any:  # noqa: N802
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, _request: Message, _context: Any) -> Any:  # noqa: N802
        return provider_pb2.ConfigureResponse(supportsPreview=True, supports_autonaming_configuration=True)

    def Check(self, request: Message, _context: Any) -> Any:  # noqa: N802
        known = facts(request.type)
        old, new = struct_to_plain(request.olds), struct_to_plain(request.news)
        failures = [provider_pb2.CheckFailure(reason=text) for text in known.mistakes(new)]
        filled = []
        if known.name is not None and new.get(known.name) is None:
            new[known.name] = old.get(known.name) or _autoname(request)
            filled = [known.name]
        inputs = to_struct({**new, "__defaults": filled})
        return provider_pb2.CheckResponse(inputs=inputs, failures=failures)

    def Diff(self, request: Message, _context: Any) -> Any:  # noqa: N802
        known, new = facts(request.type), struct_to_plain(request.news)
        found = changes(known, struct_to_plain(request.olds), new, request.ignoreChanges)
        details = {
            change.property: provider_pb2.PropertyDiff(kind=_KINDS[change.kind, change.replaces])
            for change in found
        }
        named_by_hand = known.name is not None and known.name not in new.get("__defaults", [])
        some, none = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(
            changes=some if found else none,
            replaces=[change.property for change in found if change.replaces],
            diffs=[change.property for change in found],
            detailedDiff=details,
            hasDetailedDiff=True,
            deleteBeforeReplace=named_by_hand,
        )

    def Create(self, request: Message, context: Any) -> Any:  # noqa: N802
        inputs = struct_to_plain(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(properties=to_struct(planned(facts(request.type), inputs)))
        with _refusals(context):
            thing = self._cloud.create(request.type, inputs)
            return provider_pb2.CreateResponse(id=thing.id, properties=to_struct(thing.state))

    def Read(self, request: Message, _context: Any) -> Any:  # noqa: N802
        thing = self._cloud.read(request.type, struct_to_plain(request.properties), request.id)
        if thing is None:
            return provider_pb2.ReadResponse()
        inputs = struct_to_plain(request.inputs)
        followed = refreshed(inputs, thing.state | _kept(inputs))
        return provider_pb2.ReadResponse(
            id=thing.id, properties=to_struct(thing.state), inputs=to_struct(followed)
        )

    def Update(self, request: Message, context: Any) -> Any:  # noqa: N802
        state, inputs = struct_to_plain(request.olds), struct_to_plain(request.news)
        if request.preview:
            return provider_pb2.UpdateResponse(properties=to_struct({**state, **inputs}))
        with _refusals(context):
            found = self._cloud.read(request.type, state, request.id)
            if found is None:
                raise CloudError(f"{request.type} {request.id} does not exist")
            thing = self._cloud.update(found, inputs, request.ignoreChanges)
            return provider_pb2.UpdateResponse(properties=to_struct(thing.state))

    def Delete(self, request: Message, context: Any) -> Any:  # noqa: N802
        with _refusals(context):
            self._cloud.delete(request.type, struct_to_plain(request.properties), request.id)
        return Empty()


def _kept(inputs: dict[str, Any]) -> dict[str, Any]:
    """What reading never gives and a refresh keeps: the list of defaults."""
    return {"__defaults": inputs["__defaults"]} if "__defaults" in inputs else {}


def _autoname(request: Message) -> str:
    proposed = str(request.autonaming.proposed_name)
    return proposed or f"{request.name}-{hashlib.sha256(request.urn.encode()).hexdigest()[:7]}"


@contextmanager
def _refusals(context: Any) -> Iterator[None]:
    """Tell the engine what the cloud refuses."""
    try:
        yield
    except CloudError as error:
        context.abort(grpc.StatusCode.UNKNOWN, str(error))
