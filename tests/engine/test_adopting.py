"""Tables, keys and vaults that a team has already are taken over by ``holdfast:imports`` or by id.

What the team has is what a stack left, whose state was thrown away: in the cloud it is like anybody's.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.engine.engine import Stack, copy_program
from tests.engine.hosting import host
from tests.engine.standin import Cloud, serve
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engine.engine import Step

pytestmark = [needs_engine, pytest.mark.xdist_group("adopting")]  # it is left behind once

ROOT = Path(__file__).parents[2]
KEPT = {
    "aws:backup/vault:Vault",
    "aws:dynamodb/table:Table",
    "aws:dynamodb/tableReplica:TableReplica",
    "aws:kms/key:Key",
}
WITHOUT = {"holdfast:backups", "holdfast:canaries", "holdfast:zone_export"}
"""What has keys and buckets of its own, or stands in the region that keeps these."""
SETTINGS: dict[str, Any] = yaml.safe_load((ROOT / "Pulumi.prod.yaml").read_text(encoding="utf-8"))["config"]


class Left:
    """What was left, and the stack that takes it over."""

    def __init__(self, folder: Path, cloud: Cloud, providers: str, port: int) -> None:
        earlier = Stack(copy_program(ROOT, folder / "earlier", "__main__.py"), "prod", providers)
        earlier.configure(SETTINGS)
        earlier.up()
        self.cloud = cloud
        self.ids: dict[str, str] = {
            one["urn"].rpartition("::")[2]: one["id"]
            for one in earlier.export()["deployment"]["resources"]
            if one["type"] in KEPT
        }
        cloud.keep(*KEPT)
        self.had = self.there()
        self.stack = Stack(folder / "program", "prod", providers, port=port)

    def there(self) -> set[tuple[str, str, str]]:
        return {(one.type, one.region, one.id) for one in self.cloud.of(*KEPT)}


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Left]:
    folder = tmp_path_factory.mktemp("adopting")
    cloud = Cloud(account=SETTINGS["holdfast:account"])
    program = copy_program(ROOT, folder / "program", "__main__.py")
    with serve(cloud) as providers, host(program / "__main__.py") as port:
        yield Left(folder, cloud, providers, port)


def of_data(steps: list[Step]) -> set[tuple[str, str]]:
    return {(step.op, step.name) for step in steps if step.type in KEPT}


def test_without_a_word_all_would_be_made_a_second_time(left: Left) -> None:
    left.stack.configure(SETTINGS)

    assert of_data(left.stack.preview()) == {("create", name) for name in left.ids}


def test_by_id_a_key_and_a_table_are_used_and_nothing_of_them_is_declared(left: Left) -> None:
    (table,) = (one for one in left.cloud.of("aws:dynamodb/table:Table"))
    key = next(one.arn for one in left.cloud.of("aws:kms/key:Key") if one.id == left.ids["use1-key"])
    left.stack.configure(
        {
            **{name: value for name, value in SETTINGS.items() if name not in WITHOUT},
            "holdfast:regions": {"use1": {"zones": ["a", "b", "c"], "key_arn": key}, "euw1": {"zones": 3}},
            "holdfast:stores": {
                "orders": {
                    "kind": "dynamodb",
                    "home": "use1",
                    "write_routing": "any-region",
                    "dynamodb": {"adopt": {"table_name": table.id, "key_arns": {"use1": key}}},
                }
            },
        }
    )

    # Topics of what AWS tells in us-west-2 have a key of their own, which keeps nothing.
    assert of_data(left.stack.preview()) == {("create", "euw1-key"), ("create", "usw2-alerts-key")}


def test_a_preview_says_import_of_everything_that_holds_data(left: Left) -> None:
    left.stack.configure({**SETTINGS, "holdfast:imports": left.ids})

    assert of_data(left.stack.preview()) == {("import", name) for name in left.ids}


def test_an_update_takes_it_over_as_it_is(left: Left) -> None:
    left.stack.configure({**SETTINGS, "holdfast:imports": left.ids})
    left.stack.up()

    assert left.there() == left.had
    assert left.stack.preview() == []
    left.stack.refresh()
    assert left.stack.preview() == []
