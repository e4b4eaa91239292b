"""Taking over existing resources by their logical names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi
import pulumi_aws as aws
import pytest

from holdfast.components.imports import Imports
from tests.components.declared import declared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.components.declared import Resources


class Nest(pulumi.ComponentResource):
    """Components in components, with resources at the bottom."""

    def __init__(self, name: str, depth: int, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("test:index:Nest", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        if depth:
            Nest(f"{name}-inner", depth - 1, child)
            return
        aws.dynamodb.Table(
            "use1-orders-table",
            region="us-east-1",
            opts=pulumi.ResourceOptions(parent=self, protect=True, ignore_changes=["readCapacity"]),
        )
        aws.kms.Key("use1-orders-key", region="us-east-1", opts=child)
        aws.s3.Bucket("use1-logs", bucket="logs-live", region="us-east-1", opts=child)
        aws.rds.Cluster("use1-orders-db", engine="aurora-postgresql", region="us-east-1", opts=child)
        aws.rds.ClusterInstance(
            "use1-orders-db-0",
            engine=aws.rds.EngineType.AURORA_POSTGRESQL,
            instance_class="db.r8g.large",
            cluster_identifier="orders",
            region="us-east-1",
            opts=child,
        )
        aws.route53.Zone("global-shop", name="shop.example", opts=child)
        aws.iam.Role("use1-orders", assume_role_policy="{}", opts=child)
        aws.iam.InstanceProfile("use1-orders", opts=child)


def run(ids: Mapping[str, str]) -> Resources:
    def program() -> None:
        imports = Imports(ids)
        Nest("nest", 3, pulumi.ResourceOptions(transformations=[imports.transformation]))
        imports.check()

    return declared(program)


def test_reaches_resources_below_nested_components_and_no_other() -> None:
    resources = run({"use1-orders-table": "orders-live"})
    assert {one.name: one.import_id for one in resources if one.import_id} == {
        "use1-orders-table": "orders-live@us-east-1"
    }


def test_keeps_the_other_options() -> None:
    table = run({"use1-orders-table": "orders-live"})("use1-orders-table")
    assert table.protect is True
    assert "readCapacity" in table.ignore_changes
    assert table.parent == "nest-inner-inner-inner"


def test_keeps_a_physical_name_that_would_be_made_up() -> None:
    resources = run(
        {"use1-orders-table": "orders-live", "use1-orders-db": "orders", "use1-orders-db-0": "orders-0"}
    )
    assert resources("use1-orders-table").ignore_changes == ("readCapacity", "name")
    assert resources("use1-orders-db").ignore_changes == ("clusterIdentifier",)
    assert resources("use1-orders-db-0").ignore_changes == ("identifier",)


def test_leaves_a_name_that_the_program_gives_to_the_program() -> None:
    resources = run({"use1-logs": "logs-live", "use1-orders-key": "1234abcd"})
    assert resources("use1-logs").ignore_changes == ()
    assert resources("use1-orders-key").ignore_changes == ()


def test_names_the_region_unless_it_is_given_or_there_is_none() -> None:
    resources = run(
        {
            "use1-orders-key": "1234abcd-12ab-34cd-56ef-1234567890ab@us-east-1",
            "use1-orders-db": "orders@home",
            "global-shop": "Z1D633PJN98FT9",
        }
    )
    assert resources("use1-orders-key").import_id == "1234abcd-12ab-34cd-56ef-1234567890ab@us-east-1"
    assert resources("use1-orders-db").import_id == "orders@home@us-east-1"
    assert resources("global-shop").import_id == "Z1D633PJN98FT9"


def test_changes_nothing_where_nothing_is_given() -> None:
    assert list(run({})) == list(declared(lambda: Nest("nest", 3)))


def test_refuses_every_name_that_no_resource_has_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="no resource is called") as caught:
        run({"use1-order-db": "orders", "zzz": "1", "use1-orders-table": "orders-live"})
    assert str(caught.value) == (
        "Pulumi.prod.yaml: holdfast:imports.use1-order-db: no resource is called 'use1-order-db' "
        "(did you mean 'use1-orders-db'?)\n"
        "Pulumi.prod.yaml: holdfast:imports.zzz: no resource is called 'zzz'"
    )


def test_does_not_take_a_component_for_a_resource() -> None:
    with pytest.raises(ValueError, match="no resource is called 'nest-inner'"):
        run({"nest-inner": "x"})


def test_refuses_a_name_that_several_resources_share() -> None:
    with pytest.raises(ValueError, match="'use1-orders' is the name of 2 resources") as caught:
        run({"use1-orders": "orders"})
    assert "aws:iam/instanceProfile:InstanceProfile, aws:iam/role:Role" in str(caught.value)


def test_refuses_a_name_that_two_resources_of_one_type_share() -> None:
    def program() -> None:
        imports = Imports({"use1-orders": "orders"})
        opts = pulumi.ResourceOptions(transformations=[imports.transformation])
        for name in ("one", "two"):
            parent = pulumi.ComponentResource(f"test:index:{name}", name, {}, opts)
            child = pulumi.ResourceOptions(parent=parent)
            aws.iam.Role("use1-orders", assume_role_policy="{}", opts=child)
        imports.check()

    with pytest.raises(ValueError, match="'use1-orders' is the name of 2 resources") as caught:
        declared(program)
    assert str(caught.value).count("aws:iam/role:Role") == 2


def test_refuses_a_blank_id() -> None:
    with pytest.raises(ValueError, match=r"holdfast:imports\.use1-orders-db: no id is given\n") as caught:
        Imports({"use1-orders-key": " ", "use1-orders-db": "", "use1-logs": "logs"})
    assert str(caught.value).count("no id is given") == 2
