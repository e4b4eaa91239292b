"""Policy packs run over a preview, each in a child of its own Python."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .child_process import closed_environment
from .json_child import ask_child
from .project import Project, python_of, read_mapping, runtime_virtualenv, usage
from .request import PreviewError, PreviewRequest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .stack_config import StackConfig

PACK_FILES = ("PulumiPolicy.yaml", "PulumiPolicy.yml")


def run_policy_packs(
    request: PreviewRequest,
    *,
    project: Project,
    config: StackConfig,
    organization: str,
    result: Mapping[str, Any],
) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """Run every pack of a request.

    Args:
        request: names the packs.
        project: the program's project, whose Python runs a pack that names none.
        config: the stack's configuration.
        organization: the stack's organization.
        result: what the program's child told, with ``analysis``.

    Returns:
        What the packs found, and the inputs of resources that they would change, by URN.

    Raises:
        PreviewError: a pack is missing or failed.
    """
    stack = request.stack.rpartition("/")[2]
    environment = {
        "PULUMI_PROJECT": project.name,
        "PULUMI_STACK": stack,
        "PULUMI_ORGANIZATION": organization,
        "PULUMI_DRY_RUN": "true",
        "PULUMI_CONFIG": json.dumps(config.values),
    }
    nodes = result["analysis"]
    stack_urn = next((node["urn"] for node in nodes if node["type"] == "pulumi:pulumi:Stack"), "")
    found: list[dict[str, Any]] = []
    changed: dict[str, dict[str, Any]] = {}
    for pack in request.policy_packs:
        folder = pack_folder(pack)
        virtualenv = runtime_virtualenv(folder, PACK_FILES) or project.virtualenv
        told, _ = ask_child(
            "pack",
            {"pack": str(folder), "nodes": nodes, "stack_urn": stack_urn},
            subject=f"the policy pack {pack}",
            python=python_of(virtualenv),
            folder=folder,
            environment=closed_environment(virtualenv, environment),
            timeout_seconds=request.timeout_seconds,
            told=lambda _: None,
        )
        if "error" in told:
            raise PreviewError(f"the policy pack {pack} failed: {told['error']}", kind="program")
        found += told["policies"]
        changed.update(told["remediated"])
    return found, changed


def pack_folder(pack: Path) -> Path:
    """Resolve the folder of a pack; refuse what is none."""
    folder = pack.resolve()
    file = next((folder / name for name in PACK_FILES if (folder / name).is_file()), None)
    if file is None:
        raise usage(f"{pack}: no PulumiPolicy.yaml here; name the folder of a policy pack")
    runtime = read_mapping(file).get("runtime")
    name = runtime.get("name") if isinstance(runtime, dict) else runtime
    if name != "python":
        raise usage(f"{file}: the runtime is {name or 'missing'}; only Python packs can be run offline")
    return folder
