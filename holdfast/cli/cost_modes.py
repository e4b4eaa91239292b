"""The designs of a stack side by side: its settings with each mode and strategy, previewed and priced."""

from __future__ import annotations

import copy
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from holdfast.cli.exits import Exit, give_up
from holdfast.cli.files import read_text
from holdfast.cli.working import working

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from holdfast.cost import Usage
    from holdfast.cost.designs import Design, Mode
    from holdfast.graph import ResourceGraph
    from holdfast.preview import PreviewError
    from holdfast.prices import PriceTable

REGIONS, ENTRANCES = "holdfast:regions", "holdfast:entrances"
PROMISES = ("holdfast:objectives", "holdfast:recovery")
"""What is left out where a design does not keep it, so that its cost can be told all the same."""
SERVING = ("active", "standby")
_REASON_LINES = 3


def modes_of(  # noqa: PLR0913  # what a comparison is made of
    stack: str,
    *,
    program: Path,
    stack_file: Path | None,
    usage: Usage,
    prices: PriceTable,
    revenue_per_minute: Decimal | None,
    timeout_seconds: float,
) -> tuple[Mode, ...]:
    """Each design of a stack, by what it costs on the whole; ends the process where the stack has none.

    Args:
        stack: Name of the stack.
        program: Folder of the program.
        stack_file: File of its settings; None for the program's own.
        usage: Stated usage.
        prices: Price table.
        revenue_per_minute: USD that a minute of downtime loses; None where it is not stated.
        timeout_seconds: How long a preview may run.
    """
    from holdfast.cost import estimate  # noqa: PLC0415  # see cli/output.py
    from holdfast.cost.designs import Design, Mode, agreed_percent  # noqa: PLC0415  # see cli/output.py
    from holdfast.cost.scope import Scope  # noqa: PLC0415  # see cli/output.py
    from holdfast.cost.traffic import traffic_of  # noqa: PLC0415  # see cli/output.py

    file = stack_file or program / f"Pulumi.{stack}.yaml"
    content = _content(file)
    now = design_of(content["config"])
    found: list[Mode] = []
    for design in Design:
        wanted = content if design is now else {**content, "config": with_design(content["config"], design)}
        with working(f"previewing {design}", soon=0):
            graph, refused = _graph(wanted, stack, program, timeout_seconds)
        scope = (
            Scope(graph=graph, usage=usage, prices=prices, traffic=traffic_of(graph, usage))
            if graph
            else None
        )
        found.append(
            Mode(
                design=design,
                current=design is now,
                estimate=estimate(graph, usage, prices) if graph else None,
                refused=refused,
                agreed_percent=agreed_percent(scope) if scope else None,
                revenue_per_minute=revenue_per_minute,
            )
        )
    return tuple(found)


def _content(file: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(read_text(file))
    except yaml.YAMLError as error:
        give_up(f"{file}: this is no YAML ({error})", Exit.USAGE)
    config = content.get("config") if isinstance(content, dict) else None
    if not isinstance(config, dict) or not all(
        isinstance(config.get(key), dict) for key in (REGIONS, ENTRANCES)
    ):
        give_up(f"{file}: --compare needs {REGIONS} and {ENTRANCES}", Exit.USAGE)
    return dict(content)


def design_of(config: Mapping[str, Any]) -> Design:
    """The design that settings ask for.

    Args:
        config: A stack's settings.
    """
    from holdfast.cost.designs import Design  # noqa: PLC0415  # see cli/output.py

    roles = [_role(one) for one in config[REGIONS].values()]
    serving = [role for role in roles if role in SERVING]
    entrances = [one for one in config[ENTRANCES].values() if one]
    entrance: Mapping[str, Any] = entrances[0] if entrances else {}
    given = entrance.get("mode")
    if given == "single-region" or (given is None and len(serving) == 1):
        return Design.SINGLE_REGION
    if given == "active-active" or (given is None and "standby" not in serving):
        return Design.ACTIVE_ACTIVE
    standby = entrance.get("standby") or {}
    return Design(standby.get("strategy", Design.WARM_STANDBY))


def with_design(config: Mapping[str, Any], design: Design) -> dict[str, Any]:
    """Settings that ask for another design, all else as it is.

    The first region that serves stays; the others serve too, wait, or only keep backups. Of a region in which
    nothing runs any more, what services and stores say is left out.

    Args:
        config: A stack's settings.
        design: The design.
    """
    from holdfast.cost.designs import Design  # noqa: PLC0415  # see cli/output.py

    changed: dict[str, Any] = copy.deepcopy(dict(config))
    serving = [place for place, one in changed[REGIONS].items() if _role(one) in SERVING]
    first = next((place for place in serving if _role(changed[REGIONS][place]) == "active"), serving[0])
    others = {Design.SINGLE_REGION: "backup", Design.ACTIVE_ACTIVE: "active"}.get(design, "standby")
    for place in serving:
        said = changed[REGIONS][place] or {}
        kept = {} if others == "backup" and place != first else said
        changed[REGIONS][place] = {**kept, "role": "active" if place == first else others}
    if design in {Design.SINGLE_REGION, Design.BACKUP_AND_RESTORE}:
        _leave(changed, {place for place in serving if place != first})
        for store in (changed.get("holdfast:stores") or {}).values():
            if design is Design.BACKUP_AND_RESTORE:
                store["regions"] = [first]
    mode = design.value if design in {Design.SINGLE_REGION, Design.ACTIVE_ACTIVE} else "active-passive"
    for one in changed[ENTRANCES].values():
        one.pop("policy", None)
        one.pop("standby", None)
        one["mode"] = mode
        if mode == "active-passive":
            one["standby"] = {"strategy": design.value}
    return changed


def _leave(config: dict[str, Any], places: set[str]) -> None:
    """Take what services, stores and experiments say of places out of settings."""
    for name in ("holdfast:services", "holdfast:stores", "holdfast:experiments"):
        if isinstance(config.get(name), dict):
            config[name] = _without(config[name], places)
    for store in (config.get("holdfast:stores") or {}).values():
        for key in ("write_routing", "regions"):
            store.pop(key, None)


def _without(value: Any, places: set[str]) -> Any:  # noqa: ANN401  # a value of YAML
    if isinstance(value, dict):
        left = {key: _without(one, places) for key, one in value.items() if key not in places}
        return {key: one for key, one in left.items() if one != [] or value[key] == []}
    if isinstance(value, list):
        return [_without(one, places) for one in value if one not in places]
    return value


def _role(region: Mapping[str, Any] | None) -> str:
    return str((region or {}).get("role", "active"))


def _graph(
    content: Mapping[str, Any], stack: str, program: Path, timeout_seconds: float
) -> tuple[ResourceGraph | None, str]:
    """What would be declared, and why the settings refuse it: then without what they promise."""
    graph, reason = _preview(content, stack, program, timeout_seconds)
    if graph is not None or not any(key in content["config"] for key in PROMISES):
        return graph, reason
    kept = {key: value for key, value in content["config"].items() if key not in PROMISES}
    graph, again = _preview({**content, "config": kept}, stack, program, timeout_seconds)
    return graph, reason if graph is not None else again


def _preview(
    content: Mapping[str, Any], stack: str, program: Path, timeout_seconds: float
) -> tuple[ResourceGraph | None, str]:
    from holdfast.graph import read_preview  # noqa: PLC0415  # see cli/output.py
    from holdfast.preview import PreviewError, PreviewRequest, preview  # noqa: PLC0415  # see cli/output.py

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"Pulumi.{stack}.yaml"
        file.write_text(yaml.safe_dump(dict(content), sort_keys=False), encoding="utf-8")
        request = PreviewRequest(
            program=program, stack=stack, stack_file=file, timeout_seconds=timeout_seconds
        )
        try:
            return read_preview(preview(request)), ""
        except PreviewError as error:
            return None, _reason(error, file)


def _reason(error: PreviewError, file: Path) -> str:
    """The program's own words, in a few lines."""
    said = "\n".join(str(one.get("message", "")) for one in error.diagnostics) or str(error)
    where = re.compile(rf"\S*{re.escape(file.name)}:\d+: ")  # lines of a file that nobody has
    lines = [where.sub("", line).strip() for line in said.splitlines() if line.strip()]
    return "; ".join(lines[:_REASON_LINES])
