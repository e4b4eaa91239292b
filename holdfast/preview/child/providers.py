"""Which provider manages a resource: explicit, inherited, or the package's default."""

from __future__ import annotations

import importlib.metadata
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from .records import Node
from .urns import PROVIDER_PREFIX, make_urn
from .wire import UNKNOWN, Message

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def installed_version(package: str) -> str:
    """Version of the package's installed SDK, as the language host reports it; empty if there is none."""
    if package in ("pulumi", "pulumi-python"):
        return ""
    try:
        return importlib.metadata.version(f"pulumi-{package}")
    except importlib.metadata.PackageNotFoundError:
        return ""


def default_name(version: str, download_url: str) -> str:
    """Name of a default provider: ``default_7_51_1``."""
    base = "default"
    if version:
        base += "_" + re.sub(r"[.\-+]", "_", version)
    if download_url:
        base += "_" + re.sub(r"[^A-Za-z0-9_.\-/]", "_", download_url)
    return base


class Providers:
    """The default providers that a program uses, and the packages that it registered."""

    def __init__(self, stack: str, project: str, config: Mapping[str, str]) -> None:
        """Remember what names and configures a default provider."""
        self._stack = stack
        self._project = project
        self._config = config
        self._packages: dict[str, tuple[str, str, str]] = {}
        self._defaults: dict[str, Node] = {}

    def register_package(self, request: Message) -> str:
        """Remember a parameterised package and return its reference."""
        name, version = request.name, request.version
        parameterization = getattr(request, "parameterization", None)
        if parameterization is not None and parameterization.name:
            name, version = parameterization.name, parameterization.version
        reference = f"{name}@{version}"
        self._packages[reference] = (name, version, request.download_url)
        return reference

    def resolve(self, package: str, version: str, download_url: str, package_ref: str) -> str:
        """Reference of the default provider of a package."""
        if package_ref in self._packages:
            package, version, download_url = self._packages[package_ref]
        version = version or installed_version(package)
        type_token = PROVIDER_PREFIX + package
        urn = make_urn(self._stack, self._project, "", type_token, default_name(version, download_url))
        if urn not in self._defaults:
            prefix = f"{package}:"
            inputs: dict[str, Any] = {
                key[len(prefix) :]: value for key, value in self._config.items() if key.startswith(prefix)
            }
            if version:
                inputs["version"] = version
            name = urn.rpartition("::")[2]
            self._defaults[urn] = Node(
                urn=urn, type=type_token, name=name, custom=True, parent="", inputs=inputs, outputs=inputs
            )
        return f"{urn}::{UNKNOWN}"

    def nodes(self) -> list[Node]:
        """Default providers that the program uses; the digest hides them, policies see them."""
        return [self._defaults[urn] for urn in sorted(self._defaults)]
