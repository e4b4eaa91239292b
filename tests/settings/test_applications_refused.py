"""What settings of images, packages, parameters, secrets and keys are refused."""

from __future__ import annotations

import pytest

from holdfast.settings import SettingsError, load
from tests.settings.applications_samples import IMAGE, PACKAGES, REGISTRY, applications, planned
from tests.settings.stack_files import (
    SPREAD,
    as_pulumi_gives_it,
    mistakes,
    orders,
    patched,
)

KEYS = "holdfast:keys: { tokens: { multi_region: true, home: use1 } }"
PARAMETER = "holdfast:parameters: {{ checkout: {{ value: {} }} }}"
KEPT = "holdfast:secrets: {{ token: {{ {} }} }}"


@pytest.mark.parametrize(
    ("patches", "key", "message"),
    [
        (
            ["holdfast:registry: { home: apne1, replication: stack, repositories: { orders: {} } }"],
            "registry.home",
            "no such region in holdfast:regions",
        ),
        (
            ["holdfast:machine_images: { web: { home: apne1, ami: ami-0123456789abcdef0 } }"],
            "machine_images.web.home",
            "no such region",
        ),
        (
            ["holdfast:registry: { home: use1, repositories: { orders: {} } }"],
            "registry.replication",
            "missing",
        ),
        (
            [
                REGISTRY,
                "holdfast:registry: { account_scanning: basic }",
                "holdfast:registry: { repositories: { orders: { scan_on_push: false } } }",
            ],
            "registry.repositories.orders.scan_on_push",
            "does nothing",
        ),
        ([REGISTRY, "holdfast:registry: { prefix: Team/Shop }"], "registry.prefix", "lower-case letters"),
        (
            [orders("{ instance: { machine_image: web } }")],
            "services.orders.instance.machine_image",
            "none in holdfast:machine_images",
        ),
        (
            [
                IMAGE,
                orders(
                    "{ instance: { machine_image: web, ami: { use1: ami-01234567, euw1: ami-01234567 } } }"
                ),
            ],
            "services.orders.instance.machine_image",
            "both say what is launched",
        ),
        (
            [PACKAGES, orders("{ image: (remove), artefact: 'package://others/a.tar.gz' }")],
            "services.orders.artefact",
            "'others', of which there is none in holdfast:packages",
        ),
        (
            [PACKAGES, orders("{ image: (remove), artefact: 'package://releases/a.zip' }")],
            "services.orders.artefact",
            "an artefact lies in S3",
        ),
        (
            [orders("{ secrets: { TOKEN: 'secret://token' } }")],
            "services.orders.secrets.TOKEN",
            "none in holdfast:secrets",
        ),
        (
            [orders("{ secrets: { TOKEN: 'parameter://token' } }")],
            "services.orders.secrets.TOKEN",
            "none in holdfast:parameters",
        ),
        (
            [orders("{ secrets: { TOKEN: 'vault://token' } }")],
            "services.orders.secrets.TOKEN",
            "secret://<key> or parameter://<key>",
        ),
        ([PARAMETER.format("{ use1: here }")], "parameters.checkout.value", "has no value for euw1"),
        ([PARAMETER.format("'in {place}'")], "parameters.checkout.value", "knows no placeholder {place}"),
        ([PARAMETER.format("'{release}'")], "parameters.checkout.value", "knows no placeholder {release}"),
        ([PARAMETER.format("'{{ssm:other}}'")], "parameters.checkout.value", "holds double braces"),
        (
            [PARAMETER.format("é" * 3000)],
            "parameters.checkout.value",
            "6000 bytes, and a parameter holds 4096",
        ),
        ([PARAMETER.format("")], "parameters.checkout.value", "expected a text"),
        (
            [orders("{ environment: { CHECKOUT: 'parameter://checkout' } }")],
            "services.orders.environment.CHECKOUT",
            "put it under secrets",
        ),
        (
            ["holdfast:parameters: { db-password: { value: x } }"],
            "parameters.db-password.value",
            "looks like a credential",
        ),
        (
            [PARAMETER.format("'postgres://me:secret@host'")],
            "parameters.checkout.value",
            "looks like a credential",
        ),
        (
            [KEPT.format("home: use1, source: people, length: 30")],
            "secrets.token.length",
            "source is people",
        ),
        (
            [KEPT.format("home: use1, source: people, version: 2")],
            "secrets.token.version",
            "source is people",
        ),
        (
            [KEPT.format("home: use1, source: generated, name: x1")],
            "secrets.token.name",
            "source is generated",
        ),
        (
            [KEPT.format("home: use1, source: config, length: 30")],
            "secrets.token.length",
            "source is config",
        ),
        (
            [KEPT.format("home: use1, source: people, promoted: [use1]")],
            "secrets.token.promoted",
            "names use1, where the secret has no replica",
        ),
        (
            [KEPT.format("home: use1, source: people, promoted: [apne1]")],
            "secrets.token.promoted",
            "names apne1, where the secret has no replica",
        ),
        ([KEPT.format("home: apne1, source: people")], "secrets.token.home", "no such region"),
        (["holdfast:keys: { tokens: { multi_region: true } }"], "keys.tokens.home", "is missing"),
        (
            ["holdfast:keys: { tokens: { multi_region: false, home: use1 } }"],
            "keys.tokens.home",
            "leave it out",
        ),
        (
            ["holdfast:keys: { tokens: { multi_region: false, rotation_days: 30 } }"],
            "keys.tokens.rotation_days",
            "90",
        ),
        ([orders("{ keys: [tokens] }")], "services.orders.keys[0]", "no such key in holdfast:keys"),
        (
            [KEYS, orders("{ keys: [tokens], environment: { KEY_TOKENS_ARN: x } }")],
            "services.orders.environment.KEY_TOKENS_ARN",
            "is set by holdfast:keys.tokens",
        ),
    ],
)
def test_refuses(patches: list[str], key: str, message: str) -> None:
    found = mistakes(SPREAD, *patches)
    assert [one.key for one in found] == [f"holdfast:{key}"]
    assert message in str(found[0])


def test_a_value_is_never_repeated() -> None:
    found = mistakes(SPREAD, PARAMETER.format("'postgres://me:hunter2@host'"))
    assert "hunter2" not in "".join(map(str, found))


@pytest.mark.parametrize("source", ["config", "generated"])
def test_a_value_in_clear_is_refused_and_not_repeated(source: str) -> None:
    config = as_pulumi_gives_it(
        patched(SPREAD, KEPT.format(f"home: use1, source: {source}"), "secrets:token: hunter2")
    )
    assert load(config, stack="test", secret_keys=["secrets:token"]).secrets
    if source == "config":
        with pytest.raises(SettingsError, match="stands in clear under secrets:token") as error:
            load(config, stack="test")
        assert "hunter2" not in str(error.value)
    else:  # somebody else's key
        assert load(config, stack="test").secrets


def test_one_region_copies_no_images() -> None:
    (found,) = mistakes("holdfast:registry: { home: euw1, replication: stack, repositories: { orders: {} } }")
    assert "of which there are none" in str(found)
    alone = "holdfast:registry: { home: euw1, replication: none, repositories: { orders: {} } }"
    assert mistakes(alone) == ()


def test_a_home_serves() -> None:
    patches = (
        SPREAD,
        "holdfast:regions: { euc1: { role: backup } }",
        "holdfast:stores: { items: { kind: dynamodb, home: use1, write_routing: any-region } }",
        "holdfast:backups: { copy_to: [euc1] }",
    )
    (found,) = mistakes(*patches, KEPT.format("home: euc1, source: people"))
    assert "is a region for backups" in str(found)


def test_residency_counts_every_copy() -> None:
    (found,) = mistakes(
        SPREAD,
        "holdfast:objectives: { residency: [EU] }",
        REGISTRY.replace("use1", "euw1"),
        IMAGE.replace("use1", "euw1"),
        PACKAGES,
        KEPT.format("home: euw1, source: people"),
        "holdfast:keys: { cards: { multi_region: true, home: euw1 } }",
    )
    assert found.key == "holdfast:regions.use1"
    assert (
        "container images, machine images web, packages releases, secrets token, keys cards and logs"
        in str(found)
    )


@pytest.mark.parametrize(
    ("patches", "endpoint"),
    [
        ((KEYS, orders("{ keys: [tokens] }")), "kms"),
        (
            (KEPT.format("home: use1, source: people"), orders("{ secrets: { TOKEN: 'secret://token' } }")),
            "secretsmanager",
        ),
    ],
)
def test_a_closed_network_needs_the_way_to_keys_and_secrets(patches: tuple[str, ...], endpoint: str) -> None:
    registry = "111122223333.dkr.ecr.{region}.amazonaws.com"
    own = orders(f"{{ image: '{registry}/shop/prod/orders:1.0' }}")
    there = "[ec2, ecr.api, ecr.dkr, logs, monitoring, ssm, ssmmessages]"
    closed = f"holdfast:network: {{ nat: none, interface_endpoints: {there} }}"
    assert mistakes(SPREAD, own, closed) == ()
    (found,) = mistakes(SPREAD, own, closed, *patches)
    assert str(found).endswith(f"add {endpoint}")


def test_only_services_name_secrets_by_key() -> None:
    export = (
        "holdfast:zone_export: { place: use1, copy_to: [euw1], cloudflare_token_secret: 'secret://token' }"
    )
    (found,) = mistakes(SPREAD, KEPT.format("home: use1, source: people"), export)
    assert found.key == "holdfast:zone_export.cloudflare_token_secret"
    assert "services alone name the stack's own by key" in str(found)


def test_a_parameter_may_be_json() -> None:
    (one,) = applications(PARAMETER.format("""'{"at": "{region}", "more": {"a": []}}'""")).parameters
    assert one.values["euw1"] == '{"at": "eu-west-1", "more": {"a": []}}'


@pytest.mark.parametrize(
    ("patch", "own"),
    [("holdfast:keys: { items: { multi_region: false } }", "key-items"), (PACKAGES, "releases")],
)
def test_nothing_is_called_as_a_stores_parts_are(patch: str, own: str) -> None:
    stores = f"holdfast:stores: {{ {own}: {{ kind: dynamodb, home: use1, write_routing: any-region }} }}"
    found = [one for one in mistakes(SPREAD, patch, stores) if "would be called as those of" in str(one)]
    assert len(found) == 1


def refused(*patches: str, project: str = "shop", stack: str = "prod") -> str:
    with pytest.raises(SettingsError) as error:
        planned(*patches, project=project, stack=stack)
    return str(error.value)


def test_an_image_of_the_stacks_own_registry_lies_in_a_declared_repository() -> None:
    registry = "111122223333.dkr.ecr.{region}.amazonaws.com"
    assert planned(REGISTRY, orders(f"{{ image: '{registry}/shop/prod/orders:1.0' }}"))
    assert planned(REGISTRY, orders(f"{{ image: '{registry}/base/orders:1.0' }}"))
    text = refused(REGISTRY, orders(f"{{ image: '{registry}/shop/prod/carts:1.0' }}"))
    assert "holdfast:services.orders.image" in text
    assert "does not declare" in text
    assert "declared: shop/prod/orders" in text
    assert text.count("\n") == 0


def test_names_that_aws_refuses_are_refused() -> None:
    assert "characters too many: S3 allows 63" in refused(PACKAGES, project="a" * 40)
    assert "S3 takes no bucket" in refused(PACKAGES, project="a_b")
    assert "no repository's name begins so" in refused(REGISTRY, project="a__.b")
    assert "keeps those for itself" in refused(IMAGE, project="aws-shop")
