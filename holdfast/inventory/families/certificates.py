"""Certificates, each in the regions in which it was issued."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.inventory import figures
from holdfast.inventory.items import copy_of, item, known
from holdfast.inventory.keys import BY_AWS
from holdfast.inventory.model import Category, Gap, Item, Role, Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource
    from holdfast.inventory.view import View

CERTIFICATE = "aws:acm/certificate:Certificate"
DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
CLOUDFRONT_REGION = "us-east-1"
"""Where CloudFront looks for certificates
(https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html)."""


def find(view: View) -> Iterator[Item]:
    """Every name's certificates."""
    named: defaultdict[str, list[Resource]] = defaultdict(list)
    for one in view.graph.of_type(CERTIFICATE):
        named[known(one, "domainName", one.urn)].append(one)
    for members in named.values():
        yield _item(view, members)


def _item(view: View, members: list[Resource]) -> Item:
    first = members[0]
    imported = first.at("privateKey") is not None or first.at("privateKeyWo") is not None
    roles = [Role.PRIMARY if one is first else Role.PEER for one in members]
    wrong = [
        Gap(
            id="certificate-region",
            reason=f"CloudFront takes certificates of {CLOUDFRONT_REGION}; {one.name} is in {one.region}",
        )
        for one in members
        if isinstance(one.region, str)
        and one.region != CLOUDFRONT_REGION
        and view.of(one, "viewerCertificate", DISTRIBUTION)
    ]
    again = "import it again" if imported else "the program declares it: deploy again, and it is issued anew"
    how = f"{again}, in another region if its own is lost"
    domain = known(first, "domainName", "")
    return item(
        view,
        first,
        Category.CERTIFICATES,
        f"certificate of {domain}" if domain else "certificate",
        [
            copy_of(view, one, role, BY_AWS, figures.AS_DECLARED)
            for one, role in zip(members, roles, strict=True)
        ],
        ways=[Way(when="it is lost", how=how, command="pulumi up")],
        gaps=wrong,
    )
