"""The same preview by the real Pulumi CLI, still without a plugin, a credential or a network."""

from __future__ import annotations

import json
import shutil
import sys
import time
from typing import TYPE_CHECKING, Any

from .child_process import closed_environment
from .engine_stack_file import PLACEHOLDER, portable_text
from .json_child import ask_child
from .policy_packs import PACK_FILES, pack_folder
from .program import VERSION, file_environment, preview, read_answers, teller
from .project import load_project, read_mapping, runtime_virtualenv, stack_path, usage
from .request import PreviewError, PreviewRequest
from .stack_config import load_config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .project import Project
    from .request import Progress

_TRACEBACK = "Traceback (most recent call last)"
_NEEDED = ("pulumi", "pulumi-language-python")


def preview_on_engine(
    request: PreviewRequest, *, progress: Callable[[Progress], None] | None = None
) -> dict[str, Any]:
    """Preview a stack by the Pulumi CLI on PATH, with its providers' answers served on this machine.

    Args:
        request: what to preview; with ``state``, against that state.
        progress: called now and then while the program runs. Default: nobody is told.

    Returns:
        The document of ``pulumi preview --json`` with one more key, ``holdfast``.

    Raises:
        PreviewError: what was asked is wrong, the CLI is missing, or the program failed.
    """
    started = time.monotonic()
    project = load_project(request.program)
    stack = request.stack.rpartition("/")[2]
    file = stack_path(project, stack, request.stack_file)
    config = load_config(project, stack, file)
    content = {
        "pulumi": _pulumi(),
        "root": str(project.root),
        "project": project.name,
        "stack": stack,
        "settings": portable_text(file),
        "placeholder": PLACEHOLDER,
        "secret_keys": config.secret_keys,
        "region": config.values.get("aws:region", ""),
        "answers": read_answers(request.answers),
        "state": _state(request.state),
        "project_file": _project_file(project),
        "policy_packs": [_pack(project, pack) for pack in request.policy_packs],
    }
    result, _ = ask_child(
        "cli",
        content,
        subject="pulumi preview",
        python=project.python,
        folder=project.root,
        environment=closed_environment(project.virtualenv, file_environment(request)),
        timeout_seconds=request.timeout_seconds,
        told=teller(progress, started),
    )
    if "error" in result:
        _explain(request, result["error"])
        raise PreviewError(result["error"], kind="program")
    document: dict[str, Any] = result["document"]
    document["holdfast"] = {
        "version": VERSION,
        "project": project.name,
        "stack": stack,
        "assumptions": [*config.assumptions(), *result["assumptions"]],
        "policies": result["policies"],
    }
    return document


def _project_file(project: Project) -> dict[str, Any] | None:
    """``Pulumi.yaml`` with this process's own environment, where the one that it names is not there.

    The language host would make it, in the program's folder and from the network. The offline preview, too,
    runs a program without an environment in its own.
    """
    if project.virtualenv is not None:
        return None
    return {**read_mapping(project.file), "runtime": _runtime(None)}


def _pack(project: Project, pack: Path) -> dict[str, Any]:
    """A policy pack's folder and project file, that one like ``_project_file``."""
    folder = pack_folder(pack)
    told: dict[str, Any] = {"folder": str(folder), "project_file": None}
    if runtime_virtualenv(folder, PACK_FILES) is None:
        file = next(folder / name for name in PACK_FILES if (folder / name).is_file())
        told["project_file"] = {**read_mapping(file), "runtime": _runtime(project.virtualenv)}
    return told


def _runtime(virtualenv: Path | None) -> dict[str, Any]:
    options = {"toolchain": "pip", "virtualenv": str(virtualenv or sys.prefix)}
    return {"name": "python", "options": options}


def _pulumi() -> str:
    missing = [name for name in _NEEDED if shutil.which(name) is None]
    if missing:
        raise PreviewError(
            f"--engine needs the Pulumi CLI, and PATH has no {' and no '.join(missing)}: install it "
            "(https://www.pulumi.com/docs/install/), or preview without --engine, which needs nothing",
            kind="program",
        )
    return str(shutil.which("pulumi"))


def _state(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise usage(f"{file}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise usage(f"{file}: no valid JSON: {error}") from None
    if not isinstance(content, dict) or not isinstance(content.get("deployment"), dict):
        raise usage(f"{file}: no exported state; make one with: pulumi stack export --file {file.name}")
    return str(file.resolve())


def _explain(request: PreviewRequest, said: str) -> None:
    """Let the offline preview say it where the program ended itself: it names file, line and key.

    Of the engine only text comes back, whose lines are those of a folder that is gone.
    """
    try:
        preview(request)
    except PreviewError as error:
        if error.kind == "usage" or _TRACEBACK in said:
            raise
