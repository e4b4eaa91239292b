"""JSON documents by name, kept in a folder or a bucket."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qs, urlsplit

from holdfast.operate.call import call, call_errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.operate.aws import Clients


class RecordsError(Exception):
    """Records cannot be kept or read where it was asked."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document's text, and where it was read, in words for people."""

    address: str
    text: str


class Documents(Protocol):
    """A place where documents of one kind are kept, by names that sort by their time."""

    @property
    def name(self) -> str:
        """What the place is called for people: a folder, or an address in S3."""

    def address(self, name: str) -> str:
        """What a document is called for people: a file, or an address in S3."""

    def write(self, name: str, text: str) -> None:
        """Keep a document, in place of what was kept by that name before; whole or not at all."""

    def newest(self, most: int) -> list[Document]:
        """Read the newest documents, the newest first."""


@dataclass(frozen=True, slots=True)
class DocumentFolder:
    """Documents as files ``NAME.json`` in a folder."""

    folder: Path

    @property
    def name(self) -> str:
        """The folder."""
        return str(self.folder)

    def address(self, name: str) -> str:
        """The file."""
        return str(self.folder / f"{name}.json")

    def write(self, name: str, text: str) -> None:
        """Write beside the file and move over it.

        Raises:
            RecordsError: The folder cannot be written to.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            replace_file(Path(self.address(name)), text)
        except OSError as error:
            raise RecordsError(f"cannot write to {self.folder}: {error.strerror}") from error

    def newest(self, most: int) -> list[Document]:
        """Read the newest files; a folder that is not there has none.

        Raises:
            RecordsError: The folder, or a file in it, cannot be read.
        """
        try:
            files = sorted(self.folder.glob("*.json"), reverse=True)[:most]
            return [Document(str(file), file.read_text(encoding="utf-8")) for file in files]
        except OSError as error:
            raise RecordsError(f"cannot read {self.folder}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class DocumentBucket:
    """Documents as objects ``PREFIX/NAME.json`` in a bucket."""

    clients: Clients
    region: str
    bucket: str
    prefix: str

    @property
    def name(self) -> str:
        """The address in S3."""
        return f"s3://{self.bucket}/{self.prefix}"

    def address(self, name: str) -> str:
        """The address in S3."""
        return f"{self.name}/{name}.json"

    def write(self, name: str, text: str) -> None:
        """Put the object, which S3 replaces whole.

        Raises:
            RecordsError: S3 does not take it.
        """
        try:
            put_object(self.clients, self.region, self.bucket, f"{self.prefix}/{name}.json", text)
        except call_errors() as error:
            raise RecordsError(f"cannot write to {self.name}: {error}") from error

    def newest(self, most: int) -> list[Document]:
        """Read the newest objects.

        Raises:
            RecordsError: S3 does not give them.
        """
        try:
            return [
                Document(f"s3://{self.bucket}/{key}", get_object(self.clients, self.region, self.bucket, key))
                for key in sorted(self._keys(), reverse=True)[:most]
            ]
        except call_errors() as error:
            raise RecordsError(f"cannot read {self.name}: {error}") from error

    def _keys(self) -> Iterator[str]:
        more: dict[str, str] = {}
        while True:
            page = call(
                self.clients,
                "s3",
                self.region,
                "list_objects_v2",
                Bucket=self.bucket,
                Prefix=f"{self.prefix}/",
                **more,
            )
            yield from (one["Key"] for one in page.get("Contents", []))
            if not page["IsTruncated"]:
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}


def documents_at(place: str, below: str, clients: Clients, *, folder: Path = Path()) -> Documents:
    """Say where documents are kept.

    Args:
        place: A folder, or ``s3://BUCKET/PREFIX?region=REGION``.
        below: What they lie below there, such as the name of a stack.
        clients: Makes clients.
        folder: Where a folder is looked for. Default: where the process is.

    Raises:
        RecordsError: An address in S3 has no bucket or no region.
    """
    if "://" not in place:
        return DocumentFolder(folder / place / below)
    bucket, prefix, region = s3_address(place)
    return DocumentBucket(clients, region, bucket, "/".join(part for part in (prefix, below) if part))


def document_text(content: Mapping[str, Any], *, indent: int = 2) -> str:
    """Write a document down as text."""
    return json.dumps(content, indent=indent, ensure_ascii=False) + "\n"


def content_of(document: Document, *, kind: str, version: int) -> dict[str, Any]:
    """Take a document's text apart.

    Args:
        document: What was read.
        kind: What it should be, such as ``record``.
        version: Which ``version`` of that.

    Raises:
        RecordsError: It is something else.
    """
    try:
        content = json.loads(document.text)
    except ValueError as error:
        raise RecordsError(f"{document.address} is no {kind}: {error}") from error
    if not isinstance(content, dict) or content.get("version") != version:
        raise RecordsError(f"{document.address} is no {kind} of version {version}")
    return content


def s3_address(address: str) -> tuple[str, str, str]:
    """Take ``s3://BUCKET/KEY?region=REGION`` apart.

    Returns:
        Bucket, key, which may be empty, and region.

    Raises:
        RecordsError: It is no such address.
    """
    parts = urlsplit(address)
    region = parse_qs(parts.query).get("region", [""])[0]
    if parts.scheme != "s3" or not parts.netloc or not region:
        raise RecordsError(
            f"{address} is no address in S3 that names its region: s3://BUCKET/PREFIX?region=eu-west-1"
        )
    return parts.netloc, parts.path.strip("/"), region


def put_object(clients: Clients, region: str, bucket: str, key: str, text: str) -> None:
    """Write a JSON text to S3; raises what the call raises."""
    call(
        clients,
        "s3",
        region,
        "put_object",
        Bucket=bucket,
        Key=key,
        Body=text.encode(),
        ContentType="application/json",
    )


def get_object(clients: Clients, region: str, bucket: str, key: str) -> str:
    """Read a text from S3; raises what the call raises."""
    answer = call(clients, "s3", region, "get_object", Bucket=bucket, Key=key)
    return str(answer["Body"].read().decode())


def replace_file(file: Path, text: str) -> None:
    """Write a file whole or not at all: readers see the old text or the new one."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as beside:
            beside.write(text)
            beside.flush()
            os.fsync(beside.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
