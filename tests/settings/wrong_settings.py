"""One wrong setting each, with what is said of it."""

from __future__ import annotations

from tests.settings.stack_files import orders, public, region
from tests.settings.structure_samples import AURORA, aurora, table

WRONG = [
    ("holdfast:servces: {}", "servces", "unknown key; did you mean 'services'?"),
    ("holdfast:account: (remove)", "account", "required and missing: The AWS account's id"),
    ("holdfast:account: '12345'", "account", "twelve digits; write it in quotes"),
    ("holdfast:regions: (remove)", "regions", "required and missing"),
    ("holdfast:regions: euw1", "regions", "expected a mapping, got 'euw1'"),
    ("holdfast:regions: [euw1]", "regions", 'expected a mapping, got ["euw1"]'),
    ("holdfast:regions:", "regions", "give it a value or leave the key out"),
    (
        "holdfast:regions: { eu-west-1: {} }",
        "regions.eu-west-1",
        "not a place, got 'eu-west-1'; did you mean 'euw1'?",
    ),
    ("holdfast:regions: { euw9: {} }", "regions.euw9", "did you mean 'euw"),
    (region("{ rol: active }"), "regions.euw1.rol", "did you mean 'role'?"),
    (region("{ role: standbyy }"), "regions.euw1.role", "did you mean 'standby'?"),
    (region("{ role: 5 }"), "regions.euw1.role", "expected text: write it in quotes"),
    (
        region("{ zones: many }"),
        "regions.euw1.zones",
        "a number of zones, such as 3, or a list of their letters",
    ),
    (region("{ zones: 7 }"), "regions.euw1.zones", "must be from 2 to 6, got 7"),
    (region("{ zones: [eu-west-1a, b] }"), "regions.euw1.zones[0]", "one lower-case letter"),
    (region("{ cidr: 10.0.0.0/33 }"), "regions.euw1.cidr", "whole number from 0 to 32"),
    (region("{ cidr: 10.0.1.0/16 }"), "regions.euw1.cidr", "the block that holds it is 10.0.0.0/16"),
    (region("{ cidr: ten }"), "regions.euw1.cidr", "not an IPv4 block"),
    (region("{ nat: gateway }"), "regions.euw1.nat", "(allowed: per-zone, shared, regional, none)"),
    (
        region("{ adopt: { vpc_id: my-vpc, cidr: 10.1.0.0/16, private_subnet_ids: [] } }"),
        "regions.euw1.adopt.vpc_id",
        "a VPC's id is vpc-",
    ),
    (
        region("{ adopt: { vpc_id: vpc-01234567, cidr: 10.1.0.0/16 } }"),
        "regions.euw1.adopt.private_subnet_ids",
        "required and missing",
    ),
    (region("{ retention_days: 3 }"), "regions.euw1.retention_days", "unknown key"),
    ("holdfast:network: { flow_log: {} }", "network.flow_log", "did you mean 'flow_logs'?"),
    (
        "holdfast:network: { retention_days: 30 }",
        "network.retention_days",
        "did you mean 'flow_logs.retention_days'?",
    ),
    (
        "holdfast:network: { flow_logs: { interval_seconds: 300 } }",
        "network.flow_logs.interval_seconds",
        "(allowed: 60, 600)",
    ),
    (
        "holdfast:network: { flow_logs: { retention_days: 31 } }",
        "network.flow_logs.retention_days",
        "did you mean '30'?",
    ),
    (
        "holdfast:network: { gateway_endpoints: s3 }",
        "network.gateway_endpoints",
        "expected a list: write [s3]",
    ),
    (
        "holdfast:network: { interface_endpoints: [ecr] }",
        "network.interface_endpoints[0]",
        "interface endpoint",
    ),
    (
        "holdfast:network: { interface_endpoints: [ecr.apis] }",
        "network.interface_endpoints[0]",
        "did you mean 'ecr.api'?",
    ),
    (orders("{ helth_path: /up }"), "services.orders.helth_path", "did you mean 'health_path'?"),
    (orders("{ healthPath: /up }"), "services.orders.healthPath", "did you mean 'health_path'?"),
    (orders("{ health_path: up }"), "services.orders.health_path", "a path starts with '/'"),
    (
        orders("{ port: '8080' }"),
        "services.orders.port",
        "expected a whole number: write 8080 without quotes",
    ),
    (orders("{ port: 80.5 }"), "services.orders.port", "expected a whole number, got 80.5"),
    (orders("{ port: 70000 }"), "services.orders.port", "must be from 1 to 65535"),
    (
        orders("{ peak_rps: (remove) }"),
        "services.orders.peak_rps",
        "required and missing: Requests per second at the peak",
    ),
    (orders("{ peak_rps: 0 }"), "services.orders.peak_rps", "must be more than 0"),
    (orders("{ image: 1.10 }"), "services.orders.image", "a text for every region, or a text per place"),
    (orders("{ image: { us-east-1: 'a:1' } }"), "services.orders.image.us-east-1", "did you mean 'use1'?"),
    (
        orders("{ environment: { VERSION: 16.10 } }"),
        "services.orders.environment.VERSION",
        "YAML turns 16.10 into a number",
    ),
    (
        orders("{ environment: { COUNTRY: NO } }"),
        "services.orders.environment.COUNTRY",
        "YAML turns NO, off, yes",
    ),
    (
        orders("{ environment: { 'MY-VAR': x } }"),
        "services.orders.environment.MY-VAR",
        "letters, digits and underscores",
    ),
    (
        orders("{ secrets: { KEY: hunter2 } }"),
        "services.orders.secrets.KEY",
        "named by its ARN, never given as a value",
    ),
    (
        orders("{ instance: { rps: 60, types: [m7g] } }"),
        "services.orders.instance.types[0]",
        "such as m7g.large",
    ),
    (
        orders("{ instance: { rps: 60, types: [] } }"),
        "services.orders.instance.types",
        "needs at least 1 entry",
    ),
    (
        orders("{ instance: { ami: { euw1: al2023 } } }"),
        "services.orders.instance.ami.euw1",
        "an AMI's id is ami-",
    ),
    (orders("{ paths: [orders] }"), "services.orders.paths[0]", "a path pattern starts with '/'"),
    (orders("{ paths: ['/a b'] }"), "services.orders.paths[0]", "cannot hold ' '"),
    (orders("{ hosts: ['https://x'] }"), "services.orders.hosts[0]", "not a host name"),
    (orders("{ priority: 0 }"), "services.orders.priority", "must be from 1 to 50000"),
    (
        orders("{ log_retention_days: 45 }"),
        "services.orders.log_retention_days",
        "retention of CloudWatch Logs",
    ),
    (
        orders("{ target: { algorithm: random } }"),
        "services.orders.target.algorithm",
        "did you mean 'weighted_random'?",
    ),
    (
        orders("{ target: { anomaly_mitigation: 'on' } }"),
        "services.orders.target.anomaly_mitigation",
        "write true or false",
    ),
    (
        orders("{ target: { health_check: { matcher: OK } } }"),
        "services.orders.target.health_check.matcher",
        "200,204 or 200-299",
    ),
    (
        orders("{ target: { stickiness: { kind: app_cookie, cookie_name: AWSALBAPP } } }"),
        "services.orders.target.stickiness.cookie_name",
        "the load balancer's own",
    ),
    (
        orders("{ scaling: { schedules: { morning: { recurrence: '0 7 * *', minimum: 2 } } } }"),
        "services.orders.scaling.schedules.morning.recurrence",
        "has five fields",
    ),
    (
        orders("{ scaling: { schedules: { morning: { recurrence: '0 25 * * *', minimum: 2 } } } }"),
        "services.orders.scaling.schedules.morning.recurrence",
        "'25' is no hour",
    ),
    (
        orders(
            "{ scaling: { schedules: { morning: { recurrence: 0 7 * * *, minimum: 2, time_zone: CEST } } } }"
        ),
        "services.orders.scaling.schedules.morning.time_zone",
        "not an IANA time zone",
    ),
    (
        orders("{ scaling: { warm_pool: { state: stopped } } }"),
        "services.orders.scaling.warm_pool.state",
        "did you mean 'Stopped'",
    ),
    (
        "holdfast:services: { o: { port: 80, image: 'o:1', peak_rps: 1, instance: { rps: 1 } } }",
        "services.o",
        "2 to 15 lower-case letters",
    ),
    (public("{ domain: 'https://api.example.com/' }"), "entrances.public.domain", "no scheme"),
    (
        public("{ zone: { name: example.com, id: /hostedzone/Z1 } }"),
        "entrances.public.zone.id",
        "a hosted zone's id is Z",
    ),
    (public("{ mode: active-active-active }"), "entrances.public.mode", "did you mean 'active-active'?"),
    (
        public("{ health: { interval_seconds: 15 } }"),
        "entrances.public.health.interval_seconds",
        "(allowed: 10, 30)",
    ),
    (
        public("{ health: { checker_regions: [euw1, us-east-1, us-west-2] } }"),
        "entrances.public.health.checker_regions[0]",
        "did you mean 'eu-west-1'?",
    ),
    (
        public("{ load_balancer: { ssl_policy: ELBSecurityPolicy-2016-08 } }"),
        "entrances.public.load_balancer.ssl_policy",
        "TLS",
    ),
    (
        public("{ load_balancer: { allowed_cidrs: [10.0.0.1] } }"),
        "entrances.public.load_balancer.allowed_cidrs[0]",
        "/32",
    ),
    (public("{ locations: { euw1: [NO] } }"), "entrances.public.locations.euw1[0]", "YAML turns NO"),
    (
        public("{ locations: { euw1: [XX] } }"),
        "entrances.public.locations.euw1[0]",
        "not a location of Route 53",
    ),
    (
        public("{ addresses: { euw1: [10.0.0.1] } }"),
        "entrances.public.addresses.euw1[0]",
        "not a public address",
    ),
    (public("{ weights: { euw1: 300 } }"), "entrances.public.weights.euw1", "must be from 0 to 255"),
    (
        "holdfast:stores: { orders: { kind: aurora-postgres } }",
        "stores.orders.kind",
        "did you mean 'aurora-postgresql'?",
    ),
    ("holdfast:stores: { orders: {} }", "stores.orders.kind", "required and missing: What it is"),
    (aurora("engine_version: 16.10"), f"{AURORA}.engine_version", "YAML turns 16.10 into a number"),
    (aurora("engine_version: '16'"), f"{AURORA}.engine_version", "major and minor, such as 16.8"),
    (aurora("database: 1orders"), f"{AURORA}.database", "a letter first"),
    (aurora("master_username: db-admin"), f"{AURORA}.master_username", "letters, digits and underscores"),
    (aurora("instance_class: r8g.large"), f"{AURORA}.instance_class", "such as db.r8g.large"),
    (aurora("instances: 1"), f"{AURORA}.instances", "must be from 2 to 16"),
    (aurora("insights_retention_days: 94"), f"{AURORA}.insights_retention_days", "did you mean '93'?"),
    (
        aurora("maintenance_windows: { euw1: 'Sun:05:00-Sun:05:30' }"),
        f"{AURORA}.maintenance_windows.euw1",
        "such as sun:05:00-sun:05:30",
    ),
    (
        aurora("maintenance_windows: { euw1: 'sun:23:50-mon:00:10' }"),
        f"{AURORA}.maintenance_windows.euw1",
        "at least 30 minutes long",
    ),
    (
        region("{ key_arn: 'arn:aws:kms:eu-west-1:111122223333:alias/orders' }"),
        "regions.euw1.key_arn",
        "names an alias",
    ),
    (
        region("{ key_arn: 01234567-89ab-cdef-0123-456789abcdef }"),
        "regions.euw1.key_arn",
        "not the ARN of a key of KMS",
    ),
    *(
        (
            aurora(
                f"adopt: {{ clusters: {{ euw1: {{ endpoint: '{host}', reader_endpoint: ro.example.com, "
                "security_group_id: sg-01234567 } }, database: orders, "
                "secret_arn: 'arn:aws:secretsmanager:{region}:111122223333:secret:orders' }"
            ),
            f"{AURORA}.adopt.clusters.euw1.endpoint",
            "a host name has no scheme, no port and no path",
        )
        for host in ("https://db.example.com", "db.example.com:5432", "db.example.com/orders", "db", "a b.c")
    ),
    (
        aurora("parameters: { LOG_STATEMENT: 'ddl' }"),
        f"{AURORA}.parameters.LOG_STATEMENT",
        "a parameter's name is lower-case letters, digits, underscores and dots, a letter first",
    ),
    (
        table(
            f"indexes: {{ {', '.join(f'i-{n}: {{ partition_key: {{ name: pk }} }}' for n in range(21))} }}"
        ),
        "stores.orders.dynamodb.indexes",
        "can have at most 20 entries, has 21",
    ),
    (
        table("adopt: { table_name: 'a b' }"),
        "stores.orders.dynamodb.adopt.table_name",
        "a table's name is 3 to 255 letters, digits, hyphens, dots and underscores",
    ),
    ("holdfast:imports: { use1-orders-db: '' }", "imports.use1-orders-db", "needs at least 1"),
    ("holdfast:imports: { use1-orders-db: ' ' }", "imports.use1-orders-db", "an id is what"),
    ("holdfast:backups: {}", "backups.copy_to", "required and missing"),
    ("holdfast:backups: { copy_to: [eu-west-2] }", "backups.copy_to[0]", "did you mean 'euw2'?"),
    (
        "holdfast:objectives: { availability_percent: 100 }",
        "objectives.availability_percent",
        "less than 100",
    ),
    ("holdfast:objectives: { rto_minutes: 5 }", "objectives.rto_minutes", "did you mean 'rto_seconds'?"),
    ("holdfast:objectives: { residency: [GB] }", "objectives.residency[0]", "did you mean 'UK'?"),
    ("holdfast:budget: { monthly_usd: 10, emails: [team] }", "budget.emails[0]", "not an e-mail address"),
    ("holdfast:budget: { monthly_usd: 10, emails: [] }", "budget.emails", "needs at least 1"),
    ("holdfast:tags: { 'aws:team': orders }", "tags.aws:team", "AWS's own"),
    ("holdfast:tags: { Team: 'a;b' }", "tags.Team", "a tag's value has"),
    ("holdfast:protection: 'on'", "protection", "(allowed: enforced, lifted)"),
    ("holdfast:hold: euw1", "hold", "expected a list: write [euw1]"),
    ("holdfast:tags: { Team: { secure: v1:abc } }", "tags.Team", "has 'secure:' inside an object"),
    (
        orders("{ secrets: { KEY: { secure: v1:abc } } }"),
        "services.orders.secrets.KEY",
        "has 'secure:' inside an object",
    ),
]
