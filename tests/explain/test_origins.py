"""Which settings made a component: as it says itself, or as what is around it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.explain.model import Told
from holdfast.explain.origins import Origins, is_within
from tests.explain.samples import API, KEY, REGION, TABLES, component, facts, steps
from tests.graph.documents import graph, step, urn

if TYPE_CHECKING:
    from holdfast.explain.origins import Origin

BUCKET = "aws:s3/bucket:Bucket"


def origin(token: str, name: str, *more: dict[str, Any]) -> Origin | None:
    found = graph(*steps(), *more)
    return Origins(found).of(found.resources[urn(token, name)])


def told(token: str, name: str, *more: dict[str, Any]) -> tuple[str, str, Told] | None:
    found = origin(token, name, *more)
    return None if found is None else (found.object, found.path, found.told)


def test_a_component_says_it_itself_and_its_resources_come_from_there() -> None:
    expected = ("holdfast:stores.orders", "holdfast:stores.orders", Told.ITSELF)

    assert told(TABLES, "global-orders") == expected
    assert told("aws:dynamodb/table:Table", "use1-orders-table") == expected


def test_one_that_says_nothing_comes_from_where_its_holder_does() -> None:
    inner = component("holdfast:index:Inner", "inner", parent=urn(TABLES, "global-orders"))

    assert told("holdfast:index:Inner", "inner", inner) == (
        "holdfast:stores.orders",
        "holdfast:stores.orders",
        Told.HOLDER,
    )


def test_or_from_where_those_come_that_need_it_by_its_name_first() -> None:
    """The key is needed by the table, which names three settings; the one of the key's own name counts."""
    found = told(KEY, "use1")

    assert found == ("holdfast:regions.use1", "holdfast:regions.use1.role", Told.USERS)


def test_or_from_where_its_parts_do() -> None:
    assert told(REGION, "use1") == ("holdfast:regions.use1", "holdfast:regions.use1", Told.PARTS)


def test_or_from_where_others_of_its_type_do() -> None:
    other = component(TABLES, "alone", parent=urn(API, "api"))

    assert told(TABLES, "alone", other) == ("holdfast:stores.orders", "holdfast:stores.orders", Told.ALIKE)


def test_what_holds_everything_comes_from_nowhere() -> None:
    assert told(API, "api") is None


def test_what_is_in_no_component_comes_from_nowhere() -> None:
    assert told("aws:sqs/queue:Queue", "outbox") is None


def test_the_settings_with_most_of_the_values_make_it_and_of_two_the_one_in_its_name() -> None:
    door = {"balancer": "holdfast:entrances.public.load_balancer", "to": "holdfast:services.orders.target"}
    made = component("holdfast:index:Door", "use1-public", door)

    assert told("holdfast:index:Door", "use1-public", made) == (
        "holdfast:entrances.public",
        "holdfast:entrances.public.load_balancer",
        Told.ITSELF,
    )


def test_what_is_a_map_and_what_is_one_object() -> None:
    """A path of two parts says that there are no entries; one of one part says nothing."""
    topics = {"emails": "holdfast:alerts.emails", "slack": "holdfast:alerts.slack.ops"}
    every = component("holdfast:index:Copies", "copies", {"places": "holdfast:regions"})
    found = Origins(graph(*steps(), component("holdfast:index:Topic", "topic", topics), every))

    assert found.object_of("holdfast:alerts.slack.ops") == "holdfast:alerts"
    assert found.object_of("holdfast:regions.use1.cidr") == "holdfast:regions.use1"
    assert found.object_of("holdfast:regions") == "holdfast:regions"


def test_an_input_of_that_name_that_holds_no_settings_paths_is_somebody_else_s() -> None:
    for other in ({"domain": "www.example.com", "id": "s3"}, "https://example.com", ["a:b"], {"port": 80}):
        found = Origins(graph(step("acme:web:Cdn", "cdn", {"origin": other}, component=True)))

        assert found.own == {}
        assert found.paths == ()


def test_each_path_and_those_above_it_are_known() -> None:
    assert {"holdfast:stores", "holdfast:stores.orders", "holdfast:stores.orders.kind"} <= {
        *facts().origins.paths
    }


def test_a_path_is_within_another_by_its_parts() -> None:
    assert is_within("holdfast:stores.orders.kind", "holdfast:stores.orders")
    assert is_within("holdfast:stores.orders", "holdfast:stores.orders")
    assert not is_within("holdfast:stores.orders-old", "holdfast:stores.orders")


def test_in_a_program_of_somebody_else_nothing_is_known() -> None:
    bucket = step(BUCKET, "data", {}, parent=urn("acme:web:Store", "store"))
    found = Origins(graph(step("acme:web:Store", "store", component=True), bucket))

    assert found.by_component == {}
