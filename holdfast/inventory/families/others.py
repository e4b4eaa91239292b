"""What keeps data, or is needed to run, and is not judged: shown, so that nobody forgets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.inventory.items import copy_of, item
from holdfast.inventory.keys import NOT_KNOWN
from holdfast.inventory.model import Category, Item, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.inventory.view import View

OTHERS: dict[str, tuple[Category, str]] = {
    "aws:acmpca/certificateAuthority:CertificateAuthority": (Category.KEYS, "private certificate authority"),
    "aws:appconfig/application:Application": (Category.IMAGES, "AppConfig application"),
    "aws:cloudfront/keyValueStore:KeyValueStore": (Category.DATA, "CloudFront key value store"),
    "aws:cloudhsmv2/cluster:Cluster": (Category.KEYS, "CloudHSM cluster"),
    "aws:codeartifact/repository:Repository": (Category.IMAGES, "CodeArtifact repository"),
    "aws:codecommit/repository:Repository": (Category.IMAGES, "CodeCommit repository"),
    "aws:docdb/elasticCluster:ElasticCluster": (Category.DATA, "DocumentDB elastic cluster"),
    "aws:keyspaces/table:Table": (Category.DATA, "Keyspaces table"),
    "aws:lightsail/database:Database": (Category.DATA, "Lightsail database"),
    "aws:memorydb/multiRegionCluster:MultiRegionCluster": (Category.DATA, "MemoryDB multi-Region cluster"),
    "aws:opensearch/serverlessCollection:ServerlessCollection": (Category.DATA, "OpenSearch collection"),
    "aws:redshiftserverless/namespace:Namespace": (Category.DATA, "Redshift Serverless namespace"),
    "aws:s3/directoryBucket:DirectoryBucket": (Category.DATA, "S3 directory bucket, in one zone"),
    "aws:s3tables/tableBucket:TableBucket": (Category.DATA, "S3 table bucket"),
    "aws:timestreaminfluxdb/dbInstance:DbInstance": (Category.DATA, "Timestream for InfluxDB"),
    "aws:timestreamwrite/table:Table": (Category.DATA, "Timestream table"),
    "cloudflare:index/d1Database:D1Database": (Category.DATA, "Cloudflare D1 database"),
    "cloudflare:index/r2Bucket:R2Bucket": (Category.DATA, "Cloudflare R2 bucket"),
    "cloudflare:index/workersKvNamespace:WorkersKvNamespace": (Category.DATA, "Cloudflare KV namespace"),
}
"""Category of each type and what a person calls it."""


def find(view: View) -> Iterator[Item]:
    """Each of them."""
    for token, (category, what) in OTHERS.items():
        for one in view.graph.of_type(token):
            yield item(
                view,
                one,
                category,
                what,
                [copy_of(view, one, Role.PRIMARY, NOT_KNOWN)],
                unknowns=[
                    "where it has copies, and how it comes back: the inventory does not judge this kind"
                ],
            )
