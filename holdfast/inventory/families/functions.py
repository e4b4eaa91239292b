"""Lambda functions: where their code comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.inventory import figures
from holdfast.inventory.families.bucket_replication import BUCKETS
from holdfast.inventory.items import REDEPLOY, copy_of, item
from holdfast.inventory.keys import encryption
from holdfast.inventory.model import Category, Item, Role, Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource
    from holdfast.inventory.view import View

FUNCTION = "aws:lambda/function:Function"
LAYER = "aws:lambda/layerVersion:LayerVersion"


def find(view: View) -> Iterator[Item]:
    """Every function and layer."""
    for one in view.graph.of_type(FUNCTION, LAYER):
        package, known = _package(view, one)
        yield item(
            view,
            one,
            Category.IMAGES,
            f"Lambda {'layer' if one.type == LAYER else 'function'}, {package}",
            [copy_of(view, one, Role.PRIMARY, encryption(view, one, "kmsKeyArn"), figures.AS_DECLARED)],
            ways=[REDEPLOY if known else _ANEW],
            unknowns=[] if known else ["where its package has copies"],
        )


_ANEW = Way(
    when="it is lost",
    how="deploy again, once the package is there, in another region if its own is lost",
    command="pulumi up",
)


def _package(view: View, one: Resource) -> tuple[str, bool]:
    """What its code is, and whether the stack says where that is."""
    if one.at("imageUri") is not None:
        image = one.at("imageUri")
        return f"container image {image}" if isinstance(image, str) else "container image", False
    if one.at("s3Bucket") is not None:
        buckets = view.made_of(one, "s3Bucket", *BUCKETS)
        if buckets:
            return f"package in {buckets[0].name}", True
        given = one.at("s3Bucket")
        return f"package in bucket {given}" if isinstance(given, str) else "package in a bucket", False
    if one.at("code") is Marker.ASSET:
        return "code in the program", True
    return "code not known", False
