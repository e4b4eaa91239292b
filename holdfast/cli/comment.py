"""``holdfast comment``: puts a review under a pull or merge request."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.exits import Exit, give_up
from holdfast.cli.files import read_text
from holdfast.cli.options import Program  # noqa: TC001  # typer reads the annotations
from holdfast.cli.output import write_json
from holdfast.cli.working import working

if TYPE_CHECKING:
    from holdfast.forge import GitHub, GitLab

EXAMPLES = {
    "holdfast comment 12 --file review.md": "Write or edit the comment under request 12.",
}
PAGE = "review.md"
VERSION = 1
"""Of the JSON."""


class Forge(StrEnum):
    """Where the request is."""

    GITHUB = "github"
    GITLAB = "gitlab"


def command(  # noqa: PLR0913  # the options of the command
    number: Annotated[int, typer.Argument(min=1, help="Number of the pull or merge request.")],
    *,
    file: Annotated[
        Path, typer.Option(help="File with the text, as 'holdfast review --markdown' writes it.")
    ],
    project: Annotated[
        str | None,
        typer.Option(help="By what the comment is found again. Default: the Pulumi project's name."),
    ] = None,
    forge: Annotated[
        Forge | None, typer.Option(help="Where. Default: the one whose pipeline runs this.")
    ] = None,
    repository: Annotated[
        str | None,
        typer.Option(help="Repository or project. Default: $GITHUB_REPOSITORY or $CI_PROJECT_ID."),
    ] = None,
    note: Annotated[
        str | None, typer.Option(help="A line above the text, such as who made it. Default: none.")
    ] = None,
    program: Program = Path(),
    json_: Annotated[bool, typer.Option("--json", help="Print which comment it is as JSON.")] = False,
) -> None:
    """Put a review under a pull or merge request.

    The project has one comment there: it is edited where it is. The token is read from $GITHUB_TOKEN or
    $GITLAB_TOKEN and the API's address from $GITHUB_API_URL or $CI_API_V4_URL. A comment that somebody else
    wrote is never taken for this one.
    """
    from holdfast.forge import ForgeError, put_comment  # noqa: PLC0415  # see cli/output.py

    text = read_text(file, how="holdfast review --markdown {}")
    if not text.strip():
        give_up(f"{file} is empty: nothing is written", Exit.USAGE)
    name = project or _project(program)
    if note:
        text = f"> {' '.join(note.split())}\n\n{text}"
    try:
        with working("writing the comment"):
            placed = put_comment(_forge(forge, repository), number, text, project=name)
    except ForgeError as error:
        give_up(str(error), Exit.TOOL_FAILED)
    if json_:
        write_json({"version": VERSION, "project": name, "id": placed.id, "created": placed.created})
    done = "wrote" if placed.created else "edited"
    typer.echo(f"{done} comment {placed.id} of {name}", err=True)


def _forge(chosen: Forge | None, repository: str | None) -> GitHub | GitLab:
    from holdfast.forge import GitHub, GitLab, github, gitlab  # noqa: PLC0415  # see cli/output.py

    if chosen is None:
        chosen = Forge.GITLAB if os.environ.get("GITLAB_CI") else Forge.GITHUB
    if chosen is Forge.GITLAB:
        where = repository or _from_environment("CI_PROJECT_ID", "--repository")
        api = os.environ.get("CI_API_V4_URL") or gitlab.API
        return GitLab(where, _from_environment("GITLAB_TOKEN"), api=api)
    where = repository or _from_environment("GITHUB_REPOSITORY", "--repository")
    api = os.environ.get("GITHUB_API_URL") or github.API
    return GitHub(where, _from_environment("GITHUB_TOKEN"), api=api)


def _from_environment(name: str, option: str | None = None) -> str:
    value = os.environ.get(name, "")
    if not value:
        instead = f", or give {option}" if option else ""
        give_up(f"${name} is not set: set it{instead}", Exit.USAGE)
    return value


def _project(program: Path) -> str:
    from holdfast.preview import PreviewError  # noqa: PLC0415  # see cli/output.py
    from holdfast.preview.project import load_project  # noqa: PLC0415  # see cli/output.py

    try:
        return load_project(program).name
    except PreviewError as error:
        give_up(f"{error}; name the project by --project", Exit.USAGE)
