"""What lies between clients and the API: names, carriers, private ways, certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.contracts.runbook import RunbookSection as At
from holdfast.runbook.commands import aws, command
from holdfast.runbook.model import Do, Link, Section
from holdfast.runbook.sections.common import (
    CHECK,
    HEALTH,
    bake,
    each,
    of_each,
    regions,
    section,
    settings,
    status,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.runbook.stack import Stack

RECORD = "aws:route53/record:Record"
MONITOR = "aws:cloudwatch/internetMonitor:InternetMonitor"
VPN = "aws:ec2/vpnConnection:VpnConnection"
CERTIFICATE = "aws:acm/certificate:Certificate"
_CLOUDFLARE = Link("Cloudflare's status", "https://www.cloudflarestatus.com")


def at_cloudflare(stack: Stack) -> bool:
    """Whether Cloudflare has a part in it."""
    return any(one.type.startswith("cloudflare:") for one in stack.graph)


def dns(stack: Stack) -> Section:
    """Names, records or health checks are wrong, or a DNS provider fails."""
    return section(
        At.DNS,
        "A public name does not resolve, leads to the wrong region, or a health check says what is not so.",
        decide=(
            "The name does not resolve anywhere: delegation or provider. Ask its name servers directly.",
            (
                "It resolves and leads to a region that is out: caches, for as long as the TTL. Wait for it "
                "once."
            ),
            (
                "A region is out of traffic and answers: its health check is wrong, or its maintenance "
                "switch is put: section "
                "`maintenance`."
            ),
            (
                "Every region counts as unhealthy: Route 53 then answers with all of them. Do not touch DNS; "
                "mend the regions."
            ),
        ),
        do=(
            *_names(stack),
            *status(stack),
            *each(
                "See what Route 53's checkers see",
                (
                    aws(
                        "us-east-1",
                        "route53 get-health-check-status",
                        "--health-check-id",
                        stack.called("ID", one),
                    )
                    for one in stack.of_type(CHECK)
                    if one.at("type") not in ("CALCULATED", "CLOUDWATCH_METRIC")
                ),
            ),
            *_records(stack),
        ),
        back=bake(stack),
        never=(
            (
                "Do not edit records by hand: Route 53's control plane is in us-east-1, and the next update "
                "takes it back."
            ),
            "Do not delete a health check to bring a region back.",
        ),
        links=(
            *((_CLOUDFLARE,) if at_cloudflare(stack) else ()),
            HEALTH,
        ),
    )


def network_path(stack: Stack) -> Section:
    """A carrier or a provider between clients and the API fails."""
    return section(
        At.NETWORK_PATH,
        "Some clients cannot reach the API or are slow, and it is well from elsewhere.",
        decide=(
            "Do canaries in other regions answer, and are targets well? Then it is not the API.",
            (
                "Which clients: one city or provider (a carrier), one region's egress (NAT), or all behind "
                "Cloudflare?"
            ),
            "Internet Monitor names the cities and networks, and whose side it is.",
            (
                "A carrier to one region only, and it hurts many: leaving that region sends them another "
                "way: section "
                "`maintenance`."
            ),
            "Their own provider, everywhere: tell them; there is nothing to do here.",
        ),
        do=(
            *status(stack),
            *of_each(
                stack,
                "See which networks are affected, and how many clients",
                stack.of_type(MONITOR),
                "internetmonitor list-health-events",
                "--monitor-name NAME:monitorName",
                "--event-status",
                "ACTIVE",
            ),
            *_answers(stack),
            *each(
                "See how the NAT gateways are",
                (
                    aws(
                        region,
                        "ec2 describe-nat-gateways",
                        "--query",
                        "NatGateways[].[NatGatewayId,State,SubnetId,FailureMessage]",
                    )
                    for region in regions(stack, stack.of_type("aws:ec2/natGateway:NatGateway"))
                ),
            ),
        ),
        back=bake(stack),
        never=("Do not fail over because of a carrier that fails for all regions alike.",),
        links=(
            HEALTH,
            *((_CLOUDFLARE,) if at_cloudflare(stack) else ()),
        ),
    )


def private_access(stack: Stack) -> Section:
    """A partner's or an office's private way is down."""
    return section(
        At.PRIVATE_ACCESS,
        "A tunnel, a connection or a partner's way in is down.",
        decide=(
            "One tunnel of two: the other one carries. Tell the partner, within the day.",
            "Both tunnels of one partner: their device or their carrier. Call them.",
            "Every partner of a region: the region's gateway, or the region: section `region-lost`.",
        ),
        do=(
            *of_each(
                stack,
                "See both tunnels of a connection",
                stack.of_type(VPN),
                "ec2 describe-vpn-connections",
                "--vpn-connection-ids ID",
                "--query",
                "VpnConnections[].VgwTelemetry[].[OutsideIpAddress,Status,StatusMessage,LastStatusChange]",
            ),
        ),
        back=(Do("It is over when both tunnels are `UP`; say so to the partner."),),
        never=("Do not replace the connection: its addresses and keys would change for the partner too.",),
    )


def certificate(stack: Stack) -> Section:
    """A certificate ends soon."""
    return section(
        At.CERTIFICATE,
        "A certificate was not renewed in time.",
        decide=(
            (
                "AWS renews by itself as long as the validation records are in the zone. They are not: that "
                "is the cause."
            ),
            "They are: look at the renewal's state; AWS says why.",
        ),
        do=(
            *of_each(
                stack,
                "See when it ends, and what its renewal waits for",
                stack.of_type(CERTIFICATE),
                "acm describe-certificate",
                "--certificate-arn ARN",
                "--query",
                "Certificate.[DomainName,Status,NotAfter,RenewalSummary,DomainValidationOptions[].ResourceRecord]",
            ),
            *settings(stack, "Bring missing validation records back"),
        ),
        back=(Do("The alarm ends by itself once the new certificate is there; nothing is restarted."),),
        never=("Do not delete the certificate: what uses it would stop.",),
        links=(Link("Renewal", "https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html"),),
    )


def domains(stack: Stack) -> tuple[str, ...]:
    """The public names of the API."""
    entrances = stack.contract.get("entrances") or {}
    if entrances:
        return tuple(dict.fromkeys(one["domain"] for one in entrances.values()))
    found = (
        one.at("name")
        for one in stack.of_type(RECORD)
        if one.at("type") in ("A", "AAAA") and one.name.count("-") == 1 and one.name.startswith("global-")
    )
    return tuple(dict.fromkeys(one for one in found if isinstance(one, str)))


def _names(stack: Stack) -> list[Do]:
    return each(
        "See where the names lead from here, and over which servers",
        (command("dig", "+trace", one) for one in domains(stack)),
    )


def _answers(stack: Stack) -> list[Do]:
    return each(
        "See what the name answers from here, and how long each part takes",
        (
            command(
                "curl",
                "-sS",
                "-o",
                "/dev/null",
                "-w",
                "%{remote_ip} %{http_code} %{time_connect} %{time_starttransfer}",
                f"https://{one}/",
            )
            for one in domains(stack)
        ),
    )


def _records(stack: Stack) -> Iterator[Do]:
    zones = {zone for one in stack.of_type(RECORD) if isinstance(zone := one.at("zoneId"), str)}
    yield from each(
        "See the records as they are",
        (
            aws(
                "us-east-1",
                "route53 list-resource-record-sets",
                "--hosted-zone-id",
                zone,
                "--query",
                "ResourceRecordSets[].[Name,Type,SetIdentifier,HealthCheckId]",
                "--output",
                "table",
            )
            for zone in sorted(zones)
        ),
    )
