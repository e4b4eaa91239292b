"""Comments on GitHub's pull requests, of github.com and of GitHub Enterprise Server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.forge.client import Client, Patience
from holdfast.forge.errors import ForgeError
from holdfast.forge.sticky import Comment

if TYPE_CHECKING:
    from collections.abc import Iterator

API = "https://api.github.com"
_OF_PULL_REQUEST = """
query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      comments(first: 100, after: $after) {
        nodes { databaseId body viewerDidAuthor }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
"""


class GitHub:
    """One repository's pull requests.

    Whose comment it is, GraphQL alone tells (``viewerDidAuthor``): the token of a workflow may not ask who
    it is (https://docs.github.com/en/graphql/reference/interfaces#comment, 2026-11).
    """

    name = "GitHub"
    longest_body = 65_536
    """Characters; more is refused with 422
    (https://github.com/runatlantis/atlantis/blob/main/server/events/vcs/github/client.go, 2026-11)."""

    def __init__(
        self, repository: str, token: str, *, api: str = API, patience: Patience | None = None
    ) -> None:
        """Open it.

        Args:
            repository: ``owner/name``.
            token: A token that can write comments of pull requests.
            api: Address of the REST API; of an Enterprise Server ``https://HOST/api/v3``.
            patience: How long GitHub is given. Default: see ``Patience``.

        Raises:
            ForgeError: The repository is no ``owner/name``.
        """
        if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
            raise ForgeError(f"'{repository}' is no repository of GitHub: give owner/name")
        self._repository = repository
        self._client = Client(
            api.rstrip("/"),
            {
                "Authorization": f"Bearer {token}",
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": "2022-11-28",
            },
            name=self.name,
            patience=patience,
        )
        # https://docs.github.com/en/enterprise-server@latest/graphql/guides/forming-calls-with-graphql
        self._graphql = re.sub(r"/v3$", "", api.rstrip("/")) + "/graphql"

    def own_comments(self, number: int) -> Iterator[Comment]:
        """Comments of the token's own user, oldest first.

        Args:
            number: Number of the pull request.
        """
        owner, _, name = self._repository.partition("/")
        after: str | None = None
        while True:
            variables = {"owner": owner, "name": name, "number": number, "after": after}
            answer = self._client.ask(
                "POST", self._graphql, json={"query": _OF_PULL_REQUEST, "variables": variables}
            ).json()
            if answer.get("errors"):
                told = "; ".join(str(one.get("message")) for one in answer["errors"])
                raise ForgeError(f"GitHub cannot tell the comments of {self._repository}#{number}: {told}")
            comments = answer["data"]["repository"]["pullRequest"]["comments"]
            for one in comments["nodes"]:
                if one["viewerDidAuthor"]:
                    yield Comment(id=str(one["databaseId"]), body=one["body"])
            if not comments["pageInfo"]["hasNextPage"]:
                return
            after = comments["pageInfo"]["endCursor"]

    def create(self, number: int, body: str) -> str:
        """Write a comment.

        Args:
            number: Number of the pull request.
            body: Its text.
        """
        path = f"/repos/{self._repository}/issues/{number}/comments"
        return str(self._client.ask("POST", path, json={"body": body}, again=False).json()["id"])

    def edit(self, number: int, comment: str, body: str) -> None:  # noqa: ARG002  # GitLab needs the number
        """Replace a comment's text.

        Args:
            number: Number of the pull request.
            comment: The comment's id.
            body: Its new text.
        """
        self._client.ask("PATCH", self._of(comment), json={"body": body})

    def delete(self, number: int, comment: str) -> None:  # noqa: ARG002  # GitLab needs the number
        """Take a comment away.

        Args:
            number: Number of the pull request.
            comment: The comment's id.
        """
        self._client.ask("DELETE", self._of(comment))

    def _of(self, comment: str) -> str:
        return f"/repos/{self._repository}/issues/comments/{comment}"
