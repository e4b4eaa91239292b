"""Every rule, listed by hand: an id that was ever here is never used for anything else."""

from __future__ import annotations

from holdfast.checks.rules import (
    asg001,
    bkp001,
    bkp002,
    dat001,
    dns001,
    dns002,
    kms001,
    reg001,
)

RULES = (
    asg001.RULE,
    bkp001.RULE,
    bkp002.RULE,
    dat001.RULE,
    dns001.RULE,
    dns002.RULE,
    kms001.RULE,
    reg001.RULE,
)
"""All rules, sorted by id."""
