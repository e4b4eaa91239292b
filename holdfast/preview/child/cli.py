"""One preview by the real Pulumi CLI, with the providers' answers served from this process.

The stack lives in a backend in the scratch folder, so that no account, no credential and no plugin is needed,
and nothing is written where the program lies.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .invokes import Invokes
from .progress import Progress
from .provider.service import PreviewProvider
from .provider.serving import installed_packages, serve
from .state import readable_state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PASSPHRASE = "preview"  # noqa: S105  # of a backend that lives as long as the preview and holds no secret
_PLACEHOLDER = "encrypted"
# Lines of a stack file that belong to another backend, or to Pulumi ESC, which cannot be read offline.
_FOREIGN = re.compile(
    r"^(?:encryptionsalt|encryptedkey|secretsprovider):.*\n|^environment:.*\n(?:[ \t-].*\n)*", re.MULTILINE
)
_SECURE = re.compile(r"""(\bsecure:\s*)("[^"]*"|'[^']*'|[^\s,}]+)""")
_LEVELS = {"warning": "advisory", "mandatory": "mandatory", "remediate": "remediate", "none": "disabled"}


def main(request_file: Path) -> int:
    """Run the preview that a request file describes.

    Args:
        request_file: JSON with ``pulumi``, ``root``, ``project``, ``stack``, ``stack_file``, ``opaque_keys``,
            ``region``, ``answers``, ``state``, ``policy_packs``, ``project_file``, ``result``, ``progress``.
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
        for key in sorted(request["opaque_keys"]):
            self._invokes.assume("configuration", key, f"encrypted: read as the text '{_PLACEHOLDER}'")
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
        self._pulumi(self._project, "stack", "init", self._request["stack"])
        given = self._request["stack_file"]
        text = Path(given).read_text(encoding="utf-8-sig") if given else ""
        if _SECURE.search(text):
            self._pulumi(self._project, "config", "set", "--secret", "placeholder", _PLACEHOLDER)
        made = self._stack_file.read_text(encoding="utf-8") if self._stack_file.is_file() else ""
        self._stack_file.write_text(_stack_file(text, made), encoding="utf-8")
        if self._request["state"]:
            state = json.loads(Path(self._request["state"]).read_text(encoding="utf-8"))
            file = self._scratch / "state.json"
            file.write_text(json.dumps(readable_state(state)), encoding="utf-8")
            self._pulumi(self._project, "stack", "import", "--file", str(file))

    def _preview(self) -> dict[str, Any]:
        packs = [word for pack in self._request["policy_packs"] for word in ("--policy-pack", pack)]
        options = ["--json", "--show-sames", "--event-log", str(self._events), *packs]
        provider = PreviewProvider(self._invokes, self._progress.registered)
        with serve(provider, installed_packages()) as served:
            self._environment["PULUMI_DEBUG_PROVIDERS"] = served
            told = self._pulumi(
                self._root(),
                "preview",
                "--config-file",
                str(self._stack_file),
                *options,
                may_be_refused=bool(packs),
            )
        found: dict[str, Any] = json.loads(told)
        return found

    def _root(self) -> Path:
        """The program's folder, or one of links to all in it beside another ``Pulumi.yaml``."""
        root, project_file = Path(self._request["root"]), self._request["project_file"]
        if project_file is None:
            return root
        linked = self._scratch / "program"
        linked.mkdir()
        for entry in root.iterdir():
            if entry.name not in ("Pulumi.yaml", "Pulumi.yml"):
                (linked / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
        (linked / "Pulumi.yaml").write_text(json.dumps(project_file), encoding="utf-8")
        return linked

    def _pulumi(self, folder: Path, *arguments: str, may_be_refused: bool = False) -> str:
        command = [self._request["pulumi"], *arguments, "--stack", self._request["stack"]]
        if arguments[:2] == ("stack", "init"):
            command = [self._request["pulumi"], *arguments]
        done = subprocess.run(  # noqa: S603  # the CLI, on the program that the caller asked to run
            [*command, "--non-interactive", "--color", "never"],
            cwd=folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        refused_by_policies = may_be_refused and any(
            policy["level"] == "mandatory" for policy in self._policies()
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


def _stack_file(given: str, made: str) -> str:
    """The given settings, with the salt of the scratch backend and every secret replaced.

    The text is kept as it is: reading and writing YAML anew can change what its values mean.
    """
    salt = "".join(re.findall(r"^encryptionsalt:.*\n?", made, re.MULTILINE))
    placeholder = _SECURE.search(made)
    text = _FOREIGN.sub("", given if given.endswith("\n") or not given else given + "\n")
    if placeholder:
        text = _SECURE.sub(lambda match: match[1] + placeholder[2], text)
    return text + salt


def _complaint(stdout: str, stderr: str) -> str:
    """What the CLI said: the errors of its digest where it printed one, else its last words."""
    try:
        diagnostics: Sequence[Mapping[str, str]] = json.loads(stdout).get("diagnostics", [])
    except (ValueError, AttributeError):
        diagnostics = []
    errors = [one["message"].strip() for one in diagnostics if one.get("severity") == "error"]
    return "\n".join(errors) or (stderr or stdout).strip()[-4000:]
