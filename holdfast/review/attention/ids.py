"""The ids of everything that needs attention, with what each says: stable, for pipelines and docs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

IDS: Mapping[str, str] = {
    "destroys-without-snapshot": "data goes without a final snapshot or anything else that keeps it",
    "replaces-stateful": "what holds data, keys, secrets, images or messages is replaced",
    "deletes-stateful": "what holds data, keys, secrets, images or messages is deleted",
    "may-replace-stateful": "the same could be replaced; it depends on what nobody can tell before",
    "replaces-traffic": "what requests pass on their way is replaced",
    "deletes-traffic": "what requests pass on their way is deleted",
    "may-replace-traffic": "the same could be replaced",
    "replaces-protected": "something else that Pulumi protects is replaced",
    "deletes-protected": "something else that Pulumi protects is deleted",
    "may-replace-protected": "the same could be replaced",
    "many-deletions": "unusually much is deleted or replaced, or the whole stack",
    "breaks-objective": "a promised RTO or RPO held before and does not after",
    "role-moves": "requests go to other regions than before",
    "engine-version": "a database's engine goes to another major version, or back",
    "capacity-short": "what is left after a loss may not grow to what carried the load",
    "capacity-lower": "a loss leaves a smaller part of the capacity",
    "capacity-fewer": "a loss leaves the same part of fewer",
    "capacity-unknown": "what a loss leaves was known and is not any more",
    "recovery-longer": "recovery from a loss takes longer",
    "data-loss-longer": "a loss takes more of what was written",
    "detection-longer": "an entrance notices later that what it leads to is down",
    "protection-removed": "something may be deleted more easily",
    "backups-weakened": "backups are made less often, kept shorter, or no longer",
    "dns-weakened": "a name leads to less, lives longer, or no longer asks what is healthy",
    "health-check-weakened": "a health check sees less, later, or nothing",
    "store-smaller": "a database, a table or a cache can carry less",
    "firewall-weakened": "a web firewall stops less",
    "change-ignored": "a setting changes what the program ignores: nothing happens",
    "encryption-weakened": "encryption ends, goes to AWS's key, or speaks older versions of TLS",
    "permissions-widened": "a policy allows more, or lets in more",
    "permissions-unknown": "a changed policy cannot be read before deployment",
    "network-opened": "the internet can reach what it could not",
    "failover-with-data": "the failover path and the data change in one update",
    "regions-together": "the same component changes in several regions in one update",
    "entrance-with-region": "DNS or load balancers change while a region has other changes",
    "new-finding": "a rule newly fails",
    "new-unknown": "rules can newly not be answered",
    "policy-fails": "a policy of a policy pack fails",
    "new-waiver": "a failure is newly excused",
    "alarms-removed": "alarms, canaries or routes to people go",
    "alarm-weakened": "an alarm tells later, fewer, or nobody",
    "cost-over-limit": "the cost rises beyond what the team allows",
    "cost-rises": "the cost rises by as much as the team wants to hear of",
    "cost-falls": "the cost falls by as much as the team wants to hear of",
    "cost-not-known": "the change adds what has no price, which no threshold sees",
}
