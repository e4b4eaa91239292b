"""One preview by the real Pulumi CLI, with the providers' answers served from this process.

The stack lives in a backend in the scratch folder, so that no account, no credential and no plugin is needed,
and nothing is written where the program lies.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .invokes import Invokes
from .progress import Progress
from .provider.service import PreviewProvider
from .provider.serving import installed_packages, serve
from .state import readable_state
from .wire import BLINDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PASSPHRASE = "preview"  # noqa: S105  # of a backend that lives as long as the preview and holds no secret
_PLACEHOLDER = "encrypted"
# What the CLI says of what cannot be previewed without plugins and other stacks → what a person can do.
_HINTS = {
    "plugins that can construct components must support secrets": (
        "it is a remote component: a provider plugin makes its children, which cannot run here; "
        "preview this program by pulumi itself, with its plugins installed"
    ),
    "unknown stack": (
        "the stacks that a program refers to cannot be read here; preview without --engine, "
        "where --answers gives their outputs"
    ),
    "no resource plugin": "the Python SDK of this package is not installed where the program runs",
}
_LEVELS = {"warning": "advisory", "mandatory": "mandatory", "remediate": "remediate", "none": "disabled"}


def main(request_file: Path) -> int:
    """Run the preview that a request file describes.

    Args:
        request_file: JSON with ``pulumi``, ``root``, ``project``, ``stack``, ``settings``, ``placeholder``,
            ``secret_keys``, ``region``, ``answers``, ``state``, ``policy_packs``, ``project_file``,
            ``result``, ``progress``.
    """
    request = json.loads(request_file.read_text(encoding="utf-8"))
    result = _Preview(request, request_file.parent).run()
    Path(request["result"]).write_text(json.dumps(result), encoding="utf-8")
    return 0


class _CliError(Exception):
    """The CLI refused; the text is what it said."""


class _Preview:
    def __init__(self, request: Mapping[str, Any], scratch: Path) -> None:
        self._request = request
        self._scratch = scratch
        self._progress = Progress(request["progress"])
        self._invokes = Invokes(request["answers"], request["region"], request["root"])
        for key in sorted(request["secret_keys"]):
            text = f"what is encrypted is read as the text '{_PLACEHOLDER}'"
            self._invokes.assume("configuration", key, text)
        backend = scratch / "backend"
        backend.mkdir()
        self._environment = {
            **os.environ,
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
            "PULUMI_BACKEND_URL": backend.as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": _PASSPHRASE,
            "PULUMI_DEBUG_COMMANDS": "true",  # without it there is no --event-log
            "PULUMI_HOME": str(scratch / "home"),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        }
        self._project = scratch / "project"
        self._stack_file = self._project / f"Pulumi.{request['stack']}.yaml"
        self._events = scratch / "events.jsonl"

    def run(self) -> dict[str, Any]:
        self._progress.tell("starting", 0)
        try:
            self._make_stack()
            document = self._preview()
        except _CliError as error:
            return {"error": str(error), "assumptions": self._invokes.assumptions}
        return {
            "document": document,
            "policies": list(self._policies()),
            "assumptions": self._invokes.assumptions,
        }

    def _make_stack(self) -> None:
        """Make the stack from a project of its name elsewhere: the CLI would write beside the program."""
        self._project.mkdir()
        content = json.dumps({"name": self._request["project"], "runtime": "python"})
        (self._project / "Pulumi.yaml").write_text(content, encoding="utf-8")
        self._pulumi(self._project, "stack", "init")
        self._write_settings(self._request["settings"])
        if self._request["state"]:
            state = json.loads(Path(self._request["state"]).read_text(encoding="utf-8"))
            file = self._scratch / "state.json"
            provider = {"type": "passphrase", "state": {"salt": self._of_backend("encryptionsalt")}}
            file.write_text(json.dumps(readable_state(state, provider)), encoding="utf-8")
            self._pulumi(self._project, "stack", "import", "--file", str(file))

    def _write_settings(self, text: str) -> None:
        """Write the given settings beside the scratch backend's own salt, secrets encrypted with it."""
        placeholder = self._request["placeholder"]
        if placeholder in text:
            self._pulumi(self._project, "config", "set", "--secret", "placeholder", _PLACEHOLDER)
            text = text.replace(placeholder, self._of_backend("secure"))
        salt = self._of_backend("encryptionsalt")
        self._stack_file.write_text(f"{text}encryptionsalt: {salt}\n", encoding="utf-8")

    def _of_backend(self, key: str) -> str:
        """The value of a key of the scratch stack's file, which the CLI wrote."""
        found = re.search(rf"\b{key}: *(\S+)", self._stack_file.read_text(encoding="utf-8"))
        if found is None:
            raise _CliError(f"the CLI wrote no {key} for a stack of its own; its version is not understood")
        return found[1]

    def _preview(self) -> dict[str, Any]:
        packs = [
            self._with_file(Path(pack["folder"]), "PulumiPolicy", pack["project_file"], f"pack-{number}")
            for number, pack in enumerate(self._request["policy_packs"])
        ]
        asked = [word for pack in packs for word in ("--policy-pack", str(pack))]
        options = ["--json", "--show-sames", "--event-log", str(self._events), *asked]
        root = self._with_file(
            Path(self._request["root"]), "Pulumi", self._request["project_file"], "program"
        )
        provider = PreviewProvider(self._invokes, self._progress.registered)
        with serve(provider, installed_packages()) as served:
            self._environment["PULUMI_DEBUG_PROVIDERS"] = served
            told = self._pulumi(
                root,
                "preview",
                "--config-file",
                str(self._stack_file),
                *options,
                may_be_refused=bool(packs),
            )
        found: dict[str, Any] = json.loads(told)
        if "diagnostics" in found:
            found["diagnostics"] = [one for one in found["diagnostics"] if not _is_epilogue(one)]
        for step in found["steps"]:
            if step["op"] == "update" and _differs_by_secrets_alone(step):
                step["op"] = "same"
        found["changeSummary"] = dict(sorted(Counter(step["op"] for step in found["steps"]).items()))
        return found

    def _with_file(self, folder: Path, name: str, content: Mapping[str, Any] | None, link: str) -> Path:
        """A folder; with another project file, one of links to all else that is in it."""
        if content is None:
            return folder
        linked = self._scratch / link
        linked.mkdir()
        for entry in folder.iterdir():
            if entry.name not in (f"{name}.yaml", f"{name}.yml"):
                (linked / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
        (linked / f"{name}.yaml").write_text(json.dumps(content), encoding="utf-8")
        return linked

    def _pulumi(self, folder: Path, *arguments: str, may_be_refused: bool = False) -> str:
        command = [self._request["pulumi"], *arguments, "--stack", self._request["stack"]]
        done = subprocess.run(  # noqa: S603  # the CLI, on the program that the caller asked to run
            [*command, "--non-interactive", "--color", "never"],
            cwd=folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        refused_by_policies = (
            may_be_refused
            and not _errors(done.stdout)
            and any(policy["level"] == "mandatory" for policy in self._policies())
        )
        if done.returncode and not refused_by_policies:
            raise _CliError(_complaint(done.stdout, done.stderr))
        return done.stdout

    def _policies(self) -> Iterator[dict[str, Any]]:
        """What policy packs found, in the shape of the offline preview; only the event log has it."""
        if not self._events.is_file():
            return
        for line in self._events.read_text(encoding="utf-8").splitlines():
            event = json.loads(line)
            told = event.get("policyEvent") or event.get("policyRemediationEvent")
            if told is None:
                continue
            level = _LEVELS.get(told.get("enforcementLevel", "remediate"), "advisory")
            found = {
                "pack": told["policyPackName"],
                "policy": told["policyName"],
                "urn": told.get("resourceUrn", ""),
                "level": level,
                "message": told.get("message", ""),
            }
            yield found | ({"severity": told["severity"]} if told.get("severity") else {})


def _differs_by_secrets_alone(step: Mapping[str, Any]) -> bool:
    """Whether a component only seems to change: the secrets of a state cannot be read and are no difference.

    Of other resources the provider says what differs; components are compared by the engine itself.
    """
    old, new = step["oldState"], step["newState"]
    inputs = old.get("inputs", {})
    return not new["custom"] and BLINDED in json.dumps(inputs) and inputs == new.get("inputs", {})


def _complaint(stdout: str, stderr: str) -> str:
    """What the CLI said: the errors of its digest where it printed one, else its last words."""
    errors = _errors(stdout) or [(stderr or stdout).strip()[-4000:]]
    return "\n".join(_explained(one.removeprefix("error: ")) for one in errors)


def _errors(stdout: str) -> list[str]:
    try:
        diagnostics: Sequence[Mapping[str, str]] = json.loads(stdout).get("diagnostics", [])
    except (ValueError, AttributeError):
        return []
    return [
        one["message"].strip()
        for one in diagnostics
        if one.get("severity") == "error" and not _is_epilogue(one)
    ]


def _is_epilogue(diagnostic: Mapping[str, str]) -> bool:
    """Whether it says no more than that the preview failed, which policies make it do too."""
    return diagnostic.get("message", "").strip() in ("preview failed", "error: preview failed")


def _explained(message: str) -> str:
    hints = [hint for said, hint in _HINTS.items() if said in message]
    return "; ".join([message, *hints])
