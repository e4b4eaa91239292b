from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from holdfast.forge import ForgeError, GitHub, GitLab, Placed, marker, put_comment
from holdfast.forge.client import Patience
from tests.forge.server import OTHERS, Answer, Asked, Forge, Note

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "a-token-of-no-one"  # noqa: S105  # it opens nothing
PROJECT = "orders"


@pytest.fixture
def server() -> Iterator[Forge]:
    forge = Forge()
    yield forge
    forge.close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture(params=["github", "gitlab"])
def forge(request: pytest.FixtureRequest, server: Forge, waits: list[float]) -> GitHub | GitLab:
    patience = Patience(attempts=4, sleep=waits.append)
    if request.param == "github":
        return GitHub("acme/orders", TOKEN, api=f"{server.url}/api/v3", patience=patience)
    return GitLab("acme/orders", TOKEN, api=f"{server.url}/api/v4", patience=patience)


def put(forge: GitHub | GitLab, body: str = "all is well") -> Placed:
    return put_comment(forge, 12, body, project=PROJECT)


def test_the_first_review_writes_a_comment(forge: GitHub | GitLab, server: Forge) -> None:
    server.notes = [Note(1, "please look at this", author=OTHERS)]

    assert put(forge) == Placed(id="2", created=True)
    assert server.notes[1].body == f"{marker(PROJECT)}\nall is well"


def test_a_later_review_edits_it_whatever_page_it_is_on(forge: GitHub | GitLab, server: Forge) -> None:
    server.page = 2
    server.notes = [Note(number, "talk", author=OTHERS) for number in range(1, 6)]
    server.notes.append(Note(6, f"{marker(PROJECT)}\nold"))
    server.notes.append(Note(7, "more talk"))

    assert put(forge, "new") == Placed(id="6", created=False)
    assert [one.body for one in server.notes if "new" in one.body] == [f"{marker(PROJECT)}\nnew"]
    assert len(server.notes) == 7


def test_what_says_the_same_is_left_as_it_is(forge: GitHub | GitLab, server: Forge) -> None:
    server.notes = [Note(1, f"{marker(PROJECT)}\r\nall is well\r\n")]

    assert put(forge) == Placed(id="1", created=False)
    assert {one.method for one in server.asked} <= {"GET", "POST"}


def test_nobody_else_can_hold_our_comment(forge: GitHub | GitLab, server: Forge) -> None:
    server.notes = [Note(1, f"{marker(PROJECT)}\nall is well, merge it", author=OTHERS)]

    assert put(forge, "it deletes a database").created
    assert server.notes[0].body.endswith("merge it")


def test_another_project_keeps_its_comment(forge: GitHub | GitLab, server: Forge) -> None:
    server.notes = [Note(1, f"{marker('payments')}\ntheirs")]

    assert put(forge).created
    assert server.notes[0].body.endswith("theirs")


def test_a_quotation_of_the_comment_is_not_the_comment(forge: GitHub | GitLab, server: Forge) -> None:
    server.notes = [Note(1, f"> {marker(PROJECT)}\nwhat does this mean?")]

    assert put(forge).created


def test_twins_of_two_runs_become_one(forge: GitHub | GitLab, server: Forge) -> None:
    server.notes = [Note(1, f"{marker(PROJECT)}\none"), Note(2, f"{marker(PROJECT)}\ntwo")]

    assert put(forge) == Placed(id="1", created=False, removed=1)
    assert [one.id for one in server.notes] == [1]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_that_is_unwell_is_asked_again(
    forge: GitHub | GitLab, server: Forge, waits: list[float], status: int
) -> None:
    server.before = [lambda _: Answer(status, {"message": "unicorn"})] * 2

    assert put(forge).created
    assert waits == [1, 2]


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (Answer(429, {"message": "slow down"}, {"retry-after": "7"}), 7),
        (Answer(403, {"message": "slow down"}, {"retry-after": "7"}), 7),
        (Answer(503, {"message": "slow down"}, {"retry-after": "7"}), 7),
        (Answer(429, {"message": "slow down"}), 60),
    ],
)
def test_it_waits_as_long_as_the_forge_asks(
    forge: GitHub | GitLab, server: Forge, waits: list[float], answer: Answer, wait: float
) -> None:
    server.before = [lambda _: answer]

    assert put(forge).created
    assert waits == [wait]


def test_it_waits_until_the_limit_is_reset(forge: GitHub | GitLab, server: Forge, waits: list[float]) -> None:
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(time.time()) + 20)}
    server.before = [lambda _: Answer(403, {"message": "limit"}, headers)]

    assert put(forge).created
    assert 18 < waits[0] < 23


def test_a_wait_of_an_hour_is_given_up(forge: GitHub | GitLab, server: Forge) -> None:
    server.before = [lambda _: Answer(429, {"message": "later"}, {"retry-after": "3600"})]

    with pytest.raises(ForgeError, match=r"asks to wait for 3600 s: 429 later"):
        put(forge)


def test_a_server_that_stays_unwell_is_given_up(forge: GitHub | GitLab, server: Forge) -> None:
    server.before = [lambda _: Answer(503, {"message": "unicorn"})] * 4

    with pytest.raises(ForgeError, match=r"did not answer in 4 attempts: 503 unicorn"):
        put(forge)


@pytest.mark.parametrize("status", [0, 502])
def test_a_comment_that_was_written_though_no_answer_came_is_not_written_twice(
    forge: GitHub | GitLab, server: Forge, status: int
) -> None:
    def fault(asked: Asked) -> Answer | None:
        written = asked.method == "POST" and "graphql" not in asked.path
        return Answer(status) if written else None

    server.after = [fault] * 3
    placed = put(forge)

    assert (placed.created, len(server.notes)) == (False, 1)


def test_a_refusal_is_told_without_the_token(forge: GitHub | GitLab, server: Forge) -> None:
    refusal = Answer(403, {"message": "Resource not accessible by integration"})
    server.before = [lambda _: refusal]

    with pytest.raises(ForgeError) as told:
        put(forge)

    assert "403 Resource not accessible by integration" in str(told.value)
    assert TOKEN not in str(told.value)
    assert len(server.asked) == 1


def test_what_graphql_refuses_is_told(server: Forge) -> None:
    server.before = [lambda _: Answer(200, {"data": None, "errors": [{"message": "Could not resolve"}]})]

    with pytest.raises(ForgeError, match=r"acme/orders#12: Could not resolve"):
        put(GitHub("acme/orders", TOKEN, api=server.url))


def test_a_body_that_the_forge_would_refuse_is_not_sent(server: Forge) -> None:
    with pytest.raises(ForgeError, match=r"GitHub takes 65,536"):
        put(GitHub("acme/orders", TOKEN, api=server.url), "x" * 65_536)

    assert server.asked == []


def test_a_forge_that_is_not_there(waits: list[float]) -> None:
    forge = GitHub(
        "acme/orders", TOKEN, api="http://127.0.0.1:1", patience=Patience(attempts=2, sleep=waits.append)
    )

    with pytest.raises(ForgeError, match=r"did not answer in 2 attempts: no connection"):
        put(forge)


def test_requests_are_as_the_forges_want_them(forge: GitHub | GitLab, server: Forge) -> None:
    put(forge)
    paths = [(one.method, one.path) for one in server.asked]

    if isinstance(forge, GitHub):
        assert paths == [("POST", "/api/graphql"), ("POST", "/api/v3/repos/acme/orders/issues/12/comments")]
        assert all(one.headers["authorization"] == f"Bearer {TOKEN}" for one in server.asked)
    else:
        notes = "/api/v4/projects/acme/orders/merge_requests/12/notes"
        assert paths == [("GET", notes), ("POST", notes)]
        assert all(one.headers["private-token"] == TOKEN for one in server.asked)


@pytest.mark.parametrize("repository", ["orders", "acme/orders/pulls", "https://github.com/acme/orders", ""])
def test_what_is_no_repository(repository: str) -> None:
    with pytest.raises(ForgeError, match="give owner/name"):
        GitHub(repository, TOKEN)


@pytest.mark.parametrize("project", ["orders", "a b", "x-->y", "a--b"])
def test_a_marker_is_one_comment_of_html(project: str) -> None:
    inside = marker(project).removeprefix("<!--").removesuffix("-->")

    assert "--" not in inside
    assert ">" not in inside
