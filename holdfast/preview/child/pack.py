"""One policy pack run over registered resources, with the analyzer service that the pack itself defines.

The pack's program starts a server and waits for ever. Here its service is taken when it would be served, and
called with the same messages that the engine would send.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from .errors import describe
from .wire import Message, printed, struct_to_plain, to_struct, without_references

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LEVELS = {
    analyzer_pb2.ADVISORY: "advisory",
    analyzer_pb2.MANDATORY: "mandatory",
    analyzer_pb2.REMEDIATE: "remediate",
}
_SEVERITY_PREFIX = "POLICY_SEVERITY_"


class _Served(BaseException):
    """The pack has handed over its service; a program's own ``except Exception`` must not stop this."""


def main(request_file: Path) -> int:
    """Run the pack that a request file describes.

    Args:
        request_file: JSON with ``pack`` (its folder), ``nodes``, ``stack_urn`` and ``result``.
    """
    request = json.loads(request_file.read_text(encoding="utf-8"))
    folder = request["pack"]
    os.chdir(folder)
    result: dict[str, Any]
    try:
        service = _service_of(folder)
        result = _Analysis(service, request["nodes"], request["stack_urn"]).run()
    except _NoPackError as error:
        result = {"error": str(error)}
    except Exception as error:  # noqa: BLE001 - whatever the pack raises is told to its author
        result = {"error": describe(error, folder)}
    Path(request["result"]).write_text(json.dumps(result), encoding="utf-8")
    return 0


class _NoPackError(Exception):
    """The folder holds no policy pack."""


def _service_of(folder: str) -> Message:
    served: list[Any] = []

    def take(service: Message, _server: Message) -> None:
        served.append(service)
        raise _Served

    vars(analyzer_pb2_grpc)["add_AnalyzerServicer_to_server"] = take
    stdout, sys.stdout = sys.stdout, sys.stderr
    try:
        runpy.run_path(folder, run_name="__main__")
    except _Served:
        return served[0]
    finally:
        sys.stdout = stdout
    raise _NoPackError(f"{folder}: the program defines no policy pack: it never made a PolicyPack")


class _Analysis:
    def __init__(self, service: Message, nodes: Sequence[Mapping[str, Any]], stack_urn: str) -> None:
        self._service = service
        self._nodes = nodes
        self._by_urn = {node["urn"]: node for node in nodes}
        self._stack_urn = stack_urn
        self._found: list[dict[str, Any]] = []
        self._remediated: dict[str, dict[str, Any]] = {}

    def run(self) -> dict[str, Any]:
        for node in self._nodes:
            if node["op"] != "read":
                self._analyze(node)
        request = analyzer_pb2.AnalyzeStackRequest(
            resources=[self._stack_resource(node) for node in self._nodes if node["op"] != "read"]
        )
        response = self._service.AnalyzeStack(request, None)
        self._found += self._diagnostics(response.diagnostics, self._stack_urn)
        return {"policies": self._found, "remediated": self._remediated}

    def _analyze(self, node: Mapping[str, Any]) -> None:
        inputs = {key: without_references(value) for key, value in node["inputs"].items()}
        response = self._service.Remediate(self._request(node, inputs), None)
        for remediation in response.remediations:
            entry = {
                "pack": remediation.policyPackName,
                "policy": remediation.policyName,
                "urn": node["urn"],
                "level": "advisory" if remediation.diagnostic else "remediate",
                "message": remediation.diagnostic or remediation.description,
            }
            self._found.append(entry)
            if not remediation.diagnostic:
                inputs = struct_to_plain(remediation.properties)
                self._remediated[node["urn"]] = {key: printed(value) for key, value in inputs.items()}
        shown = {key: value for key, value in inputs.items() if not key.startswith("__")}
        response = self._service.Analyze(self._request(node, shown), None)
        self._found += self._diagnostics(response.diagnostics, node["urn"])

    def _diagnostics(self, diagnostics: Message, default_urn: str) -> Iterator[dict[str, Any]]:
        for diagnostic in diagnostics:
            entry = {
                "pack": diagnostic.policyPackName,
                "policy": diagnostic.policyName,
                "urn": diagnostic.urn or default_urn,
                "level": _LEVELS.get(diagnostic.enforcementLevel, "advisory"),
                "message": diagnostic.message,
            }
            severity = analyzer_pb2.PolicySeverity.Name(getattr(diagnostic, "severity", 0))
            if not severity.endswith("UNSPECIFIED"):
                entry["severity"] = severity.removeprefix(_SEVERITY_PREFIX).lower()
            yield entry

    def _request(self, node: Mapping[str, Any], properties: Mapping[str, Any]) -> Message:
        return analyzer_pb2.AnalyzeRequest(
            type=node["type"],
            urn=node["urn"],
            name=node["name"],
            properties=to_struct(properties),
            options=_options(node),
            provider=self._provider(node),
        )

    def _stack_resource(self, node: Mapping[str, Any]) -> Message:
        properties = {
            key: without_references(value)
            for key, value in node["outputs"].items()
            if not key.startswith("__")
        }
        dependencies = {
            key: analyzer_pb2.AnalyzerPropertyDependencies(urns=urns)
            for key, urns in node["property_dependencies"].items()
            if urns
        }
        return analyzer_pb2.AnalyzerResource(
            type=node["type"],
            urn=node["urn"],
            name=node["name"],
            properties=to_struct(properties),
            options=_options(node),
            provider=self._provider(node),
            parent=node["parent"],
            dependencies=node["dependencies"],
            propertyDependencies=dependencies,
        )

    def _provider(self, node: Mapping[str, Any]) -> Message:
        provider = self._by_urn.get(node["provider"].rpartition("::")[0])
        if provider is None:
            return None
        return analyzer_pb2.AnalyzerProviderResource(
            type=provider["type"],
            urn=provider["urn"],
            name=provider["name"],
            properties=to_struct(
                {key: value for key, value in provider["inputs"].items() if not key.startswith("__")}
            ),
        )


def _options(node: Mapping[str, Any]) -> Message:
    before = node["delete_before_replace"]
    return analyzer_pb2.AnalyzerResourceOptions(
        protect=bool(node["protect"]),
        ignoreChanges=node["ignore_changes"],
        deleteBeforeReplace=bool(before),
        deleteBeforeReplaceDefined=before is not None,
        aliases=node["aliases"],
        additionalSecretOutputs=node["additional_secret_outputs"],
        parent=node["parent"],
        customTimeouts=analyzer_pb2.AnalyzerResourceOptions.CustomTimeouts(**node["custom_timeouts"]),
    )
