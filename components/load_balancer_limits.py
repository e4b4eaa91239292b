"""What AWS and good practice allow a load balancer of an entrance."""

import ipaddress
import re
from collections.abc import Iterator

from holdfast.components.load_balancer_args import SSL_POLICY, LoadBalancerArgs
from holdfast.components.load_balancer_authorization import authorization_problems, checks_tokens
from holdfast.components.load_balancer_description import description_problems
from holdfast.components.origin_lock import lock_problems
from holdfast.components.target_group_limits import target_problems

_POLICIES = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html"
_TLS_1_2_OR_LATER = re.compile(r"ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)-")


def load_balancer_problems(args: LoadBalancerArgs) -> list[str]:
    """What is wrong with a load balancer's arguments, a line each.

    Args:
        args: The arguments.
    """
    problems = [*_own_problems(args)]
    priorities = {key: int(target["priority"]) for key, target in args["targets"].items()}
    if "authorization" in args:
        problems += authorization_problems(args["authorization"], priorities)
        if checks_tokens(args["authorization"]):
            problems += [
                f"target '{key}': 'blue_green' goes with no 'authorization.jwt': ECS shifts requests of "
                "rules that forward and do nothing else (https://docs.aws.amazon.com/AmazonECS/latest/"
                "developerguide/alb-resources-for-blue-green.html)"
                for key, target in sorted(args["targets"].items())
                if target.get("blue_green", False)
            ]
    problems += lock_problems(args.get("origin_lock"), priorities)
    problems += description_problems(args.get("description"), priorities)
    for key, target in sorted(args["targets"].items()):
        problems += [f"target '{key}': {problem}" for problem in target_problems(target)]
    return problems


def _own_problems(args: LoadBalancerArgs) -> Iterator[str]:
    if not args["targets"]:
        yield "'targets' is empty: there is nothing to balance"
    if not args["allowed_cidrs"]:
        yield "'allowed_cidrs' is empty: nobody could come; '0.0.0.0/0' lets everybody"
    for cidr in args["allowed_cidrs"]:
        try:
            ipaddress.IPv4Network(cidr)
        except ValueError as error:
            yield f"'allowed_cidrs' takes IPv4 blocks such as '10.0.0.0/8': {error}"
    policy = args.get("ssl_policy", SSL_POLICY)
    if not _TLS_1_2_OR_LATER.match(policy):
        yield f"'ssl_policy' must serve TLS 1.2 or later, as {SSL_POLICY} does, got '{policy}' ({_POLICIES})"
    for what, value, low, high in (
        ("hsts_seconds", args.get("hsts_seconds", 0), 0, 10**9),
        ("idle_timeout_seconds", args.get("idle_timeout_seconds", 60), 1, 4000),
        ("client_keep_alive_seconds", args.get("client_keep_alive_seconds", 300), 60, 604800),
    ):
        if not low <= value <= high:
            yield f"'{what}' must be {low} to {high}, got {value}"
    taken: dict[int, str] = {}
    for key, target in sorted(args["targets"].items()):
        other = taken.setdefault(int(target["priority"]), key)
        if other != key:
            yield f"targets '{other}' and '{key}' have the same 'priority', {int(target['priority'])}"
