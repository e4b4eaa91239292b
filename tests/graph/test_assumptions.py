from __future__ import annotations

from holdfast.graph import assumption_line


def test_an_assumption_says_what_is_assumed_of_what() -> None:
    document = {"kind": "lookup", "subject": "aws:ec2/getAmi:getAmi", "assumed": "unknown"}
    assert assumption_line(document) == "lookup aws:ec2/getAmi:getAmi: unknown"


def test_what_is_no_object_is_said_as_it_is() -> None:
    assert assumption_line("the zones are three") == "the zones are three"
