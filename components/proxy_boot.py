"""Writes the ``#cloud-config`` with which an Amazon Linux 2023 instance becomes a proxy.

Pure: text in, text out. It holds no secret, only where the certificate is.
"""

import base64
import bz2
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from holdfast.components import boot_files, user_data
from holdfast.components.boot import Boot
from holdfast.components.proxy_config import Pool, ProxyConfig, render
from holdfast.topology.values import ProxySoftware

_AGENT = Path(__file__).with_name("proxy_agent.py")
_HOME = boot_files.HOME
_BUNDLE, _AGENT_PY, _AGENT_JSON = f"{_HOME}/bundle", f"{_HOME}/agent.py", f"{_HOME}/agent.json"
_PYTHON, _HAPROXY, _NGINX = "/usr/bin/python3", "/usr/sbin/haproxy", "/usr/sbin/nginx"
_HAPROXY_CFG, _NGINX_CONF = f"{_HOME}/haproxy.cfg", f"{_HOME}/nginx.conf"
_DRAINING = "/run/holdfast/draining"
_UNPACK = (
    "import bz2,json,pathlib;"
    f"[pathlib.Path(p).write_text(t) for p,t in json.loads(bz2.open('{_BUNDLE}').read()).items()]"
)


class AgentBackend(TypedDict):
    """How the agent finds a service's instances."""

    instance_name: str
    """``Name`` tag of the instances."""
    port: int
    """Port on which they listen."""
    weight: int | None
    """The service's share of its pool, None without weights."""


class DescriptionPlace(TypedDict):
    """Where the API's description is."""

    bucket: str
    """Bucket of the region."""
    key: str
    """Key of the object."""


@dataclass(frozen=True, kw_only=True)
class ProxyBoot:
    """What an instance has to know to become a proxy."""

    config: ProxyConfig
    """What HAProxy or nginx is told."""
    region: str
    """Region of the instance."""
    backends: Mapping[str, AgentBackend]
    """Service → how its instances are found."""
    filters: Mapping[str, str]
    """Further tags of all those instances."""
    certificate_secret: str
    """ARN of the secret that holds certificate chain and key."""
    description: DescriptionPlace | None
    """Where the API's description is; None where the proxies serve none."""
    refresh_seconds: int
    """Seconds between two questions to EC2."""
    log_group: str
    """CloudWatch log group."""
    metrics_namespace: str
    """CloudWatch namespace for memory and disk."""


def agent_config(
    config: ProxyConfig,
    *,
    region: str,
    backends: Mapping[str, AgentBackend],
    filters: Mapping[str, str],
    certificate_secret: str,
    refresh_seconds: int,
    drain_seconds: float,
    description: DescriptionPlace | None = None,
) -> dict[str, Any]:
    """What ``proxy_agent`` is told, in a form for JSON.

    Args:
        config: What HAProxy or nginx is told.
        region: Region of the instances and the secret.
        backends: Service → how its instances are found.
        filters: Tag → value that all those instances have.
        certificate_secret: ARN of the secret that holds certificate chain and key.
        refresh_seconds: Seconds between two questions to EC2.
        drain_seconds: Seconds from failing the health check to stopping.
        description: Where the API's description is. Default: the proxy serves none.
    """
    haproxy = config.software is ProxySoftware.HAPROXY
    return {
        "software": config.software.value,
        "region": region,
        "aws": ["/usr/bin/aws"],
        "pools": [_agent_pool(pool, backends) for pool in config.pools],
        "filters": {f"tag:{name}": [value] for name, value in sorted(filters.items())},
        "refresh_seconds": refresh_seconds,
        "drain_seconds": drain_seconds,
        "certificate": config.paths.certificate,
        "certificate_secret": certificate_secret,
        "description": None if description is None else {**description, "file": config.paths.description},
        "socket": config.paths.socket,
        "upstreams": config.paths.upstreams,
        "serving": config.paths.serving,
        "draining": _DRAINING,
        "state": f"{config.paths.work}/backends.json",
        "test": [_HAPROXY, "-c", "-f", _HAPROXY_CFG] if haproxy else [_NGINX, "-t", "-c", _NGINX_CONF],
        "reload": [_NGINX, "-s", "reload", "-c", _NGINX_CONF],
    }


def _agent_pool(pool: Pool, backends: Mapping[str, AgentBackend]) -> dict[str, Any]:
    return {
        "key": pool.key,
        "fails": f"max_fails={pool.check.fall} fail_timeout={pool.check.passive_seconds}s",
        "members": [
            {"service": one.service, "slots": one.slots, **backends[one.service]} for one in pool.members
        ],
    }


def render_user_data(boot: ProxyBoot) -> str:
    """The user data, before base64.

    Raises:
        ValueError: It is larger than EC2 takes.
    """
    cloud_config = {
        "packages": [boot.config.software.value, "amazon-cloudwatch-agent", "logrotate"],
        "write_files": _files(boot),
        "runcmd": _commands(boot),
    }
    # JSON is YAML, as in user_data.
    text = "#cloud-config\n" + json.dumps(cloud_config, indent=1) + "\n"
    size = len(text.encode())
    if size > user_data.MAX_BYTES:
        raise ValueError(
            f"the user data of the proxies is {size} bytes and EC2 takes {user_data.MAX_BYTES}: put fewer"
            " services or shorter host and path patterns behind one entrance"
        )
    return text


def _files(boot: ProxyBoot) -> list[dict[str, str]]:
    service = _service(boot)
    units = {
        "holdfast-proxy.service": _proxy_unit(boot),
        "holdfast-agent.service": _AGENT_UNIT,
        "holdfast-certificate.service": _CERTIFICATE_UNIT,
        "holdfast-certificate.timer": _CERTIFICATE_TIMER,
    }
    return [
        {"path": _BUNDLE, "permissions": "0600", "encoding": "b64", "content": _bundle(boot)},
        *(_file(f"/etc/systemd/system/{name}", text) for name, text in units.items()),
        _file(user_data.AGENT_CONFIG, user_data.agent_config(service)),
        _file("/etc/logrotate.d/holdfast-proxy", boot_files.rotation(service)),
        _file("/etc/systemd/system/logrotate.timer.d/hourly.conf", boot_files.HOURLY),
    ]


def _bundle(boot: ProxyBoot) -> str:
    """Agent and configuration, made small.

    By bzip2, of which there is one library: with zlib, another version on another machine writes other
    bytes, and the user data would change, and with it the instances, where nothing has changed.
    """
    config = boot.config
    told = agent_config(
        config,
        region=boot.region,
        backends=boot.backends,
        filters=boot.filters,
        certificate_secret=boot.certificate_secret,
        refresh_seconds=boot.refresh_seconds,
        drain_seconds=config.drain_seconds,
        description=boot.description,
    )
    haproxy = config.software is ProxySoftware.HAPROXY
    texts = {
        _AGENT_PY: _AGENT.read_text(encoding="utf-8"),
        _AGENT_JSON: json.dumps(told),
        _HAPROXY_CFG if haproxy else _NGINX_CONF: render(config),
    }
    if not haproxy:
        # nginx takes no list without a server.
        texts |= {f"{config.paths.upstreams}/{pool.key}.conf": _NOBODY for pool in config.pools}
    return base64.b64encode(bz2.compress(json.dumps(texts).encode())).decode()


def _commands(boot: ProxyBoot) -> list[Sequence[str]]:
    paths = boot.config.paths
    start = ["systemctl", "enable", "--now", "--no-block"]
    return [
        ["install", "-d", "-m", "0750", "/var/log/holdfast"],
        # nginx makes folders there for its workers, who are another user.
        ["install", "-d", "-m", "0755", paths.upstreams, paths.work],
        [_PYTHON, "-c", _UNPACK],
        ["systemctl", "daemon-reload"],
        [*start, "holdfast-proxy.service"],
        [*start, "holdfast-agent.service"],
        [*start, "holdfast-certificate.timer"],
        [user_data.AGENT, "-a", "fetch-config", "-m", "ec2", "-s", "-c", f"file:{user_data.AGENT_CONFIG}"],
        ["systemctl", "enable", "logrotate.timer"],
        ["systemctl", "restart", "logrotate.timer"],
    ]


def _service(boot: ProxyBoot) -> Boot:
    """The proxy as the parts of a service's boot know it: its output and its metrics."""
    return Boot(
        service="proxy",
        region=boot.region,
        port=boot.config.https_port,
        log_group=boot.log_group,
        metrics_namespace=boot.metrics_namespace,
    )


def _file(path: str, content: str) -> dict[str, str]:
    return {"path": path, "permissions": "0644", "content": content}


def _proxy_unit(boot: ProxyBoot) -> str:
    haproxy = boot.config.software is ProxySoftware.HAPROXY
    drain = round(boot.config.drain_seconds)
    command = (
        f"{_HAPROXY} -Ws -f {_HAPROXY_CFG}" if haproxy else f"{_NGINX} -c {_NGINX_CONF} -g 'daemon off;'"
    )
    return _PROXY_UNIT.format(
        software=boot.config.software.value,
        type="notify" if haproxy else "exec",
        command=command,
        # Both stop listening and let requests end, HAProxy as hard-stop-after says, nginx as
        # worker_shutdown_timeout does.
        signal="SIGUSR1" if haproxy else "SIGQUIT",
        # The wait for the load balancer, then the requests that go on, and a little more.
        stop=2 * drain + 15,
        log=boot.config.paths.log,
        # Two for each connection, one at either side, and room for checks, logs and a reload.
        files=3 * boot.config.max_connections + 8192,
    )


_NOBODY = "server 127.0.0.1:1 down;\n"

_RUN_AGENT = f"{_PYTHON} {_AGENT_PY} {{mode}} {_AGENT_JSON}"

_PROXY_UNIT = f"""\
[Unit]
Description=The proxy, {{software}}
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
Type={{type}}
RuntimeDirectory=holdfast
RuntimeDirectoryPreserve=yes
ExecStartPre=/usr/bin/rm -f {_DRAINING}
ExecStartPre={_RUN_AGENT.format(mode="start")}
ExecStart={{command}}
ExecStop={_RUN_AGENT.format(mode="drain")}
KillSignal={{signal}}
KillMode=mixed
TimeoutStartSec=120
TimeoutStopSec={{stop}}
Restart=always
RestartSec=2
LimitNOFILE={{files}}
StandardOutput=append:{{log}}
StandardError=inherit

[Install]
WantedBy=multi-user.target
"""

_AGENT_UNIT = f"""\
[Unit]
Description=Tells the proxy which instances there are
After=holdfast-proxy.service
StartLimitIntervalSec=0

[Service]
Environment=AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=2
ExecStart={_RUN_AGENT.format(mode="run")}
Restart=always
RestartSec=2

[Install]
WantedBy=multi-user.target
"""

_CERTIFICATE_UNIT = f"""\
[Unit]
Description=Puts the proxy's certificate in force

[Service]
Type=oneshot
ExecStart={_RUN_AGENT.format(mode="certificate")}
"""

# At another minute on each proxy: a certificate that breaks something breaks one of them first.
_CERTIFICATE_TIMER = """\
[Timer]
OnCalendar=daily
RandomizedDelaySec=6h
Persistent=yes

[Install]
WantedBy=timers.target
"""
