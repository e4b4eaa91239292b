"""What goes wrong in multi-region systems and no resource graph tells: said, so that silence is no pass."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """One such thing."""

    id: str
    """Short name, such as ``quota-in-standby``."""
    about: str
    """What goes wrong, in one line."""
    reason: str
    """Why a graph does not tell it."""
    instead: str
    """What does tell it, such as a drill or a command."""


UNANSWERED: tuple[Unanswered, ...] = (
    Unanswered(
        id="alarm-of-another-account",
        about="A health check is backed by an alarm of another account, which Route 53 cannot read.",
        reason="A check names its alarm by name and region alone; one that is not declared may be anywhere.",
        instead="`aws cloudwatch describe-alarms` in the check's account, for what HLT007 does not know",
    ),
    Unanswered(
        id="conditional-writes-in-two-regions",
        about=(
            "Two regions write the same items of a table with conditions or transactions, which do not "
            "hold between regions."
        ),
        reason="How an application writes, and whether it keeps each item to one region, is in its code.",
        instead="strong consistency (DAT005) or one home region for each item; a test that writes in both",
    ),
    Unanswered(
        id="connections-and-concurrency",
        about=(
            "The region that takes over opens more connections than its database allows, or runs into "
            "its functions' quota."
        ),
        reason=(
            "How many connections a process holds is in its code; an account's concurrency is not in the "
            "graph."
        ),
        instead="a load test of one region with the whole load, and RDS Proxy or a pool with a limit",
    ),
    Unanswered(
        id="data-that-comes-back",
        about="After a failover the old home is behind, and writes that it alone has are in conflict.",
        reason="What was written where, and who decides between two versions, is not declared anywhere.",
        instead="`holdfast drill` with a failback, and a written way to compare and merge what each side has",
    ),
    Unanswered(
        id="deep-check-through-shared-dependency",
        about="The health checks of all regions ask for one thing that they share, and so fail together.",
        reason="What an application does when a path is asked is in its code, not in the graph.",
        instead="a drill that takes the shared dependency away, and sees that no region leaves service",
    ),
    Unanswered(
        id="endpoints-kept-outside",
        about="The endpoints of a routing control's cluster are looked up in the control plane that is down.",
        reason="Where people and tools keep a list is not in a graph of resources.",
        instead="the five endpoints in the runbook, and a drill that uses them from outside the account",
    ),
    Unanswered(
        id="name-server-lifetime",
        about="The TTL of a domain's name servers keeps clients with a DNS provider that is down.",
        reason="The registry of the top-level domain sets the TTL of a delegation, mostly two days.",
        instead="`dig NS` at the parent zone; name servers of two providers in the delegation from the start",
    ),
    Unanswered(
        id="needs-every-region-to-plan",
        about=(
            "A stack with resources in every region cannot be updated while one region's API does not answer."
        ),
        reason="It depends on how the update is run: a refresh asks every region, and no resource says so.",
        instead=(
            "no refresh in the pipeline, `holdfast:hold` for the lost region, and an update tried with a "
            "region blocked"
        ),
    ),
    Unanswered(
        id="one-account-one-registrar",
        about="One account, one registrar or one shared rule takes all regions at once.",
        reason=(
            "Most stacks are in one account on purpose: it is a choice to weigh, and the registrar is "
            "not declared."
        ),
        instead=(
            "BKP007 for the backups; a written decision on the account, the registrar and who may change "
            "all regions"
        ),
    ),
    Unanswered(
        id="pushed-before-replication",
        about="Images that were pushed before replication was set up are in one region for ever.",
        reason="When an image was pushed is no property of a resource.",
        instead="`aws ecr describe-images` in the other region, before it is needed",
    ),
    Unanswered(
        id="quotas-in-effect",
        about="A quota in the standby region is lower than the load that it would take.",
        reason=(
            "The quotas of an account are in the account; a graph has only those that the program raises "
            "(CAP006)."
        ),
        instead="Service Quotas in each region, and a load test of the standby",
    ),
    Unanswered(
        id="retry-amplification",
        about="Clients and services retry until the load is several times what the regions left can carry.",
        reason="Retries, their limits and their jitter are in the code of each client and service.",
        instead="a limit at each entrance (CAP007), retry budgets in the code, and a load test with errors",
    ),
    Unanswered(
        id="targets-of-an-experiment",
        about="The tags of an experiment's targets fit nothing that runs.",
        reason="What carries a tag when the experiment starts is known then, not when it is declared.",
        instead="emptyTargetResolutionMode left at fail (OPS004), and running it: `holdfast drill`",
    ),
    Unanswered(
        id="third-party-allow-lists",
        about="A partner lets in the addresses of one region alone.",
        reason="Whom a partner lets in is in the partner's configuration.",
        instead=(
            "the addresses of every region given to each partner, and a drill that calls them from the "
            "standby"
        ),
    ),
    Unanswered(
        id="time-between-regions",
        about="A release goes on to the second region before anybody can see what it did in the first.",
        reason="How long somebody waits between two updates is in a pipeline's code or in nobody's.",
        instead="`holdfast bake` between the regions, which waits and watches the alarms of the first",
    ),
    Unanswered(
        id="validation-in-the-failing-provider",
        about=(
            "A certificate's validation record is at the DNS provider that is down when it is to be renewed."
        ),
        reason="Which provider answers for a domain is said by its delegation, which is not in the graph.",
        instead="the record at both providers (DEP006), and an alarm on the days that a certificate has left",
    ),
    Unanswered(
        id="what-a-health-check-looks-at",
        about="A health check is answered by a fixed 200 while the database behind the application is gone.",
        reason="What an application does when a path is asked is in its code, not in the graph.",
        instead="a drill that stops the store, and sees that the region leaves service",
    ),
    Unanswered(
        id="where-the-state-is",
        about="The state, its lock, its key or the pipeline is in the region that is to be repaired.",
        reason="A preview and a state do not say where the backend keeps them, nor where a pipeline runs.",
        instead=(
            "`bootstrap/` makes a bucket outside the API's regions; a deployment tried without the region"
        ),
    ),
)
"""All of them, by id; the reference lists them."""
