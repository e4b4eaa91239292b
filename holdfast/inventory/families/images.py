"""What services are started from: container repositories, machine images."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.inventory import figures, gaps
from holdfast.inventory.items import copy_of, item, known
from holdfast.inventory.keys import BY_AWS, NOT_KNOWN, PUBLIC, encryption, switched
from holdfast.inventory.model import Category, Copy, Item, Role, Way
from holdfast.inventory.view import items

if TYPE_CHECKING:
    from holdfast.graph import Resource, Value
    from holdfast.inventory.view import View

REPOSITORY = "aws:ecr/repository:Repository"
REPLICATION = "aws:ecr/replicationConfiguration:ReplicationConfiguration"
AMI_COPY = "aws:ec2/amiCopy:AmiCopy"
AMIS = ("aws:ec2/ami:Ami", "aws:ec2/amiFromInstance:AmiFromInstance")
TEMPLATES = {
    "aws:ec2/launchTemplate:LaunchTemplate": "imageId",
    "aws:ec2/launchConfiguration:LaunchConfiguration": "imageId",
    "aws:ec2/instance:Instance": "ami",
}
_PARAMETER = "aws:ssm/parameter:Parameter"
_BY_PARAMETER = "resolve:ssm:"
_PUSH = Way(
    when="images are lost",
    how="push them again, from where they were built; replicas are pulled as they are",
    command="docker push REGISTRY/REPOSITORY:TAG",
)


def find(view: View) -> Iterator[Item]:
    """Every repository with its replicas, every image with its copies, and every image that is only named."""
    yield from _repositories(view)
    yield from _images(view)
    yield from _named(view)


def _repositories(view: View) -> Iterator[Item]:
    """Repositories; those of one name in several regions are one item."""
    seen: set[str] = set()
    for one in view.graph.of_type(REPOSITORY):
        if one.urn in seen:
            continue
        name = known(one, "name", "")
        same = [
            each
            for each in view.graph.of_type(REPOSITORY)
            if each is one or (name and each.at("name") == name)
        ]
        source = next((each for each in same if any(True for _ in _destinations(view, each))), one)
        members = [source, *(each for each in same if each is not source)]
        seen |= {each.urn for each in members}
        yield _repository(view, members)


def _repository(view: View, members: list[Resource]) -> Item:
    source = members[0]
    reached = {region for one in members for region, _ in _destinations(view, one)}
    copies = [
        copy_of(
            view,
            one,
            Role.PRIMARY if one is source else Role.REPLICA if one.region in reached else Role.PEER,
            encryption(view, one, "encryptionConfigurations", 0, "kmsKey"),
            figures.ORIGINAL
            if one is source
            else figures.ECR_REPLICATION
            if one.region in reached
            else figures.UNKNOWN,
        )
        for one in members
    ]
    here = {(copy.region, copy.account) for copy in copies}
    copies += [
        Copy(
            role=Role.REPLICA,
            region=region,
            account=account,
            encryption=BY_AWS,  # what replication makes has AWS's key
            age=figures.ECR_REPLICATION,
            name=source.name,
        )
        for region, account in _destinations(view, source)
        if (region, account) not in here
    ]
    alone = gaps.no_copy_elsewhere(view, copies)
    return item(
        view,
        source,
        Category.IMAGES,
        "container repository",
        copies,
        ways=[_PUSH],
        gaps=[*([alone] if alone else []), *gaps.of_encryption(copies)],
        notes=["replication copies what is pushed after it was set up"] if reached else [],
    )


def _destinations(view: View, repository: Resource) -> Iterator[tuple[str | None, str | None]]:
    """Region and other account of each place that the registry's replication copies a repository to."""
    for config in view.graph.of_type(REPLICATION):
        if view.region(config) != view.region(repository) or view.account(config) != view.account(repository):
            continue
        for rule in items(config.at("replicationConfiguration", "rules")):
            if not isinstance(rule, Mapping) or not _filtered(rule, repository):
                continue
            for one in items(rule.get("destinations")):
                region = one.get("region") if isinstance(one, Mapping) else None
                yield region if isinstance(region, str) else None, None


def _filtered(rule: Mapping[str, Value], repository: Resource) -> bool:
    """Whether a rule takes a repository: all of them, or those whose name begins as one filter says."""
    filters = items(rule.get("repositoryFilters"))
    prefixes = [one.get("filter") for one in filters if isinstance(one, Mapping)]
    name = repository.at("name")
    if not prefixes:
        return True
    return isinstance(name, str) and any(isinstance(one, str) and name.startswith(one) for one in prefixes)


def _images(view: View) -> Iterator[Item]:
    """Images of the stack, and copies of images, by what they are copies of."""
    groups: dict[object, list[Resource]] = {}
    for one in view.graph.of_type(*AMIS):
        groups[one.urn] = [one]
    for one in view.graph.of_type(AMI_COPY):
        groups.setdefault(_origin(view, one), []).append(one)
    for origin, members in groups.items():
        yield _image(view, origin, members)


def _origin(view: View, one: Resource) -> object:
    """What a copy is a copy of in the end: a resource, or an id."""
    sources = view.made_of(one, "sourceAmiId", AMI_COPY, *AMIS)
    if sources:
        return _origin(view, sources[0]) if sources[0].type == AMI_COPY else sources[0].urn
    given = one.at("sourceAmiId")
    return given if isinstance(given, str) else one.urn


def _image(view: View, origin: object, members: list[Resource]) -> Item:
    first = members[0]
    copies = [
        copy_of(
            view,
            one,
            Role.REPLICA if one.type == AMI_COPY else Role.PRIMARY,
            switched(view, one, "encrypted", "kmsKeyId") if one.type == AMI_COPY else NOT_KNOWN,
            figures.IMMUTABLE,
        )
        for one in members
    ]
    if first.type == AMI_COPY:
        region = first.at("sourceAmiRegion")
        copies.insert(
            0,
            Copy(
                role=Role.PRIMARY,
                region=region if isinstance(region, str) else None,
                encryption=NOT_KNOWN,
                age=figures.IMMUTABLE,
                name=str(origin) if str(origin).startswith("ami-") else "its source",
            ),
        )
    alone = gaps.no_copy_elsewhere(view, copies)
    keys = [one for one in gaps.of_encryption(copies) if one.id == gaps.KEY_ELSEWHERE]
    return item(
        view,
        first,
        Category.IMAGES,
        "machine image",
        copies,
        ways=[_copied(copies[0], str(origin))],
        gaps=[*([alone] if alone else []), *keys],
    )


def _copied(copy: Copy, image: str) -> Way:
    return Way(
        when="the image is lost, or its region is",
        how="instances start from the copy of their own region; make the one that is missing in time",
        command=(
            f"aws ec2 copy-image --region OTHER_REGION --source-region {copy.region or 'REGION'}"
            f" --source-image-id {image if image.startswith('ami-') else 'AMI'} --name NAME"
        ),
    )


def _named(view: View) -> Iterator[Item]:
    """Images that templates name by id or parameter, where the graph does not say whose they are."""
    found: dict[tuple[str, str | None], Resource] = {}
    for token, name in TEMPLATES.items():
        for one in view.graph.of_type(token):
            image = one.at(name)
            if isinstance(image, str) and not _is_of_the_stack(view, one, name, image):
                found.setdefault((image, view.region(one)), one)
    for (image, _), user in sorted(found.items(), key=str):
        yield _foreign(view, image, user)


def _is_of_the_stack(view: View, user: Resource, name: str, image: str) -> bool:
    """Whether an image is listed already: by itself, or as the source or a copy that a parameter names."""
    if view.made_of(user, name, AMI_COPY, *AMIS):
        return True
    given = (one.at("sourceAmiId") for one in view.graph.of_type(AMI_COPY))
    sources = {one for one in given if isinstance(one, str)}
    if not image.startswith(_BY_PARAMETER):
        return image in sources
    wanted = image.removeprefix(_BY_PARAMETER).partition(":")[0]
    return any(
        bool(view.made_of(one, held, AMI_COPY, *AMIS)) or one.at(held) in sources
        for one in view.graph.of_type(_PARAMETER)
        for held in ("value", "insecureValue")
        if one.at("name") == wanted and one.region == user.region
    )


def _foreign(view: View, image: str, user: Resource) -> Item:
    """An image that is no resource of the stack."""
    name = image.removeprefix(_BY_PARAMETER)
    public, by_id = name.startswith("/aws/service/"), name == image
    copy = Copy(
        role=Role.PRIMARY,
        region=view.region(user),
        encryption=PUBLIC if public else NOT_KNOWN,
        age=figures.IMMUTABLE if by_id else figures.NEWEST,
        name=user.name,
    )
    found = item(
        view,
        user,
        Category.IMAGES,
        "machine image" if by_id else "machine image that a parameter names",
        [copy],
        ways=[] if public else [_copied(copy, name)],
        notes=["AWS publishes it in every region"] if public else [],
        unknowns=[] if public else ["whose image it is, and where it has copies"],
    )
    return replace(found, name=name)
