"""What holds messages on their way: queues, streams, brokers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.inventory import gaps
from holdfast.inventory.items import REDEPLOY, copy_of, item
from holdfast.inventory.keys import BY_AWS, NOT_ENCRYPTED, NOT_KNOWN, encryption
from holdfast.inventory.model import Category, Encryption, Item, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource
    from holdfast.inventory.view import View

QUEUE = "aws:sqs/queue:Queue"
STREAM = "aws:kinesis/stream:Stream"
BROKERS = {
    "aws:mq/broker:Broker": "Amazon MQ broker",
    "aws:msk/cluster:Cluster": "Kafka cluster (MSK)",
    "aws:msk/serverlessCluster:ServerlessCluster": "Kafka cluster (MSK Serverless)",
}
STAYS = (
    "what waits in it stays in its region: AWS copies no messages, so they wait for the region or are lost"
)


def find(view: View) -> Iterator[Item]:
    """Every queue, stream and broker."""
    for one in view.graph.of_type(QUEUE):
        yield _item(view, one, "SQS queue", _of_queue(view, one))
    for one in view.graph.of_type(STREAM):
        yield _item(view, one, "Kinesis stream", _of_stream(view, one))
    for token, what in BROKERS.items():
        for one in view.graph.of_type(token):
            path = (
                ("encryptionOptions", "kmsKeyId")
                if token.startswith("aws:mq")
                else ("encryptionInfo", "encryptionAtRestKmsKeyArn")
            )
            yield _item(view, one, what, encryption(view, one, *path))


def _item(view: View, one: Resource, what: str, found: Encryption) -> Item:
    copies = [copy_of(view, one, Role.PRIMARY, found)]
    return item(
        view,
        one,
        Category.MESSAGES,
        what,
        copies,
        ways=[REDEPLOY],
        gaps=gaps.of_encryption(copies),
        notes=[STAYS],
    )


def _of_queue(view: View, one: Resource) -> Encryption:
    # SQS encrypts with its own key unless that is switched off:
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html
    off = one.at("sqsManagedSseEnabled") is False
    return encryption(view, one, "kmsMasterKeyId", without=NOT_ENCRYPTED if off else BY_AWS)


def _of_stream(view: View, one: Resource) -> Encryption:
    kind = one.at("encryptionType")
    if kind is Marker.UNKNOWN:
        return NOT_KNOWN
    return encryption(view, one, "kmsKeyId") if kind == "KMS" else NOT_ENCRYPTED
