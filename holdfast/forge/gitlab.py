"""Notes on GitLab's merge requests, of gitlab.com and self-managed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from holdfast.forge.client import Client, Patience
from holdfast.forge.sticky import Comment

if TYPE_CHECKING:
    from collections.abc import Iterator

API = "https://gitlab.com/api/v4"


class GitLab:
    """One project's merge requests.

    A job's own token (``CI_JOB_TOKEN``) cannot write notes: it takes an access token with the scope ``api``
    (https://docs.gitlab.com/ci/jobs/ci_job_token/, 2026-11).
    """

    name = "GitLab"
    longest_body = 1_000_000
    """Characters (https://docs.gitlab.com/administration/instance_limits/, 2026-11)."""

    def __init__(self, project: str, token: str, *, api: str = API, patience: Patience | None = None) -> None:
        """Open it.

        Args:
            project: Id, or whole path such as ``group/project``.
            token: An access token with the scope ``api``.
            api: Address of the API, ``https://HOST/api/v4``.
            patience: How long GitLab is given. Default: see ``Patience``.
        """
        self._path = f"/projects/{quote(project, safe='')}/merge_requests"
        self._client = Client(api.rstrip("/"), {"PRIVATE-TOKEN": token}, name=self.name, patience=patience)

    @cached_property
    def _own_id(self) -> int:
        return int(self._client.ask("GET", "/user").json()["id"])

    def own_comments(self, number: int) -> Iterator[Comment]:
        """Notes of the token's own user, oldest first.

        Args:
            number: Number of the merge request in its project.
        """
        page = "1"
        while page:
            answer = self._client.ask(
                "GET",
                f"{self._path}/{number}/notes",
                params={"per_page": 100, "page": page, "sort": "asc", "order_by": "created_at"},
            )
            for one in answer.json():
                if one["author"]["id"] == self._own_id and not one.get("system"):
                    yield Comment(id=str(one["id"]), body=one["body"])
            page = answer.headers.get("x-next-page", "")

    def create(self, number: int, body: str) -> str:
        """Write a note.

        Args:
            number: Number of the merge request in its project.
            body: Its text.
        """
        path = f"{self._path}/{number}/notes"
        return str(self._client.ask("POST", path, json={"body": body}, again=False).json()["id"])

    def edit(self, number: int, comment: str, body: str) -> None:
        """Replace a note's text.

        Args:
            number: Number of the merge request in its project.
            comment: The note's id.
            body: Its new text.
        """
        self._client.ask("PUT", f"{self._path}/{number}/notes/{comment}", json={"body": body})

    def delete(self, number: int, comment: str) -> None:
        """Take a note away.

        Args:
            number: Number of the merge request in its project.
            comment: The note's id.
        """
        self._client.ask("DELETE", f"{self._path}/{number}/notes/{comment}")
