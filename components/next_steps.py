"""What a person must do, or must know, after an update."""

from holdfast.topology.values import Door, Topology

_NO_WAF = {Door.PROXY: "a Network Load Balancer", Door.HTTP_API: "an HTTP API"}

_SUBSCRIBES = (
    "This stack subscribes the account to AWS Shield Advanced: USD 3,000 a month for one year, which "
    "'pulumi destroy' does not end (https://aws.amazon.com/shield/pricing/)"
)


def next_steps(topology: Topology) -> list[str]:
    """Return what a person must do after an update, in order, and then what a person should know."""
    return [*_delegations(topology), *notices(topology)]


def notices(topology: Topology) -> list[str]:
    """Return what a person should know after an update."""
    return [*_subscription(topology), *_without_waf(topology)]


def undelegated(topology: Topology) -> dict[str, list[str]]:
    """Return each zone that its parent does not delegate to yet, and the settings that then say so.

    Entrances of one zone must agree on it, so that all of them are told before the next update.
    """
    waiting: dict[str, list[str]] = {}
    for entrance in topology.entrances:
        path = f"entrances.{entrance.key}"
        if entrance.zone is not None and not entrance.zone.delegated:
            waiting.setdefault(entrance.zone.name, []).append(f"{path}.zone.delegated")
        if entrance.cloudflare is not None and not entrance.cloudflare.zone.delegated:
            waiting.setdefault(entrance.cloudflare.zone.name, []).append(f"{path}.cloudflare.zone.delegated")
    return waiting


def _delegations(topology: Topology) -> list[str]:
    return [
        f"Delegate {zone} to the name servers in the output 'name_servers', then run: "
        + "".join(f"pulumi config set --path 'holdfast:{path}' true && " for path in paths)
        + "pulumi up"
        for zone, paths in undelegated(topology).items()
    ]


def _subscription(topology: Topology) -> list[str]:
    if topology.shield is None or not topology.shield.subscribe:
        return []
    return [_SUBSCRIBES]


def _without_waf(topology: Topology) -> list[str]:
    steps = []
    for entrance in topology.entrances:
        if entrance.lacks_waf:
            path = f"holdfast:entrances.{entrance.key}"
            steps.append(
                f"Entrance '{entrance.key}' has no AWS WAF, which cannot be attached to "
                f"{_NO_WAF[entrance.door]}: put CloudFront in front ('{path}.cloudfront') or agree that "
                f"there is none ('{path}.waf.enabled' false)"
            )
    return steps
