"""The real HAProxy and nginx take every configuration that the settings allow."""

from __future__ import annotations

import subprocess
from itertools import product
from typing import TYPE_CHECKING

import pytest

from holdfast.components.proxy_config import PoolCookie, pattern, render
from holdfast.topology.values import ProxyAlgorithm, ProxySoftware
from tests.needs import needs
from tests.proxies.lab import certificate, config, pool

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.components.proxy_config import Pool

# Everything that ALB's own rules take: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/
# rule-condition-types.html
ODD = """/a_-.$/~"'@:+&b*?c"""
POOLS: dict[str, list[Pool]] = {
    "one": [pool()],
    "many": [
        pool("https", hosts=("a.example.test", "*.B.example.test", "c-?.example.test"), paths=("/x",)),
        pool("http", paths=("/a", "/a/*", ODD)),
        pool("health", "health", "next"),
    ],
}
COOKIES = (None, PoolCookie(name="HOLDFAST", duration_seconds=60))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("configurations")
    (made / "upstreams").mkdir()
    (made / "work").mkdir()
    certificate(made / "site.pem")
    for one in POOLS["one"] + POOLS["many"]:
        (made / "upstreams" / f"{one.key}.conf").write_text("server 127.0.0.1:1 down;\n")
    return made


def checked(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # own words


@needs("haproxy", "openssl")
@pytest.mark.parametrize("algorithm", ProxyAlgorithm)
def test_haproxy_takes_them_without_a_warning(folder: Path, algorithm: ProxyAlgorithm) -> None:
    for pools, cookie, limit in product(POOLS, COOKIES, (None, 33)):
        told = config(
            ProxySoftware.HAPROXY,
            folder,
            algorithm=algorithm,
            pools=POOLS[pools],
            cookie=None if algorithm is ProxyAlgorithm.IP_HASH else cookie,
            limit_rps=limit,
        )
        path = folder / "haproxy.cfg"
        path.write_text(render(told))
        done = checked("haproxy", "-c", "-f", str(path))
        assert done.returncode == 0, done.stderr
        assert "WARNING" not in done.stderr, done.stderr


@needs("nginx", "openssl")
@pytest.mark.parametrize("algorithm", ProxyAlgorithm)
def test_nginx_takes_them_without_a_warning(folder: Path, algorithm: ProxyAlgorithm) -> None:
    for pools, limit in product(POOLS, (None, 33)):
        told = config(ProxySoftware.NGINX, folder, algorithm=algorithm, pools=POOLS[pools], limit_rps=limit)
        path = folder / "nginx.conf"
        path.write_text(render(told))
        done = checked("nginx", "-t", "-c", str(path), "-e", str(folder / "error.log"))
        assert done.returncode == 0, done.stderr
        assert "warn" not in done.stderr, done.stderr


def test_a_pattern_holds_nothing_that_a_configuration_could_take_for_its_own() -> None:
    written = pattern(ODD)
    assert not set(written) & set("\"'$ {}#;~\n")
    assert written.endswith(r".*.c")


def test_the_same_is_rendered_each_time(folder: Path) -> None:
    for software in ProxySoftware:
        told = config(software, folder)
        assert render(told) == render(told)
