"""``holdfast prices``: the price table, and its refresh from AWS's price list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.classes import Command, Group
from holdfast.cli.cost import PRICE_FILE, price_table
from holdfast.cli.exits import Exit, give_up
from holdfast.cli.options import Json, Output, Program  # noqa: TC001  # typer reads the annotations
from holdfast.cli.output import write, write_lines
from holdfast.cli.working import working

if TYPE_CHECKING:
    from holdfast.prices import Price
    from holdfast.prices.refresh import Refreshed

EXAMPLES = {
    "holdfast prices show rds/ --region eu-west-1": "Prices of databases, with their sources.",
    "holdfast prices refresh --region eu-north-1": "Read a region's prices from AWS's price list.",
}
PAGE = "cost.md"

app = typer.Typer(cls=Group, no_args_is_help=True, add_completion=False)

Regions = Annotated[list[str] | None, typer.Option("--region", help="AWS region; may be repeated.")]


@app.callback()
def command() -> None:
    """Show and refresh the prices that costs are made of."""


@app.command(cls=Command)
def show(
    keys: Annotated[list[str] | None, typer.Argument(help="Beginnings of keys. Default: all.")] = None,
    *,
    region: Regions = None,
    program: Program = Path(),
    json_: Json = False,
    output: Output = None,
) -> None:
    """List prices with day and source: the package's, the program's refreshed ones and the team's own."""
    from holdfast.cli import toolfile  # noqa: PLC0415  # see cli/output.py

    chosen = [
        one
        for one in price_table(program, toolfile.read(program, None))
        if (not region or one.region in {*region, "global"})
        and (not keys or any(one.key.startswith(key) for key in keys))
    ]
    if json_:
        from holdfast.report.cost_json import prices_json  # noqa: PLC0415  # see cli/output.py

        write(prices_json(chosen), output)
    else:
        from holdfast.report.cost_text import price_lines  # noqa: PLC0415  # see cli/output.py

        write_lines(lambda width: price_lines(chosen, width=width), output)


@app.command(cls=Command)
def refresh(
    *,
    region: Regions = None,
    key: Annotated[
        list[str] | None, typer.Option(help="A price beside those known, such as ec2/c7g.4xlarge/hour.")
    ] = None,
    program: Program = Path(),
    output: Output = None,
) -> None:
    """Read the prices of regions from AWS's price list and keep them beside Pulumi.yaml.

    It needs a credential that may call pricing:GetProducts. What the list does not tell for certain is left
    out and said.
    """
    from holdfast.prices import find_key, shipped  # noqa: PLC0415  # see cli/output.py
    from holdfast.prices.refresh import wanted_keys  # noqa: PLC0415  # see cli/output.py

    if not region:
        give_up("which region? --region eu-north-1; may be repeated", Exit.USAGE)
    if unknown := [one for one in key or () if find_key(one) is None]:
        give_up(f"there is no price '{unknown[0]}'; 'holdfast prices show' lists them", Exit.USAGE)
    file = output or program / PRICE_FILE
    wanted = wanted_keys(shipped(), key or ())
    for one in region:
        with working(f"asking for the prices of {one}"):
            found = _asked(one, wanted)
        _keep(file, found.rows)
        typer.echo(f"{one}: {len(found.rows)} prices, {len(found.missing)} without one", err=True)
        for name, reason in found.missing.items():
            typer.echo(f"  {name}: {reason}", err=True)
        if not found.rows:
            give_up(f"the price list has nothing of {one}", Exit.FINDINGS)


def _asked(region: str, keys: tuple[str, ...]) -> Refreshed:
    from datetime import datetime  # noqa: PLC0415  # see cli/output.py

    import boto3  # noqa: PLC0415  # only here is it needed, and it is slow to load
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # see above

    from holdfast.prices.refresh import ENDPOINT_REGION, refresh  # noqa: PLC0415  # see cli/output.py

    try:
        client = boto3.client("pricing", region_name=ENDPOINT_REGION)
        return refresh(client, region, keys, datetime.now().astimezone().date())
    except (BotoCoreError, ClientError) as error:
        give_up(f"AWS's price list does not answer: {error}", Exit.TOOL_FAILED)


def _keep(file: Path, rows: tuple[Price, ...]) -> None:
    from holdfast.prices import PriceError, read_prices, write_prices  # noqa: PLC0415  # see cli/output.py

    try:
        kept = read_prices(file.read_text(encoding="utf-8"), str(file)) if file.is_file() else ()
        merged = {(one.key, one.region): one for one in (*kept, *rows)}
        file.write_text(write_prices(merged.values()), encoding="utf-8")
    except OSError as error:
        give_up(f"cannot write {file}: {error.strerror}", Exit.USAGE)
    except (PriceError, UnicodeDecodeError) as error:
        give_up(f"{file} cannot be used\n{error}", Exit.USAGE)
