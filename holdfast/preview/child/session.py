"""One run of a program: the SDK set up as the language host does it, then everything that was declared."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import logging
import os
import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
from pulumi import log
from pulumi.runtime import Settings, configure, run_in_stack, set_all_config

from .config_secrets import patch_config
from .engine import Diagnostics, Engine, printed_lines
from .errors import Problems, describe, is_refusal
from .executor import InlineExecutor
from .invokes import Invokes, tell_plain_from_output
from .monitor import Monitor
from .positions import patch_stack_traces
from .progress import Progress
from .providers import Providers
from .records import printed_outputs
from .settle import settle_before_waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .wire import Message, PropertyValue


def main(request_file: Path) -> int:
    """Run the program that a request file describes.

    Args:
        request_file: JSON with ``root``, ``program``, ``project``, ``stack``, ``organization``, ``config``,
            ``secret_keys``, ``opaque_keys``, ``answers``, ``with_outputs``, ``result`` and ``progress``.
    """
    request = json.loads(request_file.read_text(encoding="utf-8"))
    os.chdir(request["program"])
    result = _Session(request).run()
    Path(request["result"]).write_text(json.dumps(result), encoding="utf-8")
    return 0


class _Session:
    def __init__(self, request: Mapping[str, Any]) -> None:
        self._request = request
        self._progress = Progress(request["progress"])
        self._problems = Problems()
        self._diagnostics = Diagnostics()
        self._engine = Engine(self._diagnostics, self._problems)
        config = request["config"]
        self._invokes = Invokes(request["answers"], config.get("aws:region", ""), request["root"])
        for key in sorted(request["opaque_keys"]):
            self._invokes.assume("configuration", key, "encrypted: unknown and secret")
        self._providers = Providers(request["stack"], request["project"], config)
        self._monitor = Monitor(
            stack=request["stack"],
            project=request["project"],
            root=request["root"],
            providers=self._providers,
            invokes=self._invokes,
            problems=self._problems,
            progress=self._progress.registered,
            with_outputs=request["with_outputs"],
        )

    def run(self) -> dict[str, Any]:
        self._progress.tell("starting", 0)
        streams = printed_lines(self._diagnostics, "info"), printed_lines(self._diagnostics, "info#err")
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            self._execute()
        for stream in streams:
            stream.close()
        self._progress.tell("finishing", len(self._monitor.nodes))
        return self._result()

    def _execute(self) -> None:
        request = self._request
        set_all_config(request["config"], request["secret_keys"])
        patch_config(request["opaque_keys"])
        tell_plain_from_output()
        patch_stack_traces(request["root"])
        settle_before_waiting()
        # Debug messages are dropped by the digest; building them costs a message each.
        log.debug = _nothing
        configure(_settings(Settings, request, self._monitor, self._engine))
        sys.argv = ["."]
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        loop.set_default_executor(InlineExecutor(max_workers=16))
        entry = request["entry"]
        try:
            loop.run_until_complete(run_in_stack(lambda: _run_program(entry)))
        except pulumi.RunError as error:
            self._problems.add(str(error), refusal=is_refusal(error, request["root"]))
        except SystemExit as error:
            if error.code not in (None, 0):
                self._problems.add(f"the program ended itself with exit code {error.code}")
        except _NoProgramError as error:
            self._problems.add(str(error))
        except Exception as error:  # noqa: BLE001 - whatever the program raises is told to its author
            self._problems.add(describe(error, request["root"]))

    def _result(self) -> dict[str, Any]:
        nodes = [self._monitor.nodes[urn] for urn in sorted(self._monitor.nodes, key=_stack_first)]
        steps = [node.step() for node in nodes]
        result: dict[str, Any] = {
            "problems": [problem.document() for problem in self._problems.found],
            "diagnostics": self._diagnostics.entries,
            "steps": steps,
            "outputs": printed_outputs(self._monitor.stack_outputs),
            "assumptions": self._invokes.assumptions,
            "aliases": {node.urn: node.aliases for node in nodes if node.aliases},
            "delete_before_replace": {
                node.urn: node.delete_before_replace
                for node in nodes
                if node.delete_before_replace is not None
            },
        }
        if self._request["with_outputs"]:
            result["analysis"] = [node.analysis() for node in [*self._providers.nodes(), *nodes]]
        return result


class _NoProgramError(Exception):
    """There is nothing to run."""


def _run_program(entry: str) -> None:
    path = Path(entry)
    main_file = path / "__main__.py" if path.is_dir() else path
    if not main_file.is_file():
        raise _NoProgramError(
            f"there is no program: {main_file.name} is missing in {main_file.parent.resolve()}"
        )
    runpy.run_path(entry, run_name="__main__")


def _settings(
    settings: Callable[..., Any], request: Mapping[str, Any], monitor: Message, engine: Message
) -> PropertyValue:
    wanted = {
        "project": request["project"],
        "stack": request["stack"],
        "monitor": monitor,
        "engine": engine,
        "parallel": 1,
        "dry_run": True,
        "organization": request["organization"],
        "root_directory": request["root"],
    }
    known = inspect.signature(settings).parameters
    return settings(**{name: value for name, value in wanted.items() if name in known})


def _stack_first(urn: str) -> tuple[bool, str]:
    return ("::pulumi:pulumi:Stack::" not in urn, urn)


def _nothing(*_args: object, **_kwargs: object) -> None:
    """Drop a debug message."""
