"""What a run asks, one step each: every region by its own host, the public name, each DNS provider's path."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import dns
from .failures import StepError, said
from .request import ask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .request import Request

PUBLIC = "public"
"""Step of the public name, as clients find it."""
ANSWERS, SERVES = "answers", "serves"
"""Ends of the names of a DNS provider's two steps."""
_OWN_NAMES = {"route53": (".awsdns-",), "cloudflare": (".ns.cloudflare.com", ".secondary.cloudflare.com")}
"""What the names of a provider's own name servers hold: https://docs.aws.amazon.com/Route53/latest/
DeveloperGuide/white-label-name-servers.html, https://developers.cloudflare.com/dns/nameservers/ (2026-11)."""
_ASKED_SERVERS = 2


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Everything that a run needs to know."""

    domain: str
    """The public name."""
    hosts: Mapping[str, str]
    """Place → the region's own host."""
    zone: str | None = None
    """Zone of the public name, where two DNS providers answer for it."""
    name_servers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """DNS provider → its name servers; empty for those of the delegation whose names are the provider's."""
    request: Request
    """What is asked of each."""
    resolvers: Sequence[dns.Server]
    """Who resolves names."""
    dns_port: int = 53
    """Port of name servers."""

    @property
    def until(self) -> float:
        """When a step that begins now has to end."""
        return time.monotonic() + self.request.timeout_seconds


def steps(asked: Asked) -> dict[str, Callable[[], Any]]:
    """Give the steps by name, in order; each raises ``StepError`` where it fails, and depends on no other.

    Args:
        asked: What the run needs to know.
    """
    made: dict[str, Callable[[], Any]] = {
        place: lambda host=host: _serves(asked, host)  # type: ignore[misc]  # bound now
        for place, host in sorted(asked.hosts.items())
    }
    made[PUBLIC] = lambda: _serves(asked, asked.domain)
    for provider in sorted(asked.name_servers):
        made[f"{provider}-{ANSWERS}"] = lambda provider=provider: _answers(asked, provider, asked.until)  # type: ignore[misc]  # bound now
        made[f"{provider}-{SERVES}"] = lambda provider=provider: _serves_through(asked, provider)  # type: ignore[misc]  # bound now
    return made


def _serves(asked: Asked, host: str) -> int:
    until = asked.until
    (address, *_) = dns.addresses(asked.resolvers, host, until=until)
    return ask(asked.request, host=host, address=address, until=until)


def _serves_through(asked: Asked, provider: str) -> int:
    until = asked.until
    (address, *_) = _answers(asked, provider, until)
    return ask(asked.request, host=asked.domain, address=address, until=until)


def _answers(asked: Asked, provider: str, until: float) -> list[str]:
    """Ask a provider's own name servers for the public name; give the addresses, at least one."""
    problems = []
    servers = _servers(asked, provider, until)[:_ASKED_SERVERS]
    for index, name in enumerate(servers):
        now = time.monotonic()
        share = now + (until - now) / (len(servers) - index)
        try:
            return _answer(asked, name, share)
        except (OSError, StepError) as problem:
            problems.append(f"{name}: {said(problem)}")
    raise StepError(f"{provider} does not answer for {asked.domain}: {'; '.join(problems)}")


def _answer(asked: Asked, name_server: str, until: float) -> list[str]:
    (address, *_) = dns.addresses(asked.resolvers, name_server, until=until)
    server = dns.Server(address, asked.dns_port)
    records = dns.query(server, asked.domain, dns.A, until=until, recursive=False)
    found, end = dns.follow(records, asked.domain)
    if not found and end != asked.domain:
        found = dns.addresses(asked.resolvers, end, until=until)
    if not found:
        raise StepError(f"no address for {asked.domain}")
    return found


def _servers(asked: Asked, provider: str, until: float) -> list[str]:
    """Name servers of a provider: as told, or those of the delegation that have its names."""
    if told := asked.name_servers[provider]:
        return list(told)
    found = dns.ask_any(asked.resolvers, str(asked.zone), dns.NS, until=until)
    names = sorted(one.value for one in found if one.type == dns.NS)
    own = [name for name in names if any(part in name for part in _OWN_NAMES[provider])]
    if not own:
        raise StepError(
            f"no name server of {provider} answers for {asked.zone}, only {', '.join(names) or 'none'}"
        )
    return own
