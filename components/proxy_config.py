"""What a proxy's software is told: plain values in, the text of its configuration out.

Pure, so that tests run the real HAProxy and nginx with what an instance would get, on other ports.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from holdfast.topology.values import ProxyAlgorithm, ProxySoftware

TEMPLATES = Path(__file__).with_name("proxy_templates")
"""Folder of the templates."""
HEALTH_PATH = "/.holdfast/health"
"""Path at which a proxy says whether it takes requests: 200, or 503 before it knows any server and once it
drains. It says nothing of the services."""
_CONNECT_SECONDS = 3.0
_DEFAULT_ROOM_BYTES, _LARGE_BUFFER_BYTES = 14_000, 65_536
_MADE_UP = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-")
# https://ssl-config.mozilla.org, "intermediate", version 5.7; TLS 1.3 has suites of its own.
_CIPHERS = (
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
)


@dataclass(frozen=True, kw_only=True)
class PoolMember:
    """Instances of one service in a pool."""

    service: str
    """Key of the service, begin of its servers' names."""
    slots: int
    """Most instances that the proxy can hold."""


@dataclass(frozen=True, kw_only=True)
class PoolCheck:
    """How an instance's health is judged; times in seconds."""

    path: str
    """Path that is asked."""
    interval_seconds: float
    """From one check to the next."""
    timeout_seconds: float
    """Without an answer for that long, a check has failed."""
    fall: int
    """Failures in a row after which an instance gets no requests."""
    rise: int
    """Successes in a row after which it does again."""
    statuses: str
    """Status codes that are a success, such as ``200,204`` or ``200-299``."""

    @property
    def out_after_seconds(self) -> float:
        """Longest time in which active checks take out an instance that dies or hangs.

        HAProxy counts the interval from the end of one check to the start of the next (measured).
        """
        return self.fall * (self.interval_seconds + self.timeout_seconds)

    @property
    def connect_seconds(self) -> float:
        """Longest wait for a connection to an instance.

        No more than a check may take: HAProxy 2.6 ends a check no sooner than it would give up connecting
        (measured: with 2 s to connect a ``timeout check`` of 0.5 s takes 2 s).
        """
        return min(_CONNECT_SECONDS, self.timeout_seconds)

    @property
    def passive_seconds(self) -> int:
        """How long nginx leaves an instance alone that has failed ``fall`` requests within that time.

        It counts whole seconds, and tries again when more of them have gone by: up to one second later.
        """
        return max(1, round(self.fall * self.interval_seconds))

    @property
    def back_after_seconds(self) -> float:
        """Longest time in which active checks take back an instance that answers again."""
        return self.rise * self.interval_seconds + self.timeout_seconds


@dataclass(frozen=True, kw_only=True)
class PoolCookie:
    """Session persistence by the proxy's own cookie."""

    name: str
    """Name of the cookie."""
    duration_seconds: int
    """How long a client stays with its instance."""


@dataclass(frozen=True, kw_only=True)
class Pool:
    """Instances over which requests for some hosts and paths are spread."""

    key: str
    """Name of the pool: its first service."""
    hosts: Sequence[str]
    """Host patterns with ``*`` and ``?``; empty for any host."""
    paths: Sequence[str]
    """Path patterns with ``*`` and ``?``."""
    members: Sequence[PoolMember]
    """Services whose instances are in it: several only with weights."""
    check: PoolCheck
    """How an instance's health is judged."""

    @property
    def host_pattern(self) -> str:
        """Regular expression of the hosts, in lower case."""
        # No blank: in nginx's pattern one stands between host and path.
        return _any_of([host.lower() for host in self.hosts] or ["*"], wild=r"\S")

    @property
    def path_pattern(self) -> str:
        """Regular expression of the paths."""
        return _any_of(self.paths)


@dataclass(frozen=True, kw_only=True)
class ServedDescription:
    """The API's description, which a proxy answers with itself."""

    path: str
    """Path at which it is served."""
    size: int
    """Its size in bytes."""
    tag: str
    """Its entity tag without the quotes."""
    headers: Mapping[str, str]
    """Headers that go with it, the tag's aside."""

    @property
    def buffer_bytes(self) -> int | None:
        """Size of HAProxy's buffers that an answer with it takes; None where its own will do.

        Head and body leave one buffer, of 16 KiB by default, less 1 KiB for rewriting
        (https://docs.haproxy.org/2.6/configuration.html#tune.bufsize, 2026-11; measured).
        """
        return None if self.size <= _DEFAULT_ROOM_BYTES else _LARGE_BUFFER_BYTES


@dataclass(frozen=True, kw_only=True)
class ProxyPaths:
    """Where things are on the machine."""

    certificate: str = "/run/holdfast/tls/site.pem"
    """Certificate chain and key, one PEM file."""
    socket: str = "/run/holdfast/haproxy.sock"
    """HAProxy's admin socket."""
    upstreams: str = "/etc/holdfast/upstreams"
    """Folder of nginx's lists of servers, one file for each pool."""
    serving: str = "/run/holdfast/serving"
    """File that exists while nginx takes requests."""
    pid: str = "/run/holdfast/proxy.pid"
    """nginx's file of its process id."""
    work: str = "/var/lib/holdfast"
    """Folder for nginx's temporary files."""
    description: str = "/var/lib/holdfast/openapi.json"
    """The API's description."""
    log: str = "/var/log/holdfast/proxy.log"
    """nginx's access log; HAProxy writes to standard output, which its unit leads to this file."""


@dataclass(frozen=True, kw_only=True)
class ProxyConfig:
    """All that the configuration of one proxy is made of."""

    software: ProxySoftware
    """HAProxy or nginx."""
    algorithm: ProxyAlgorithm
    """How an instance is picked."""
    pools: Sequence[Pool]
    """Pools in the order in which they are tried; the first that matches host and path gets the request."""
    cookie: PoolCookie | None
    """Session persistence; HAProxy only."""
    limit_rps: int | None
    """Requests a second that this proxy takes from one address, more are answered 429; None for no limit."""
    limit_window_seconds: int
    """Time over which that is counted, so that a burst may be as many times as large."""
    hsts_seconds: int
    """``max-age`` of Strict-Transport-Security."""
    answer_seconds: float
    """Longest wait for an instance's answer."""
    idle_seconds: float
    """How long a client's connection may be idle between requests."""
    drain_seconds: float
    """How long requests that go on may take once the proxy stops."""
    max_connections: int
    """Most connections of clients at a time, with nginx at each worker: one per processor."""
    description: ServedDescription | None = None
    """The API's description; None where the proxies serve none."""
    user: str | None
    """User and group that the workers run as; None for the one who starts it."""
    address: str = "*"
    """Address to listen on; ``*`` for all."""
    https_port: int = 443
    """Port of HTTPS."""
    http_port: int = 80
    """Port that redirects to HTTPS."""
    health_port: int = 8404
    """Port on which the Network Load Balancer asks ``HEALTH_PATH``, plain HTTP."""
    paths: ProxyPaths = ProxyPaths()
    """Where things are on the machine."""


def render(config: ProxyConfig) -> str:
    """The text of ``haproxy.cfg`` or ``nginx.conf``."""
    import jinja2  # noqa: PLC0415  # only a program with proxies pays for it

    name = "haproxy.cfg.j2" if config.software is ProxySoftware.HAPROXY else "nginx.conf.j2"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  # no HTML: what comes in is checked in the settings and in proxy_limits
    )
    environment.filters["ms"] = lambda seconds: f"{round(float(seconds) * 1000)}ms"
    return environment.get_template(name).render(
        config=config,
        health_path=HEALTH_PATH,
        ciphers=_CIPHERS,
        algorithm=config.algorithm.value,
        made_up=_MADE_UP,
    )


def pattern(text: str, *, wild: str = ".") -> str:
    r"""A pattern with ``*`` and ``?`` as a regular expression without quotes, blanks, ``$`` or line breaks.

    Every special character is written ``\xHH``, so that no proxy's own quoting can meet it.

    Args:
        text: The pattern.
        wild: Regular expression of one character that ``*`` and ``?`` stand for. Default: any.
    """
    special = {"*": f"{wild}*", "?": wild}
    return "".join(special.get(one, one if one in _PLAIN else f"\\x{ord(one):02x}") for one in text)


def _any_of(patterns: Sequence[str], *, wild: str = ".") -> str:
    return "(?:" + "|".join(pattern(one, wild=wild) for one in sorted(set(patterns))) + ")"
