"""The real HAProxy and nginx answer with the API's description, as the functions behind other doors do."""

from __future__ import annotations

import json
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components import proxy_agent
from holdfast.components.api_description import answer_headers
from holdfast.components.proxy_config import ServedDescription
from holdfast.topology.values import LARGEST_HAPROXY_BYTES, ProxySoftware
from tests.needs import missing
from tests.proxies.lab import DOMAIN, Answer, Lab, config, lab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HAPROXY, NGINX = ProxySoftware.HAPROXY, ProxySoftware.NGINX
ONE = "127.0.0.11"
TAG = "0a1b2c"
TEXT = json.dumps({"openapi": "3.1.0", "info": {"title": "Aufträge", "version": "1"}}, ensure_ascii=False)
ASKED = answer_headers(etag=f'"{TAG}"', cache_control="public, max-age=300", cors=True)

both = pytest.mark.parametrize("software", [HAPROXY, NGINX])


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Lab]]:
    """Start a proxy that has a description, before one instance; all of it ends with the test."""
    with ExitStack() as stack:

        def one(software: ProxySoftware, text: str = TEXT, **more: Any) -> Lab:
            if absent := missing(software.value, "openssl"):
                pytest.skip(f"not on PATH: {', '.join(absent)}")
            (tmp_path / "openapi.json").write_text(text, encoding="utf-8")
            told = ServedDescription(
                path="/v1/openapi.json",
                size=len(text.encode()),
                tag=TAG,
                headers={name: value for name, value in ASKED.items() if name != "ETag"},
            )
            return stack.enter_context(
                lab(config(software, tmp_path, description=told, **more), tmp_path, (ONE,))
            )

        yield one


def asked(made: Lab, method: str = "GET", path: str = "/v1/openapi.json", **headers: str) -> Answer:
    with closing(made.client()) as connection:
        connection.request(method, path, headers={"Host": DOMAIN, **headers})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read(), 0)


@both
def test_it_answers_itself_and_sends_everything_else_on(
    start: Callable[..., Lab], software: ProxySoftware
) -> None:
    made = start(software)
    answer = asked(made)
    assert (answer.status, answer.body.decode()) == (200, TEXT)
    told = {name: answer.headers[name] for name in (*ASKED, "Content-Type", "Strict-Transport-Security")}
    assert told == {
        **ASKED,
        "Content-Type": "application/json",
        "Strict-Transport-Security": "max-age=31536000",
    }
    assert answer.headers["Last-Modified"] is None
    assert asked(made, path="/v1/openapi.json?x=1").status == 200
    for other in ("/v1/openapi.jsonx", "/openapi.json", "/v1/openapi.json/", "/v1"):
        assert asked(made, path=other).name == ONE


@both
def test_it_answers_while_no_instance_does(start: Callable[..., Lab], software: ProxySoftware) -> None:
    made = start(software)
    made.backends[ONE].stop()
    assert asked(made).status == 200


@both
def test_a_head_has_no_body(start: Callable[..., Lab], software: ProxySoftware) -> None:
    answer = asked(start(software), "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["ETag"] == ASKED["ETag"]


@both
@pytest.mark.parametrize(
    ("tags", "status"),
    [(f'"{TAG}"', 304), (f'W/"{TAG}"', 304), (f'"x", "{TAG}"', 304), ("*", 304), ('"other"', 200)],
)
def test_who_has_it_already_gets_no_body(
    start: Callable[..., Lab], software: ProxySoftware, tags: str, status: int
) -> None:
    answer = asked(start(software), **{"If-None-Match": tags})
    assert (answer.status, bool(answer.body)) == (status, status == 200)
    assert answer.headers["ETag"] == ASKED["ETag"]
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@both
@pytest.mark.parametrize("method", ["POST", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(start: Callable[..., Lab], software: ProxySoftware, method: str) -> None:
    answer = asked(start(software), method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


@both
def test_who_asks_too_often_is_held_off(start: Callable[..., Lab], software: ProxySoftware) -> None:
    made = start(software, limit_rps=5)
    answers = [asked(made) for _ in range(30)]
    refused = [one for one in answers if one.status == 429]
    assert refused
    assert answers[0].status == 200
    assert refused[0].headers["Retry-After"] == "1"


@both
@pytest.mark.parametrize("size", [13_900, 14_100, LARGEST_HAPROXY_BYTES])
def test_a_large_one_is_whole(start: Callable[..., Lab], software: ProxySoftware, size: int) -> None:
    text = json.dumps({"x": "y" * (size - 9)})
    assert len(text) == size
    made = start(software, text)
    assert asked(made).body.decode() == text
    assert asked(made, path="/orders").name == ONE


def test_nginx_answers_with_more(start: Callable[..., Lab]) -> None:
    text = json.dumps({"x": "y" * 500_000})
    assert asked(start(NGINX, text)).body.decode() == text


def agent_of(tmp_path: Path, answers: dict[str, object]) -> dict[str, Any]:
    """The part of the agent's configuration that its description takes."""
    made = Lab(config(NGINX, tmp_path), tmp_path, 1)
    made.answers(**answers)
    wanted = {"bucket": "described", "key": f"openapi-{TAG}.json", "file": str(tmp_path / "openapi.json")}
    return {**made.agent, "description": wanted}


def test_the_agent_fetches_it_once(tmp_path: Path) -> None:
    told = agent_of(tmp_path, {"get-object": TEXT})
    proxy_agent.describe(told)
    file = tmp_path / "openapi.json"
    assert file.read_text(encoding="utf-8") == TEXT
    assert file.stat().st_mode & 0o777 == 0o644
    assert not (tmp_path / "openapi.json.new").exists()
    file.write_text("kept")
    proxy_agent.describe(told)
    assert file.read_text() == "kept"


def test_a_machine_that_gets_none_does_not_start(tmp_path: Path) -> None:
    told = agent_of(tmp_path, {})
    with pytest.raises(ValueError, match="Unable to locate credentials"):
        proxy_agent.start(told)
    assert not Path(told["description"]["file"]).exists()


def test_a_machine_that_has_it_starts_without_aws(tmp_path: Path) -> None:
    told = agent_of(tmp_path, {})
    Path(told["description"]["file"]).write_text(TEXT)
    proxy_agent.describe(told)


def test_without_one_nothing_is_asked_for(tmp_path: Path) -> None:
    proxy_agent.describe({**agent_of(tmp_path, {}), "description": None})
