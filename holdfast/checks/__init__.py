"""Rules over a resource graph: pure functions from a graph to findings, one file each."""

from __future__ import annotations

from holdfast.checks.model import BLOCKING, Finding, Rule, Scope, Severity, Verdict
from holdfast.checks.registry import RULES
from holdfast.checks.run import run, run_rule

__all__ = ["BLOCKING", "RULES", "Finding", "Rule", "Scope", "Severity", "Verdict", "run", "run_rule"]
