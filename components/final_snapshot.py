"""The name of the snapshot that is left of what is deleted."""

import pulumi
import pulumi_random as random


def final_snapshot_name(name: str, opts: pulumi.ResourceOptions) -> pulumi.Output[str]:
    """Name a final snapshot: it outlives what it was taken of, so the next one needs another name.

    Args:
        name: Logical name of the resource that holds the name.
        opts: Its options.
    """
    return random.RandomId(
        name,
        prefix=f"{pulumi.get_project()}-{pulumi.get_stack()}-{name}-",
        byte_length=4,
        opts=opts,
    ).hex
