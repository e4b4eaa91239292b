"""What the tests of an EKS cluster read of it."""

from __future__ import annotations

import json
from typing import Any

from tests.components.declared import PROJECT, Resources
from tests.components.eks_sample import cluster_args

NAME = f"{PROJECT}-prod-use1-eks"
NODES = cluster_args()["nodes"]


def statements(resources: Resources, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(resources(name).inputs["policy"])["Statement"]
    return found
