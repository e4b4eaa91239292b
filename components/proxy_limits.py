"""Contradictions in the arguments of a fleet of proxies, and its arguments as a configuration."""

import re
from collections.abc import Iterator
from itertools import chain

from holdfast.components.proxy_boot import AgentBackend, DescriptionPlace, ProxyBoot, render_user_data
from holdfast.components.proxy_config import (
    Pool,
    PoolCheck,
    PoolCookie,
    PoolMember,
    ProxyConfig,
    ServedDescription,
)
from holdfast.components.proxy_description import ProxyDescriptionArgs, description_problems, object_key
from holdfast.components.proxy_fleet_args import ProxyFleetArgs, ProxyPool
from holdfast.components.refusals import refuse_if_any
from holdfast.topology.values import LOG_RETENTION_DAYS, ProxyAlgorithm, ProxySoftware

METRICS_NAMESPACE = "Holdfast/proxies"
"""CloudWatch namespace in which the proxies tell memory and disk."""
LIMIT_WINDOW_SECONDS = 10
"""Time over which requests of an address are counted: an assumption, a page that loads is no attack."""
_KEY = re.compile(r"[a-z][a-z0-9-]*")
_COOKIE = re.compile(r"[A-Za-z0-9_-]+")
_PATH = re.compile(r"/[A-Za-z0-9._~/?=&-]*")
_STATUSES = re.compile(r"[2-4]\d\d([,-][2-4]\d\d)*")
_SECRET = re.compile(r"arn:aws[a-z-]*:secretsmanager:(?P<region>[a-z0-9-]+):\d{12}:secret:\S+")
_LONGEST_LOG_GROUP = "x" * 128
_LONGEST_BUCKET = "x" * 63
_HIGHEST_PORT = 65_535
# https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html, 2026-11
_FORGETS_AFTER_SECONDS = 350
_SEEN_AFTER_SECONDS = 20


def proxy_config(args: ProxyFleetArgs) -> ProxyConfig:
    """What HAProxy or nginx is told on the fleet's instances."""
    balancing = args["balancing"]
    session = balancing.get("session")
    limit = balancing.get("limit_rps")
    return ProxyConfig(
        software=ProxySoftware(balancing["software"]),
        algorithm=ProxyAlgorithm(balancing["algorithm"]),
        pools=[_pool(key, pool) for key, pool in sorted(args["pools"].items(), key=_rank)],
        cookie=None
        if session is None
        else PoolCookie(name=session["cookie_name"], duration_seconds=int(session["duration_seconds"])),
        limit_rps=None if limit is None else int(limit),
        limit_window_seconds=LIMIT_WINDOW_SECONDS,
        hsts_seconds=int(balancing.get("hsts_seconds", 31_536_000)),
        answer_seconds=int(balancing.get("answer_seconds", 30)),
        idle_seconds=int(balancing.get("idle_seconds", 60)),
        drain_seconds=int(balancing.get("drain_seconds", 30)),
        max_connections=int(balancing.get("max_connections", 20_000)),
        description=_described(args.get("description")),
        user=ProxySoftware(balancing["software"]).value,
    )


def _described(args: ProxyDescriptionArgs | None) -> ServedDescription | None:
    if args is None:
        return None
    return ServedDescription(
        path=args["path"],
        size=len(args["text"].encode()),
        tag=args["etag"].strip('"'),
        headers={name: value for name, value in args["headers"].items() if name != "ETag"},
    )


def proxy_boot(
    args: ProxyFleetArgs, *, log_group: str, description: DescriptionPlace | None = None
) -> ProxyBoot:
    """What the fleet's instances have to know.

    Args:
        args: The fleet.
        log_group: Name of its log group.
        description: Where the API's description is. Default: there is none.
    """
    return ProxyBoot(
        config=proxy_config(args),
        region=args["region"],
        backends={
            key: AgentBackend(
                instance_name=one["instance_name"],
                port=int(one["port"]),
                weight=int(one["weight"]) if "weight" in one else None,
            )
            for pool in args["pools"].values()
            for key, one in pool["backends"].items()
        },
        filters=args["instance_tags"],
        certificate_secret=args["certificate_secret"],
        description=description,
        refresh_seconds=int(args["balancing"].get("refresh_seconds", 10)),
        log_group=log_group,
        metrics_namespace=METRICS_NAMESPACE,
    )


def refuse(name: str, args: ProxyFleetArgs) -> None:
    """Refuse what the software, AWS or reason refuses.

    Args:
        name: Logical name of the fleet.
        args: The fleet.

    Raises:
        ValueError: All problems at once.
    """
    pools = (_pool_problems(key, pool, args) for key, pool in sorted(args["pools"].items()))
    problems = [
        *chain.from_iterable(pools),
        *_balancing_problems(args),
        *_other_problems(args),
        *description_problems(args.get("description"), ProxySoftware(args["balancing"]["software"])),
    ]
    if not problems:
        described = args.get("description")
        place = None
        if described is not None:
            place = DescriptionPlace(bucket=_LONGEST_BUCKET, key=object_key(described))
        try:
            render_user_data(proxy_boot(args, log_group=_LONGEST_LOG_GROUP, description=place))
        except ValueError as error:
            problems.append(str(error))
    refuse_if_any(f"proxy fleet '{name}'", problems)


def _rank(item: tuple[str, ProxyPool]) -> tuple[int, str]:
    return int(item[1]["priority"]), item[0]


def _pool(key: str, pool: ProxyPool) -> Pool:
    check = pool["check"]
    return Pool(
        key=key,
        hosts=pool.get("hosts", ()),
        paths=pool.get("paths", ("/*",)),
        members=[
            PoolMember(service=service, slots=int(one["slots"]))
            for service, one in sorted(pool["backends"].items())
        ],
        check=PoolCheck(
            path=check["path"],
            interval_seconds=int(check.get("interval_seconds", 10)),
            timeout_seconds=int(check.get("timeout_seconds", 5)),
            fall=int(check.get("unhealthy_threshold", 2)),
            rise=int(check.get("healthy_threshold", 2)),
            statuses=check.get("matcher", "200"),
        ),
    )


def _pool_problems(key: str, pool: ProxyPool, args: ProxyFleetArgs) -> Iterator[str]:
    where = f"'pools.{key}"
    for name in sorted({key, *pool["backends"]}):
        if not _KEY.fullmatch(name):
            yield f"{where}': {name!r} must be lower-case letters, digits and hyphens, a letter first"
    if not pool["backends"]:
        yield f"{where}.backends' is empty: there is nothing to balance"
    if not pool.get("paths", ("/*",)):
        yield f"{where}.paths' is empty: no request would match"
    for text in (*pool.get("paths", ()), *pool.get("hosts", ())):
        if not text.isascii() or not text.isprintable() or " " in text:
            yield f"{where}' has the pattern {text!r}: it needs ASCII without blanks"
    yield from _backend_problems(
        where, pool, weighted=args["balancing"]["algorithm"] == ProxyAlgorithm.WEIGHTED
    )
    yield from _check_problems(where, _pool(key, pool).check)


def _backend_problems(where: str, pool: ProxyPool, *, weighted: bool) -> Iterator[str]:
    given = ["weight" in one for one in pool["backends"].values()]
    if any(given) and not weighted:
        yield f"{where}.backends' have a 'weight', which means nothing without the algorithm weighted"
    if len(given) > 1 and not all(given):
        yield f"{where}.backends' share requests and need a 'weight' each"
    for service, one in sorted(pool["backends"].items()):
        if not 1 <= int(one["port"]) <= _HIGHEST_PORT:
            yield f"{where}.backends.{service}.port' must be 1 to 65535, got {one['port']}"
        if int(one["slots"]) < 1:
            yield f"{where}.backends.{service}.slots' must be 1 or more, got {one['slots']}"
        if int(one.get("weight", 1)) < 0:
            yield f"{where}.backends.{service}.weight' must be 0 or more, got {one['weight']}"


def _check_problems(where: str, check: PoolCheck) -> Iterator[str]:
    if not _PATH.fullmatch(check.path):
        yield f"{where}.check.path' must start with '/' and need no escaping, got {check.path!r}"
    if not 0 < check.timeout_seconds < check.interval_seconds:
        yield f"{where}.check.timeout_seconds' must be above 0 and less than the interval"
    if check.fall < 1 or check.rise < 1:
        yield f"{where}.check' needs thresholds of 1 or more"
    if not _STATUSES.fullmatch(check.statuses):
        yield f"{where}.check.matcher' must be like 200, 200,204 or 200-299, got {check.statuses!r}"


def _balancing_problems(args: ProxyFleetArgs) -> Iterator[str]:
    config = proxy_config({**args, "pools": {}})
    nginx = config.software is ProxySoftware.NGINX
    if config.cookie is not None and nginx:
        yield "'balancing.session' needs HAProxy: nginx has no such cookie but in its commercial edition"
    if config.cookie is not None and config.algorithm is ProxyAlgorithm.IP_HASH:
        yield "'balancing.session' does nothing with ip_hash, by which an address keeps its instance"
    if config.cookie is not None and not _COOKIE.fullmatch(config.cookie.name):
        yield f"'balancing.session.cookie_name' takes letters, digits, '_', '-', got {config.cookie.name!r}"
    if config.limit_rps is not None and config.limit_rps < 1:
        yield f"'balancing.limit_rps' must be 1 or more, got {config.limit_rps}"
    if not 1 <= config.idle_seconds < _FORGETS_AFTER_SECONDS:
        yield f"'balancing.idle_seconds' must be 1 to 349, got {config.idle_seconds}"
    for field in ("answer_seconds", "max_connections"):
        if getattr(config, field) < 1:
            yield f"'balancing.{field}' must be 1 or more, got {getattr(config, field)}"
    if int(args["balancing"].get("refresh_seconds", 10)) < 1:
        yield f"'balancing.refresh_seconds' must be 1 or more, got {args['balancing']['refresh_seconds']}"
    if config.hsts_seconds < 0 or config.drain_seconds < _SEEN_AFTER_SECONDS:
        yield (
            "'balancing.hsts_seconds' must be 0 or more and 'balancing.drain_seconds' at least 20, in which"
            " the load balancer sees a proxy leaving"
        )


def _other_problems(args: ProxyFleetArgs) -> Iterator[str]:
    if not args["pools"]:
        yield "'pools' is empty: there is nothing to balance"
    services = [service for pool in args["pools"].values() for service in pool["backends"]]
    if twice := sorted({one for one in services if services.count(one) > 1}):
        yield f"'pools' have {', '.join(twice)} twice: a service's instances are in one pool"
    ranks = [int(pool["priority"]) for pool in args["pools"].values()]
    if len(set(ranks)) < len(ranks):
        yield "'pools' have the same 'priority': which gets a request would not be known"
    if not args["instance_tags"]:
        yield "'instance_tags' is empty: instances of other stacks would get requests"
    scaling = args["scaling"]
    if int(scaling["minimum"]) < 1 or int(scaling["minimum"]) > int(scaling["maximum"]):
        yield (
            "'scaling.minimum' must be 1 or more and no more than 'scaling.maximum', got"
            f" {int(scaling['minimum'])} and {int(scaling['maximum'])}"
        )
    if not args["instances"]["types"]:
        yield "'instances.types' is empty: name at least one instance type"
    found = _SECRET.fullmatch(args["certificate_secret"])
    if found is None or found["region"] != args["region"]:
        yield (
            f"'certificate_secret' must be the ARN of a secret in {args['region']}, got"
            f" {args['certificate_secret']!r}: proxies must start while another region is away"
        )
    if int(args.get("log_retention_days", 30)) not in LOG_RETENTION_DAYS:
        allowed = ", ".join(map(str, LOG_RETENTION_DAYS))
        yield f"'log_retention_days' must be one of {allowed}, got {args['log_retention_days']}"
