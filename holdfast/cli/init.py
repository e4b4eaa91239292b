"""``holdfast init``: from a few answers to a stack that previews."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from holdfast.cli.exits import Exit
from holdfast.cli.options import Json, Output, Timeout  # noqa: TC001  # typer reads the annotations
from holdfast.init.questions import QUESTIONS

PAGE = "init.md"
EXAMPLES = {
    "holdfast init": "Ask everything, and write the stack `prod` in this folder.",
    "holdfast init prod --program orders-api --yes --account 123456789012 --region eu-west-1 "
    "--region eu-central-1 --domain api.orders.example.com --peak-rps 200 --data items --rto 15m --rpo 1m": (
        "Ask nothing: a new folder with a stack in two regions that is back within 15 minutes."
    ),
    "holdfast init dev --yes --account 123456789012 --region eu-west-1 --domain api.dev.example.com "
    "--peak-rps 10 --protection lifted": "A small stack in one region that can be thrown away.",
}
_DESIGNS = "single-region, backup-and-restore, pilot-light, warm-standby, hot-standby or active-active"


def _of(name: str) -> Any:  # noqa: ANN401  # what typer gives
    """The option of a question, in the question's words."""
    (found,) = (one for one in QUESTIONS if one.name == name)
    choices = f" One of {', '.join(found.choices)}." if found.choices else ""
    return typer.Option(found.option, help=f"{found.meaning}{choices}")


def command(  # noqa: PLR0913  # the options of the command
    stack: Annotated[str, typer.Argument(help="Name of the stack.")] = "prod",
    *,
    program: Annotated[
        Path, typer.Option(help="Folder of the program; made, with a program in it, where there is none.")
    ] = Path(),
    name: Annotated[str | None, typer.Option(help="Name of a new project. Default: the folder's.")] = None,
    account: Annotated[str | None, _of("account")] = None,
    region: Annotated[list[str] | None, _of("regions")] = None,
    domain: Annotated[str | None, _of("domain")] = None,
    zone: Annotated[str | None, _of("zone")] = None,
    zone_id: Annotated[str | None, _of("zone_id")] = None,
    service: Annotated[str | None, _of("service")] = None,
    runs_on: Annotated[str | None, _of("kind")] = None,
    eks_admin: Annotated[str | None, _of("eks_admin")] = None,
    image: Annotated[str | None, _of("image")] = None,
    port: Annotated[str | None, _of("port")] = None,
    peak_rps: Annotated[str | None, _of("peak_rps")] = None,
    unit_rps: Annotated[str | None, _of("unit_rps")] = None,
    data: Annotated[str | None, _of("data")] = None,
    copies_in: Annotated[str | None, _of("copies_in")] = None,
    rto: Annotated[str | None, _of("rto_seconds")] = None,
    rpo: Annotated[str | None, _of("rpo_seconds")] = None,
    availability: Annotated[str | None, _of("availability_percent")] = None,
    email: Annotated[list[str] | None, _of("emails")] = None,
    budget: Annotated[str | None, _of("budget_usd")] = None,
    protection: Annotated[str | None, _of("protection")] = None,
    design: Annotated[
        str | None,
        typer.Option(help=f"{_DESIGNS}. Default: the cheapest that keeps what is promised."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing; what has no default must be given.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are there.")] = False,
    json_: Json = False,
    output: Output = None,
    timeout_seconds: Timeout = 300,
) -> None:
    """Write a stack that fits your answers, and preview it.

    Asks on a terminal, each question with what it means and what is usual; every answer is an option as well.
    The cheapest design is written that keeps what is promised, or none: then it says why. Nothing is
    overwritten without --force, and no cloud account is needed.

    Exits with 1 when nothing that Holdfast declares keeps the promises.
    """
    from holdfast.cli.init_questions import ask_all, confirm, design_of  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli.init_report import told, told_none  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli.init_target import target_of  # noqa: PLC0415  # see cli/output.py
    from holdfast.init.decide import decide  # noqa: PLC0415  # see cli/output.py

    target = target_of(stack, program, name, force=force)
    given = {
        "account": account,
        "regions": ",".join(region) if region else None,
        "domain": domain,
        "zone": zone,
        "zone_id": zone_id,
        "service": service,
        "kind": runs_on,
        "eks_admin": eks_admin,
        "image": image,
        "port": port,
        "peak_rps": peak_rps,
        "unit_rps": unit_rps,
        "data": data,
        "copies_in": copies_in,
        "rto_seconds": rto,
        "rpo_seconds": rpo,
        "availability_percent": availability,
        "emails": ",".join(email) if email else None,
        "budget_usd": budget,
        "protection": protection,
    }
    asks = not yes and sys.stdin.isatty()
    wanted = design_of(design)
    answers = ask_all(given, asks=asks)
    decision = decide(answers, project=target.project, stack=stack, design=wanted)
    if decision.chosen is None:
        told_none(decision, as_json=json_, output=output)
        raise typer.Exit(Exit.FINDINGS)
    files = target.files(answers, decision)
    if asks:
        confirm(decision, [target.folder / one.name for one in files])
    target.write(files)
    told(target, answers, decision, files, timeout_seconds=timeout_seconds, as_json=json_, output=output)
