"""The provider that the real engine talks to in a preview, for every package at once."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING, Any

import grpc  # type: ignore[import-untyped]  # no stubs are installed
import pulumi
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from ..invokes import asked_from_outside
from ..wire import UNKNOWN, Empty, Message, struct_to_plain, to_struct
from .diff import Change, changes
from .facts import Facts, facts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..invokes import Invokes

_ASSUMED = "__assumed"
_KIND = provider_pb2.PropertyDiff.Kind
_KINDS = {
    ("add", False): _KIND.ADD,
    ("add", True): _KIND.ADD_REPLACE,
    ("delete", False): _KIND.DELETE,
    ("delete", True): _KIND.DELETE_REPLACE,
    ("update", False): _KIND.UPDATE,
    ("update", True): _KIND.UPDATE_REPLACE,
}


class PreviewProvider(provider_pb2_grpc.ResourceProviderServicer):
    """Answers what a preview asks: check, diff, and create and update that change nothing.

    Method names, arguments and answers are those of Pulumi's protocol.
    """

    def __init__(self, invokes: Invokes, told: Callable[[int], None] | None = None) -> None:
        """Start.

        Args:
            invokes: answers to look-ups, and what was assumed.
            told: called with the number of resources that were checked so far. Default: nobody is told.
        """
        self._invokes = invokes
        self._told = told
        self._checked: set[str] = set()
        self._lock = threading.Lock()

    def facts(self, type_token: str) -> Facts:
        """What is known of a type."""
        with self._lock:  # importing the same modules from two threads at once can deadlock
            return facts(type_token)

    def Handshake(self, _request: Message, _context: Message) -> Message:  # noqa: N802  # name of the RPC, as all below
        """Take note of the engine."""
        return provider_pb2.ProviderHandshakeResponse(supports_autonaming_configuration=True)

    def Attach(self, _request: Message, _context: Message) -> Message:  # noqa: N802
        """Take note of the engine, as older engines tell of themselves."""
        return Empty()

    def Cancel(self, _request: Message, _context: Message) -> Message:  # noqa: N802
        """Stop: nothing lasts long here."""
        return Empty()

    def GetPluginInfo(self, _request: Message, _context: Message) -> Message:  # noqa: N802
        """Tell a version: none that an SDK asks for is newer."""
        return plugin_pb2.PluginInfo(version="999.0.0")

    def CheckConfig(self, request: Message, _context: Message) -> Message:  # noqa: N802
        """Accept any configuration of a provider."""
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, _request: Message, _context: Message) -> Message:  # noqa: N802
        """No change of a provider's configuration replaces anything.

        pulumi-aws 7 moves no resource with ``aws:region``: https://github.com/pulumi/pulumi-aws/issues/5656.
        """
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, _request: Message, _context: Message) -> Message:  # noqa: N802
        """Be ready."""
        return provider_pb2.ConfigureResponse(supportsPreview=True, supports_autonaming_configuration=True)

    def Check(self, request: Message, _context: Message) -> Message:  # noqa: N802
        """Refuse unknown, missing and wrongly typed inputs; fill in the name where none is given."""
        known = self.facts(request.type)
        old, new = struct_to_plain(request.olds), struct_to_plain(request.news)
        failures = [provider_pb2.CheckFailure(reason=text) for text in known.mistakes(new)]
        filled = []
        if known.name is not None and new.get(known.name) is None:
            new[known.name] = old.get(known.name) or _autoname(request, known.name_max)
            filled = [known.name]
        self._count(request.urn)
        inputs = to_struct({**new, "__defaults": filled})
        return provider_pb2.CheckResponse(inputs=inputs, failures=failures)

    def Diff(self, request: Message, _context: Message) -> Message:  # noqa: N802
        """Tell what differs, and whether that replaces the resource."""
        known, new = self.facts(request.type), struct_to_plain(request.news)
        state = struct_to_plain(request.olds)
        found = [] if _ASSUMED in state else changes(known, state, new, request.ignoreChanges)
        unknown = [change for change in found if change.replaces is None]
        if unknown:
            self.replacement_is_unknown(request.type, unknown)
        named_by_hand = known.name is not None and known.name not in new.get("__defaults", [])
        some, none = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(
            changes=some if found else none,
            replaces=[change.property for change in found if change.replaces],
            diffs=[change.property for change in found],
            detailedDiff={
                change.property: provider_pb2.PropertyDiff(kind=_KINDS[change.kind, bool(change.replaces)])
                for change in found
            },
            hasDetailedDiff=True,
            deleteBeforeReplace=named_by_hand,
        )

    def replacement_is_unknown(self, type_token: str, found: list[Change]) -> None:
        """Tell that nothing says whether these changes replace the resource."""
        properties = ", ".join(change.property for change in found)
        self._invokes.assume(
            "replacement",
            type_token,
            f"a change of {properties} is shown as an update; whether it replaces is not known here",
        )

    def Create(self, request: Message, context: Message) -> Message:  # noqa: N802
        """Plan a resource: its inputs, and unknown what only deployment knows."""
        if not request.preview:
            _refuse_to_deploy(context)
        properties = planned(self.facts(request.type), struct_to_plain(request.properties))
        return provider_pb2.CreateResponse(properties=to_struct(properties))

    def Read(self, request: Message, _context: Message) -> Message:  # noqa: N802
        """Answer an import or a refresh: what was last known is assumed to hold."""
        state = struct_to_plain(request.properties)
        if not state:
            self._invokes.assume("import", f"{request.type} {request.id}", "it exists and is as declared")
            state = {_ASSUMED: True}
        inputs = request.inputs if request.inputs.fields else to_struct(state)
        return provider_pb2.ReadResponse(id=request.id, properties=to_struct(state), inputs=inputs)

    def Update(self, request: Message, context: Message) -> Message:  # noqa: N802
        """Plan a change: what the provider filled in stays, but for what each update gives anew."""
        if not request.preview:
            _refuse_to_deploy(context)
        state, inputs = struct_to_plain(request.olds), struct_to_plain(request.news)
        anew = dict.fromkeys(self.facts(request.type).recomputed, UNKNOWN)
        return provider_pb2.UpdateResponse(properties=to_struct({**state, **anew, **inputs}))

    def Delete(self, _request: Message, context: Message) -> Message:  # noqa: N802
        """Delete nothing: no preview asks for it."""
        _refuse_to_deploy(context)
        return Empty()

    def Invoke(self, request: Message, context: Message) -> Message:  # noqa: N802
        """Answer a look-up."""
        arguments = struct_to_plain(request.args)
        try:
            with self._lock, asked_from_outside(request.tok):
                found = self._invokes.answer(request.tok, arguments, "")
        except pulumi.RunError as error:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))
        return provider_pb2.InvokeResponse(**{"return": to_struct(found or {})})

    def _count(self, urn: str) -> None:
        if self._told is not None:
            with self._lock:
                self._checked.add(urn)
                self._told(len(self._checked))


def planned(known: Facts, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """State that a preview shows: the inputs, and unknown what the provider fills in.

    Args:
        known: The resource's type.
        inputs: Its checked inputs.
    """
    return {**dict.fromkeys(known.computed, UNKNOWN), **inputs}


def _autoname(request: Message, longest: int | None) -> str:
    """The name that the engine proposes, or the provider's own: logical name, hyphen, seven characters."""
    proposed = str(request.autonaming.proposed_name)
    if proposed:
        return proposed
    suffix = hashlib.sha256(request.urn.encode()).hexdigest()[:7]
    name = str(request.name)
    return f"{name if longest is None else name[: longest - len(suffix) - 1]}-{suffix}"


def _refuse_to_deploy(context: Message) -> None:
    context.abort(grpc.StatusCode.FAILED_PRECONDITION, "this provider previews and deploys nothing")
