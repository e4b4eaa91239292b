"""Images, packages, configuration, secrets and keys: what is planned of them, and what is refused."""

from __future__ import annotations

import pytest

from holdfast.topology.plan import plan
from holdfast.topology.values import RegistryScanning, ServicePlan
from tests.settings.applications_samples import IMAGE, PACKAGES, REGISTRY, applications, planned
from tests.settings.stack_files import (
    PAIR,
    loaded,
    orders,
)

ON_PACKAGE = orders(
    "{ image: (remove), artefact: 'package://releases/orders/{release}.tar.gz', release: '1.2' }"
)


def service(place: str, *patches: str) -> ServicePlan:
    (region,) = [one for one in planned(*patches).regions if one.place == place]
    return region.services[0]


def test_without_any_of_it_nothing_is_planned() -> None:
    assert planned().applications is None


def test_a_registry_is_in_every_region_below_project_and_stack() -> None:
    registry = applications(REGISTRY).registry
    assert registry is not None
    assert (registry.prefix, registry.places, registry.home) == ("shop/prod", ("euw1", "use1"), "use1")
    (repository,) = registry.repositories
    assert (repository.name, repository.immutable, repository.scan_on_push) == (
        "shop/prod/orders",
        True,
        True,
    )
    assert (repository.untagged_days, repository.keep_images) == (14, None)
    assert registry.account_scanning is RegistryScanning.NONE
    assert registry.origin["prefix"] == "holdfast:registry.prefix (default)"


def test_a_registrys_prefix_can_be_said() -> None:
    registry = applications(REGISTRY, "holdfast:registry: { prefix: team/shop }").registry
    assert registry is not None
    assert registry.repositories[0].name == "team/shop/orders"


def test_a_machine_image_is_copied_to_regions_that_serve_alone() -> None:
    third = "holdfast:regions: { euc1: { role: backup } }"
    store = "holdfast:stores: { items: { kind: dynamodb, home: use1, write_routing: any-region } }"
    (image,) = applications(IMAGE, third, store, "holdfast:backups: { copy_to: [euc1] }").machine_images
    assert (image.places, image.parameter) == (("euw1", "use1"), "/shop/prod/ami/web")


def test_services_launch_a_machine_image_by_its_key() -> None:
    found = service("euw1", IMAGE, orders("{ instance: { machine_image: web } }"))
    assert found.instances is not None
    assert (found.instances.machine_image, found.instances.ami_id) == ("web", None)
    assert found.origin["machine_image"] == "holdfast:services.orders.instance.machine_image"


@pytest.mark.parametrize("place", ["use1", "euw1"])
def test_an_artefact_lies_in_the_regions_own_bucket(place: str) -> None:
    found = service(place, PACKAGES, ON_PACKAGE)
    assert found.artefact == f"s3://shop-prod-{place}-releases-111122223333/orders/1.2.tar.gz"


def test_services_get_their_own_regions_secrets_and_parameters() -> None:
    found = service(
        "euw1",
        "holdfast:secrets: { db-master: { home: use1, source: people } }",
        "holdfast:parameters: { checkout: { value: 'https://{region}.example.com' } }",
        orders("{ secrets: { DB: 'secret://db-master', CHECKOUT: 'parameter://checkout' } }"),
    )
    assert found.secrets == {
        # The last part of the name is no hyphen and six characters, whatever the key is.
        "DB": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/prod/db-master/secret",
        "CHECKOUT": "arn:aws:ssm:eu-west-1:111122223333:parameter/shop/prod/checkout",
    }


def test_a_parameter_has_each_regions_value() -> None:
    (common,) = applications("holdfast:parameters: { checkout: { value: 'in {region}' } }").parameters
    assert (common.name, common.values) == (
        "/shop/prod/checkout",
        {"euw1": "in eu-west-1", "use1": "in us-east-1"},
    )
    own = "holdfast:parameters: { checkout: { value: { use1: here, euw1: there } } }"
    assert applications(own).parameters[0].values == {"euw1": "there", "use1": "here"}


def test_a_secrets_value_is_named_and_never_said() -> None:
    own = "{ home: use1, source: config, version: 2 }"
    (secret,) = applications(f"holdfast:secrets: {{ webhook: {own} }}").secrets
    assert (secret.config_key, secret.version) == ("webhook", 2)
    named = "holdfast:secrets: { webhook: { home: use1, source: config, name: pager } }"
    assert applications(named).secrets[0].config_key == "pager"
    made = "holdfast:secrets: { webhook: { home: use1, source: generated } }"
    assert (applications(made).secrets[0].config_key, applications(made).secrets[0].length) == (None, 40)


def test_roles_change_nothing_of_it() -> None:
    declared = (
        REGISTRY,
        IMAGE,
        PACKAGES,
        "holdfast:secrets: { token: { home: use1, source: generated } }",
        "holdfast:keys: { tokens: { multi_region: true, home: use1 }, scratch: { multi_region: false } }",
    )
    swapped = "holdfast:regions: { use1: { role: standby }, euw1: { role: active } }"
    one = plan(loaded(PAIR, *declared), project="shop", stack="prod").applications
    assert plan(loaded(PAIR, swapped, *declared), project="shop", stack="prod").applications == one
