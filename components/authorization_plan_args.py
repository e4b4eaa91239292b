"""Who may call, planned, as arguments of a load balancer."""

from collections.abc import Sequence

from holdfast.components.health_request import health_request
from holdfast.components.load_balancer_authorization import (
    JwtValidationArgs,
    LoadBalancerAuthorizationArgs,
    MutualTlsArgs,
    TrustObjectArgs,
)
from holdfast.topology.values import (
    EndpointPlan,
    EntrancePlan,
    JwtPlan,
    MutualTlsPlan,
    ServicePlan,
    TrustObject,
)


def authorization_args(
    entrance: EntrancePlan, endpoint: EndpointPlan, services: Sequence[ServicePlan]
) -> LoadBalancerAuthorizationArgs | None:
    """Return who may call through an entrance's load balancer in one region; None for everybody.

    Args:
        entrance: The entrance.
        endpoint: Its region.
        services: The services of that region.
    """
    plan = entrance.authorization
    if plan is None or (plan.jwt is None and plan.mutual_tls is None):
        return None
    args: LoadBalancerAuthorizationArgs = {"health": health_request(entrance, endpoint, services)}
    if plan.jwt is not None:
        args["jwt"] = _jwt(plan.jwt)
    if plan.mutual_tls is not None:
        args["mutual_tls"] = _mutual_tls(plan.mutual_tls, endpoint.place)
    return args


def _jwt(plan: JwtPlan) -> JwtValidationArgs:
    return {
        "issuer": plan.issuer,
        "jwks_endpoint": plan.jwks_endpoint,
        "claims": {
            name: {"values": claim.values, "format": claim.format} for name, claim in plan.claims.items()
        },
    }


def _mutual_tls(plan: MutualTlsPlan, place: str) -> MutualTlsArgs:
    args: MutualTlsArgs = {
        "mode": plan.mode,
        "ignore_expiry": plan.ignore_expiry,
        "advertise_authorities": plan.advertise_authorities,
    }
    if place in plan.trust:
        args["bundle"] = _object(plan.trust[place].bundle)
        args["revocations"] = [_object(one) for one in plan.trust[place].revocations]
    return args


def _object(plan: TrustObject) -> TrustObjectArgs:
    return {"bucket": plan.bucket, "key": plan.key, "version": plan.version}
