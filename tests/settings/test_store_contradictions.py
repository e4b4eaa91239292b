"""Settings of stores that contradict one another, or a rule of AWS."""

from __future__ import annotations

import pytest

from tests.settings.contradictions_of_databases import DATABASES, SECTIONS
from tests.settings.contradictions_of_stores import ADOPTED, KEYS, NAMES, PROMISES, TABLES, USE
from tests.settings.stack_files import PAIR, mistakes, orders
from tests.settings.store_contradiction_samples import REPLICAS, several


@pytest.mark.parametrize(
    ("patches", "key", "part"),
    [*NAMES, *SECTIONS, *DATABASES, *TABLES, *ADOPTED, *USE, *KEYS, *PROMISES],
)
def test_contradiction_of_stores_is_refused(patches: tuple[str, ...], key: str, part: str) -> None:
    found = mistakes(*patches)
    keys = {f"holdfast:{key}", f"holdfast:stores.orders.{key}"}
    told = [str(mistake) for mistake in found if mistake.key in keys]
    assert any(part in text for text in told), "\n".join(map(str, found))


def test_variables_of_stores_do_not_clash_with_those_of_stores_that_a_service_does_not_use() -> None:
    found = mistakes(
        PAIR,
        "holdfast:stores: { orders: { kind: aurora-mysql, home: use1 }, "
        "orders-reader: { kind: aurora-mysql, home: use1 } }",
        "holdfast:backups: { copy_to: [euw1] }",
        orders("{ stores: [orders], environment: { STORE_ORDERS_READER_PORT: '1' } }"),
    )
    assert found == ()


@pytest.mark.parametrize(
    "store",
    [
        "orders: { kind: dynamodb, home: euw1 }",
        "db: { kind: aurora-mysql, home: euw1 }",
        "order: { kind: aurora-mysql, home: euw1 }",
    ],
)
def test_a_service_may_be_called_like_what_no_database_is_called(store: str) -> None:
    service = "orders-db: { port: 80, image: 'a:1', peak_rps: 1, instance: { rps: 1 } }"
    found = mistakes(
        f"holdfast:services: {{ {service} }}",
        f"holdfast:stores: {{ {store} }}",
        "holdfast:entrances: { public: { services: [orders] } }",
    )
    assert [one for one in found if "begins the names" in one.message] == []


def test_the_limit_of_user_data_is_that_of_the_stores_that_a_service_uses() -> None:
    found = mistakes(*several(15, "aurora-postgresql", used=4))
    assert [one for one in found if "user data" in one.message] == []
    assert [one for one in mistakes(*several(15, "dynamodb")) if "user data" in one.message] == []


@pytest.mark.parametrize("held", ["[use1, use2]", "[use2]"])
def test_strongly_consistent_table_that_is_adopted_need_not_name_its_other_regions(held: str) -> None:
    adopt = "adopt: { table_name: orders }"
    routing = "write_routing: any-region, " if "," in held else ""
    store = (
        f"kind: dynamodb, home: use2, regions: {held}, consistency: strong, {routing}dynamodb: {{ {adopt} }}"
    )
    assert mistakes(REPLICAS, f"holdfast:stores: {{ orders: {{ {store} }} }}") == ()
