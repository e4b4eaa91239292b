"""The stand-in provider: the preview's own provider, and behind it a cloud in which things really come to be.

The engine attaches to it by ``PULUMI_DEBUG_PROVIDERS`` instead of starting a plugin.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import grpc  # type: ignore[import-untyped]  # no stubs are installed
from pulumi.runtime.proto import provider_pb2

from holdfast.preview.child.provider import serving
from holdfast.preview.child.provider.diff import Change, refreshed
from holdfast.preview.child.provider.service import PreviewProvider
from holdfast.preview.child.wire import Empty, Message, struct_to_plain, to_struct
from tests.engine.standin import dsql, rds
from tests.engine.standin.errors import CloudError
from tests.engine.standin.faults import Call, Faults
from tests.engine.standin.lookups import LookUps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engine.standin.cloud import Cloud

PACKAGES = ("aws", "cloudflare", "random")
_THREADS = 32  # as many calls as the engine makes at once may wait for a slow cloud


@contextmanager
def serve(cloud: Cloud, faults: Faults | None = None) -> Iterator[str]:
    """Serve a cloud and give what ``PULUMI_DEBUG_PROVIDERS`` must say.

    Args:
        cloud: What exists.
        faults: What goes wrong, which a test may change while it is served. Default: nothing.
    """
    with serving.serve(_Provider(cloud, faults or Faults()), PACKAGES, threads=_THREADS) as told:
        yield told


class _Provider(PreviewProvider):
    """Creates, reads, updates and deletes; what previews ask is answered as the tool itself does."""

    def __init__(self, cloud: Cloud, faults: Faults) -> None:
        super().__init__(LookUps(cloud))
        self._cloud = cloud
        self._faults = faults

    def replacement_is_unknown(self, type_token: str, found: list[Change]) -> None:
        """Refuse to guess."""
        properties = ", ".join(change.property for change in found)
        raise LookupError(f"no row of provider/facts.json says whether {type_token} {properties} replaces")

    def Configure(self, request: Message, context: Message) -> Message:  # noqa: N802  # name of the RPC, as all below
        """Sign in: with a role of another account that is a call of its own, which can fail."""
        args = struct_to_plain(request.args)
        if "assumeRoles" in args:
            with self._call("configure", request, args, context):
                pass
        return super().Configure(request, context)

    def Check(self, request: Message, context: Message) -> Message:  # noqa: N802
        """Refuse what its own check does, and inputs that go together with no other."""
        checked = super().Check(request, context)
        inputs = struct_to_plain(request.news)
        said = [
            *(f"{key}: conflicts with another input" for key in rds.conflicts(request.type, inputs)),
            *dsql.mistakes(request.type, inputs),
        ]
        checked.failures.extend(provider_pb2.CheckFailure(reason=one) for one in said)
        return checked

    def Create(self, request: Message, context: Message) -> Message:  # noqa: N802
        if request.preview:
            return super().Create(request, context)
        inputs = struct_to_plain(request.properties)
        with self._call("create", request, inputs, context):
            thing = self._cloud.create(request.type, inputs, urn=request.urn)
            return provider_pb2.CreateResponse(id=thing.id, properties=to_struct(thing.state))

    def Read(self, request: Message, context: Message) -> Message:  # noqa: N802
        state = struct_to_plain(request.properties)
        with self._call("read", request, state, context):
            thing = self._cloud.read(request.type, state, request.id)
        if thing is None:
            return provider_pb2.ReadResponse()
        inputs = struct_to_plain(request.inputs)
        followed = (
            refreshed(inputs, thing.state | _kept(inputs))
            if inputs
            else self._imported(thing.type, thing.state)
        )
        return provider_pb2.ReadResponse(
            id=thing.id, properties=to_struct(thing.state), inputs=to_struct(followed)
        )

    def Update(self, request: Message, context: Message) -> Message:  # noqa: N802
        if request.preview:
            return super().Update(request, context)
        state, inputs = struct_to_plain(request.olds), struct_to_plain(request.news)
        with self._call("update", request, inputs, context):
            found = self._cloud.read(request.type, state, request.id)
            if found is None:
                raise CloudError(f"{request.type} {request.id} does not exist")
            thing = self._cloud.update(found, inputs, request.ignoreChanges)
            return provider_pb2.UpdateResponse(properties=to_struct(thing.state))

    def Delete(self, request: Message, context: Message) -> Message:  # noqa: N802
        state = struct_to_plain(request.properties)
        with self._call("delete", request, state, context):
            self._cloud.delete(request.type, state, request.id)
        return Empty()

    def Invoke(self, request: Message, context: Message) -> Message:  # noqa: N802
        try:
            return super().Invoke(request, context)
        except CloudError as error:
            context.abort(grpc.StatusCode.UNKNOWN, str(error))

    def _imported(self, type_token: str, state: dict[str, Any]) -> dict[str, Any]:
        """Inputs of a resource that is taken over: those of its properties that can be set."""
        found = {key: value for key, value in state.items() if key in self.facts(type_token).inputs}
        left_out = {*rds.conflicts(type_token, found)}
        return {key: value for key, value in found.items() if key not in left_out}

    @contextmanager
    def _call(
        self, operation: str, request: Message, properties: dict[str, Any], context: Message
    ) -> Iterator[None]:
        """Let the fault come that is due, and tell the engine what the cloud refuses."""
        call = Call(
            operation=operation,
            type=str(request.type),
            name=str(request.urn).rpartition("::")[2],
            region=str(properties.get("region") or ""),
        )
        try:
            self._faults.meet(call)
            yield
        except CloudError as error:
            context.abort(grpc.StatusCode.UNKNOWN, str(error))


def _kept(inputs: dict[str, Any]) -> dict[str, Any]:
    """What reading never gives and a refresh keeps: the list of defaults."""
    return {"__defaults": inputs["__defaults"]} if "__defaults" in inputs else {}
