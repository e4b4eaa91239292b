"""Where orders rest: a component of the team, with one of holdfast inside."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from holdfast.components.encryption_key import EncryptionKey
from holdfast.components.global_table import GlobalTable
from holdfast.topology.values import AttributeType


class Storage(pulumi.ComponentResource):
    """The table of orders in several regions, and the archive of what was delivered."""

    def __init__(
        self,
        name: str,
        *,
        regions: Mapping[str, str],
        keys: Mapping[str, EncryptionKey],
        protection: bool,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare both.

        Args:
            name: Logical name.
            regions: Place → AWS region; the first is the home.
            keys: Place → key that encrypts what rests there.
            protection: Whether table and archive are kept from deletion.
            opts: Pulumi's own options.
        """
        super().__init__("acme:orders:Storage", name, None, opts)
        home = next(iter(regions))
        self.table = GlobalTable(
            "orders-table",
            {
                "store": "orders",
                "home": home,
                "members": {
                    place: {"region": region, "key_arn": keys[place].key_arn}
                    for place, region in regions.items()
                },
                "partition_key": {"name": "id", "type": AttributeType.STRING},
                "protection": protection,
                "tags": {"Data": "orders"},
            },
            # The table was declared by the program itself before there was this component.
            pulumi.ResourceOptions(parent=self, aliases=[pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)]),
        )
        self.archive = aws.s3.Bucket(
            f"{home}-archive",
            region=regions[home],
            force_destroy=not protection,
            tags={"Data": "orders"},
            # A scanner of the security team writes this tag.
            opts=pulumi.ResourceOptions(parent=self, protect=protection, ignore_changes=["tags.LastScan"]),
        )
        self.register_outputs({"table": self.table.table_name, "archive": self.archive.bucket})
