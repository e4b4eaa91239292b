"""What components would refuse, or what AWS would tell nobody apart, is refused in the stack file already."""

from __future__ import annotations

import pytest

from tests.settings.stack_files import PAIR, SPREAD, mistakes, orders, public, region

ADOPT = "vpc_id: vpc-01234567, private_subnet_ids: [subnet-01234567, subnet-01234568]"
INTERNAL = public("{ load_balancer: { internal: true } }")
SMALL = "port: 80, image: 'carts:1', peak_rps: 1, instance: { rps: 1 }, priority: 20, paths: [/carts/*]"


def adopted(cidr: str) -> str:
    return f"{{ zones: 2, adopt: {{ {ADOPT}, cidr: {cidr} }} }}"


def another(key: str, settings: str = "", zone: str = "id: Z0123456789ABC") -> str:
    domain = f"domain: {key}.example.com, zone: {{ name: example.com, {zone} }}"
    return f"holdfast:entrances: {{ {key}: {{ {domain}, {settings} }} }}"


def service(key: str) -> str:
    return f"holdfast:services: {{ {key}: {{ {SMALL} }} }}"


def addresses(first: str, second: str) -> str:
    return public(f"{{ policy: multivalue, addresses: {{ use1: [{first}], euw1: [{second}] }} }}")


NETWORKS = [
    (
        (region(f"{{ adopt: {{ {ADOPT} }} }}"), INTERNAL),
        "regions.euw1.adopt.cidr",
        "required and missing: The VPC's own block",
    ),
    (
        (region(f"{{ cidr: 10.1.0.0/16, adopt: {{ {ADOPT}, cidr: 10.1.0.0/16 }} }}"), INTERNAL),
        "regions.euw1.cidr",
        "say it under adopt.cidr",
    ),
    ((region(adopted("10.1.0.0/8")), INTERNAL), "regions.euw1.adopt.cidr", "bits set after the prefix"),
    ((region(adopted("10.0.0.0/15")), INTERNAL), "regions.euw1.adopt.cidr", "AWS takes /16 to /28"),
    ((region(adopted("172.17.8.0/24")), INTERNAL), "regions.euw1.adopt.cidr", "Docker's bridge"),
    (
        (f"holdfast:regions: {{ euw1: {adopted('10.16.3.0/24')}, use1: {{ }} }}",),
        "regions.use1.cidr",
        "overlaps holdfast:regions.euw1.adopt.cidr (10.16.3.0/24)",
    ),
    (
        (f"holdfast:regions: {{ use1: {adopted('10.48.0.0/20')}, euw1: {adopted('10.48.4.0/24')} }}",),
        "regions.use1.adopt.cidr",
        "overlaps holdfast:regions.euw1.adopt.cidr",
    ),
]

KEYS = [
    ((another("public-use1"),), "entrances.public-use1", "extends the key of holdfast:entrances.public"),
    ((another("orders"),), "entrances.orders", "is the key of holdfast:services.orders too"),
    ((another("vpce"),), "entrances.vpce", "such as use1-vpce-sg"),
    ((service("flow"),), "services.flow", "such as use1-flow-logs"),
    ((service("backup"),), "services.backup", "use1-backup-role would be the role of"),
    ((service("orders-requests"),), "services.orders-requests", "by 'requests'"),
]

SERVICES = [
    (
        (orders("{ scaling: { warm_pool: { state: Hibernated } } }"),),
        "services.orders.scaling.warm_pool.state",
        "(allowed: Stopped, Running)",
    ),
    (
        (orders("{ instance: { types: [m7g.large, m6g.large] }, scaling: { warm_pool: {} } }"),),
        "services.orders.scaling.warm_pool",
        "no warm pool for a group of several instance types, and instance.types names 2",
    ),
    (
        (orders("{ health_path: '/up$(x)', scaling: { warm_pool: {} } }"),),
        "services.orders.health_path",
        "letters, digits and / . _ ~ ? = & - alone",
    ),
    (
        (orders("{ scaling: { spot_percent_above_minimum: 50 } }"),),
        "services.orders.scaling.spot_percent_above_minimum",
        "with one instance type (m7g.large)",
    ),
    (
        (orders("{ instance: { types: [m6g.large] }, scaling: { spot_percent_above_minimum: 1 } }"),),
        "services.orders.scaling.spot_percent_above_minimum",
        "name at least two under instance.types",
    ),
    ((orders("{ paths: ['*/a'] }"),), "services.orders.paths[0]", "starts with '/'"),
    ((orders("{ paths: [/a, /a] }"),), "services.orders.paths", "names '/a' 2 times"),
    (
        (orders("{ paths: [/a, /b, /c, /d], hosts: [api.example.com] }"),),
        "services.orders.paths",
        "4 paths and 1 hosts, and each region's own host, which health checks ask: AWS takes 5",
    ),
    (
        (orders("{ hosts: [api.example.com, api.example.org] }"),),
        "services.orders.hosts[1]",
        "no entrance of this service has a certificate",
    ),
    (
        (orders("{ hosts: [api.example.com] }"), another("partners")),
        "services.orders.hosts",
        "leave out partners.example.com",
    ),
    ((orders("{ image: 'orders: 1' }"),), "services.orders.image", "not a container image's name"),
    ((orders("{ image: 'Orders:1' }"),), "services.orders.image", "lower case"),
    ((orders("{ image: 'orders::1' }"),), "services.orders.image", "not a container image's name"),
    ((orders("{ image: 'orders@sha256:0123' }"),), "services.orders.image", "64 digits"),
    (
        (orders("{ image: { euw1: -orders:1 } }"),),
        "services.orders.image.euw1",
        "not a container image's name",
    ),
    (
        (SPREAD, orders("{ image: 111122223333.dkr-ecr.us-east-1.on.aws/orders:1 }")),
        "services.orders.image",
        "comes from us-east-1: the service in euw1",
    ),
    (
        (orders("{ image: '111122223333.dkr.ecr.{region}-1.amazonaws.com/orders:1' }"),),
        "services.orders.image",
        "comes from eu-west-1-1",
    ),
    *(
        (
            (orders(f"{{ image: (remove), artefact: '{text}' }}"),),
            "services.orders.artefact",
            "s3://<bucket>/<key>",
        )
        for text in (
            "s3://bucket/orders.zip",
            "s3://Bucket/k.tar.gz",
            "s3://bucket/a b.tar.gz",
            "s3://bucket/.gz",
        )
    ),
    (
        (orders('{ environment: { NOTE: "bell\\a" } }'),),
        "services.orders.environment.NOTE",
        "cannot be printed",
    ),
    (
        (orders("{ environment: { AWS_REGION: eu-west-1 } }"),),
        "services.orders.environment.AWS_REGION",
        "is set for every service, to the region's name",
    ),
    ((orders("{ environment: { PORT: '80' } }"),), "services.orders.environment.PORT", "the service's port"),
    (
        (orders("{ secrets: { AWS_DEFAULT_REGION: 'arn:aws:ssm:{region}:111122223333:parameter/r' } }"),),
        "services.orders.secrets.AWS_DEFAULT_REGION",
        "is set for every service",
    ),
    ((orders("{ environment: { HOME: /srv } }"),), "services.orders.environment.HOME", "set it in the image"),
    (
        (orders(f"{{ environment: {{ BIG: {'x' * 9200} }} }}"),),
        "services.orders.environment",
        "there is room for 9216",
    ),
]

ENTRANCES = [
    (
        (public(f"{{ domain: {'a' * 53}.example.com }}"),),
        "entrances.public.domain",
        "has 65 characters, and a certificate of ACM takes 64",
    ),
    (
        (public("{ zone: { accelerated_recovery: false } }"),),
        "entrances.public.zone.accelerated_recovery",
        "does nothing to a zone that exists",
    ),
    (
        (public("{ zone: { id: (remove), delegated: true } }"), another("partners", zone="")),
        "entrances.partners.zone.delegated",
        "is false here and true under holdfast:entrances.public.zone",
    ),
    (
        (
            public("{ zone: { id: (remove) } }"),
            another("partners", zone="accelerated_recovery: false"),
        ),
        "entrances.partners.zone.accelerated_recovery",
        "is false here and true",
    ),
    (
        (another("partners", "domain: example.org, zone: { name: example.org, id: Z0123456789ABC }"),),
        "entrances.partners.zone.id",
        "each zone has its own",
    ),
    (
        (another("partners", "domain: latency.api.example.com"),),
        "entrances.partners.domain",
        "is the name of a set of records behind holdfast:entrances.public",
    ),
    (
        (public("{ load_balancer: { allowed_cidrs: [] } }"),),
        "entrances.public.load_balancer.allowed_cidrs",
        "needs at least 1 entry",
    ),
    *(
        (
            (SPREAD, addresses("8.8.8.8", address)),
            "entrances.public.addresses.euw1[0]",
            "not a public address",
        )
        for address in ("192.168.1.1", "127.0.0.1", "224.0.0.9", "240.0.0.1", "0.0.0.1")
    ),
    *(
        (
            (
                SPREAD,
                public(f"{{ policy: geolocation, locations: {{ use1: [default], euw1: ['{text}'] }} }}"),
            ),
            "entrances.public.locations.euw1[0]",
            "not a location of Route 53",
        )
        for text in ("country:US-CA", "CA-", "US-", "country:EU")
    ),
    (
        (
            SPREAD,
            public("{ policy: geolocation, locations: { use1: [default, FR], euw1: ['country:FR'] } }"),
        ),
        "entrances.public.locations",
        "name FR 2 times",
    ),
    (
        (PAIR, "holdfast:budget: { monthly_usd: 5, emails: [a@example.com, a@example.com] }"),
        "budget.emails",
        "names 'a@example.com' 2 times",
    ),
]


@pytest.mark.parametrize(("patches", "key", "part"), NETWORKS + KEYS + SERVICES + ENTRANCES)
def test_what_cannot_be_declared_is_refused(patches: tuple[str, ...], key: str, part: str) -> None:
    found = mistakes(*patches)
    told = [str(mistake) for mistake in found if mistake.key == f"holdfast:{key}"]
    assert any(part in text for text in told), "\n".join(map(str, found))
