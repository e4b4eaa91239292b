"""One program run in a child of its own Python, and the document made of what it declared."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from .child_process import Ended, closed_environment
from .json_child import ask_child
from .policy_packs import run_policy_packs
from .project import Project, load_project, stack_path, usage
from .request import PreviewError, PreviewRequest, Progress
from .stack_config import StackConfig, load_config

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

VERSION = 1
_ORGANIZATION = "organization"


def preview(request: PreviewRequest, *, progress: Callable[[Progress], None] | None = None) -> dict[str, Any]:
    """Preview a stack without an engine.

    Args:
        request: what to preview.
        progress: called now and then while the program runs. Default: nobody is told.

    Returns:
        The document of ``pulumi preview --json`` with one more key, ``holdfast``.

    Raises:
        PreviewError: what was asked is wrong, or the program failed.
    """
    started = time.monotonic()
    tell = teller(progress, started)
    project = load_project(request.program, virtualenv=request.virtualenv, instead=request.environment)
    organization, _, stack = request.stack.rpartition("/")
    config = load_config(project, stack, stack_path(project, stack, request.stack_file))
    answers = read_answers(request.answers)
    identity = {"organization": organization.split("/")[0] or _ORGANIZATION, "stack": stack}
    result = _run(request, project, config, {**identity, "answers": answers}, tell)
    document = _document(project, stack, config, result)
    if request.policy_packs:
        tell({"phase": "policies", "resources": len(document["steps"])})
        policies, changed = run_policy_packs(
            request, project=project, config=config, organization=identity["organization"], result=result
        )
        document["holdfast"]["policies"] = policies
        for step in document["steps"]:
            if step["urn"] in changed:
                step["newState"]["inputs"] = changed[step["urn"]]
    document["duration"] = int((time.monotonic() - started) * 1e9)
    return document


def teller(progress: Callable[[Progress], None] | None, started: float) -> Callable[[dict[str, Any]], None]:
    """Make what turns a child's lines into progress; ``started`` is the monotonic time of its start."""

    def tell(line: dict[str, Any]) -> None:
        if progress is not None:
            elapsed = time.monotonic() - started
            progress(Progress(phase=line["phase"], resources=line["resources"], elapsed_seconds=elapsed))

    return tell


def read_answers(file: Path | None) -> list[dict[str, Any]]:
    """Read a file with answers to look-ups; no file is none."""
    if file is None:
        return []
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise usage(f"{file}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise usage(f"{file}: no valid JSON: {error}") from None
    if not isinstance(content, list):
        raise usage(f'{file}: expected a list of {{"token", "args", "return"}}')
    for index, entry in enumerate(content):
        fits = (
            isinstance(entry, dict)
            and isinstance(entry.get("token"), str)
            and isinstance(entry.get("return"), dict)
        )
        if not fits or not isinstance(entry.get("args", {}), dict):
            raise usage(
                f'{file}: entry {index} needs "token" (text), "return" (an object) '
                'and optionally "args" (an object)'
            )
    return content


def _run(
    request: PreviewRequest,
    project: Project,
    config: StackConfig,
    identity: Mapping[str, Any],
    tell: Callable[[dict[str, Any]], None],
) -> dict[str, Any]:
    content = {
        **identity,
        "root": str(project.root),
        "program": str(project.folder),
        "entry": project.entry,
        "project": project.name,
        "config": config.values,
        "secret_keys": config.secret_keys,
        "opaque_keys": config.opaque_keys,
        "with_outputs": bool(request.policy_packs),
    }
    result, ended = ask_child(
        "session",
        content,
        subject="the program",
        python=project.python,
        folder=project.folder,
        environment=closed_environment(
            project.virtualenv, {**_config_environment(config), **file_environment(request)}
        ),
        timeout_seconds=request.timeout_seconds,
        told=tell,
    )
    result["diagnostics"] = [*result.get("diagnostics", []), *_stray_lines(ended)]
    _raise_problems(result)
    return result


def _config_environment(config: StackConfig) -> dict[str, str]:
    return {
        "PULUMI_CONFIG": json.dumps(config.values),
        "PULUMI_CONFIG_SECRET_KEYS": json.dumps(config.secret_keys),
    }


def file_environment(request: PreviewRequest) -> dict[str, str]:
    """Tell a program where its settings come from, where that is not the stack's own file."""
    return {} if request.stack_file is None else {"HOLDFAST_STACK_FILE": str(request.stack_file.resolve())}


def _stray_lines(ended: Ended) -> list[dict[str, str]]:
    """Output that went past the program's own streams, such as that of processes it started."""
    return [
        {"message": line + "\n\n", "severity": severity}
        for text, severity in ((ended.stdout, "info"), (ended.stderr, "info#err"))
        for line in text.splitlines()
    ]


def _raise_problems(result: Mapping[str, Any]) -> None:
    problems: Sequence[Mapping[str, str]] = result["problems"]
    if not problems:
        return
    texts = [
        f"{problem['position']}: {problem['message']}" if problem.get("position") else problem["message"]
        for problem in problems
    ]
    head = "" if len(texts) == 1 else f"{len(texts)} problems in the program:\n"
    refused = all(problem.get("kind") == "refusal" for problem in problems)
    raise PreviewError(
        head + "\n".join(texts),
        kind="usage" if refused else "program",
        problems=texts,
        diagnostics=result.get("diagnostics", []),
    )


def _document(project: Project, stack: str, config: StackConfig, result: Mapping[str, Any]) -> dict[str, Any]:
    steps = result["steps"]
    summary: dict[str, int] = {}
    for step in steps:
        summary[step["op"]] = summary.get(step["op"], 0) + 1
    return {
        "config": config.printed(),
        "steps": steps,
        "diagnostics": result["diagnostics"],
        "duration": 0,
        "changeSummary": summary,
        "holdfast": {
            "version": VERSION,
            "project": project.name,
            "stack": stack,
            "assumptions": [*config.assumptions(), *result["assumptions"]],
            "outputs": result["outputs"],
            "aliases": result["aliases"],
            "deleteBeforeReplace": result["delete_before_replace"],
            "policies": [],
        },
    }
