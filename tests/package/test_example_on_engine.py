"""The example on the real engine: made, refactored under aliases, drifted, let go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.engine.engine import EngineError, Stack, copy_program
from tests.engine.standin import Cloud, serve
from tests.needs import needs_engine
from tests.package.test_example import EXAMPLE, IN_THE_DNS_ACCOUNT, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("example-on-engine"),  # a module's stack is made once, not once per worker
]

FILES = ("__main__.py", "conventions.py", "storage.py")
NETWORK_ALIAS = '    ResourceOptions(aliases=[pulumi.Alias(name="use1-net")]),\n'
MOVED = "parent=self, aliases=[pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)]"
EARLIER = {
    "__main__.py": {
        NETWORK_ALIAS: "",
        "network = Network(\n    HOME,": 'network = Network(\n    "use1-net",',
    },
    "storage.py": {MOVED: ""},
}
"""File → how to write what it was before the network was renamed and the table moved."""
WITHOUT_ALIAS = {"__main__.py": {NETWORK_ALIAS: ""}, "storage.py": {MOVED: ""}}
"""As it is now, but for the table, with no word of what the network was called."""


class Made:
    """The stack, its cloud and the folder of its program."""

    def __init__(self, folder: Path, providers: str, cloud: Cloud) -> None:
        self.folder, self.cloud = folder, cloud
        self.settings: dict[str, Any] = yaml.safe_load((EXAMPLE / "Pulumi.dev.yaml").read_text("utf-8"))[
            "config"
        ]
        self.stack = Stack(folder, "dev", providers)
        self.stack.configure(self.settings)

    def write(self, changes: Mapping[str, Mapping[str, str]]) -> None:
        """Write the program, changed."""
        for name in FILES:
            text = (EXAMPLE / name).read_text(encoding="utf-8")
            for now, then in changes.get(name, {}).items():
                assert text.count(now) == 1, f"{name} holds {text.count(now)} times {now!r}"
                text = text.replace(now, then)
            (self.folder / name).write_text(text, encoding="utf-8")

    def resources(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.stack.export()["deployment"]["resources"]
        return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """What the team ran before it renamed and moved anything."""
    folder, cloud = copy_program(EXAMPLE, tmp_path_factory.mktemp("example") / "program"), Cloud()
    with serve(cloud) as providers:
        one = Made(folder, providers, cloud)
        one.write(EARLIER)
        one.stack.up()
        yield one


def test_what_was_made_is_as_declared(made: Made) -> None:
    assert made.stack.preview() == []


def test_a_new_name_alone_would_replace_the_network(made: Made) -> None:
    made.write(WITHOUT_ALIAS)

    steps = made.stack.preview()

    assert {step.op for step in steps if step.type == "aws:ec2/vpc:Vpc"} == {"create", "delete"}


def test_with_its_alias_the_new_name_changes_name_tags_alone(made: Made) -> None:
    made.write({})

    steps = made.stack.preview()

    assert {step.op for step in steps} == {"update"}
    assert {step.properties for step in steps} == {("tags",)}
    assert {step.type.split("/")[0] for step in steps} == {"aws:ec2"}


def test_all_is_under_its_new_name_then_and_nothing_was_made(made: Made) -> None:
    before = {one["id"] for one in made.resources() if "id" in one}
    made.stack.up()

    resources = made.resources()
    (table,) = (one["urn"] for one in resources if one["type"] == "aws:dynamodb/table:Table")

    assert made.stack.preview() == []
    assert {one["id"] for one in resources if "id" in one} == before
    assert "acme:orders:Storage$holdfast:index:GlobalTable$" in table
    assert [one["urn"] for one in resources if "use1-net" in one["urn"]] == []


def test_the_explicit_provider_has_the_dns_and_the_default_one_the_rest(made: Made) -> None:
    of_aws = [one for one in made.resources() if one["type"].startswith("aws:")]
    (provider,) = (
        one for one in made.resources() if one["urn"].endswith("pulumi:providers:aws::dns-account")
    )
    there = [one for one in of_aws if one["provider"].startswith(provider["urn"])]

    assert {name_of(one) for one in there} == IN_THE_DNS_ACCOUNT
    assert json.loads(provider["inputs"]["assumeRoles"]) == [{"roleArn": made.settings["orders:dns_role"]}]
    assert all("::default_" in one["provider"] for one in of_aws if one not in there)


def test_no_instance_starts_before_all_copies_of_the_table_are_there(made: Made) -> None:
    order = [one["type"] for one in made.resources()]

    assert order.index("aws:dynamodb/tableReplica:TableReplica") < order.index("aws:autoscaling/group:Group")


def test_what_the_scanner_writes_is_left_alone(made: Made) -> None:
    (bucket,) = (one for one in made.cloud.of("aws:s3/bucket:Bucket") if "archive" in one.id)
    bucket.state["tags"] = {**bucket.state["tags"], "LastScan": "2026-11-21"}
    made.stack.refresh()

    assert made.stack.preview() == []


def test_it_goes_once_its_protection_is_lifted(made: Made) -> None:
    with pytest.raises(EngineError, match="protect"):
        made.stack.destroy()
    made.stack.configure({**made.settings, "orders:protection": False})
    made.stack.up()
    made.stack.destroy()

    assert made.cloud.is_empty()
