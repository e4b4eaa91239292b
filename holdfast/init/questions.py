"""The questions: each once, for the terminal and for the options of the command alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.init import answers
from holdfast.init.answers import NONE, Answers, Data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KINDS = ("instances", "ecs", "lambda", "eks")
"""How a service can run, as in the settings."""
PROTECTIONS = ("enforced", "lifted")
STAND_IN_ACCOUNT, STAND_IN_DOMAIN, STAND_IN_ZONE = "111122223333", "api.example.com", "Z0123456789EXAMPLE"
"""What is offered for what only the person can know: enough for a preview, and told before a deployment."""
RTO, RPO = "15m", "60s"
"""What is offered where two regions are named: assumptions, which the file shows."""
_UNIT_RPS = {"instances": "100", "ecs": "100", "lambda": "10", "eks": "100"}
"""Requests per second that one unit carries: assumptions, which a load test must replace."""
_PUBLIC_SUFFIX_LABELS = 2

Known = dict[str, Any]


class WrongAnswersError(ValueError):
    """What is missing or cannot be used, all of it."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Keep the problems; the text of the error has a line for each."""
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to know."""

    name: str
    """The field of ``Answers``."""
    option: str
    """The option that answers it."""
    words: str
    """What is asked, in few words."""
    meaning: str
    """What follows from the answer."""
    parse: Callable[[str], Any]
    """Turns text into the answer, or raises ``ValueError`` with what is wrong."""
    default: Callable[[Known], str | None] = lambda _: None
    """What is taken where nothing is said, by what is known so far; None where it must be said."""
    stand_in: Callable[[Known], str | None] = lambda _: None
    """What is offered to a person, by what is known so far; never taken silently."""
    asked: Callable[[Known], bool] = lambda _: True
    """Whether a person is asked at all; else the default holds."""
    choices: tuple[str, ...] = ()
    """All that can be said; empty where it is free text."""


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return text

    return parse


def _zone(known: Known) -> str:
    labels = known["domain"].split(".")
    return ".".join(labels[1:] if len(labels) > _PUBLIC_SUFFIX_LABELS else labels)


def _image(known: Known) -> str:
    return f"{known['account']}.dkr.ecr.{{region}}.amazonaws.com/{known['service']}:{{release}}"


def _keeps(known: Known) -> bool:
    return known["data"] is not Data.NONE


def _copies(known: Known) -> str | None:
    """The second region, or the first other one under the same law: data crosses no border unasked."""
    from holdfast.settings.aws_regions import PLACES  # noqa: PLC0415  # --help must not load the settings

    if not _keeps(known):
        return NONE
    home, *others = known["regions"]
    law = PLACES[home].jurisdiction
    near = [place for place, region in PLACES.items() if region.jurisdiction == law and place != home]
    return next(iter([*others, *near]), None)


def _copies_in(text: str) -> str | None:
    return None if text == NONE else answers.place(text)


def _several(known: Known) -> bool:
    return len(known["regions"]) > 1


QUESTIONS = (
    Question(
        name="account",
        option="--account",
        words="AWS account",
        meaning="The account that it goes into, twelve digits; 111122223333 stands in for previews.",
        parse=answers.account,
        stand_in=lambda _: STAND_IN_ACCOUNT,
    ),
    Question(
        name="regions",
        option="--region",
        words="Regions",
        meaning="The home first, where data begins; with a second one the API outlives the loss of a region.",
        parse=answers.places,
        stand_in=lambda _: "us-east-1, eu-west-1",
    ),
    Question(
        name="domain",
        option="--domain",
        words="Domain",
        meaning="The name that clients call.",
        parse=answers.domain,
        stand_in=lambda _: STAND_IN_DOMAIN,
    ),
    Question(
        name="zone",
        option="--zone",
        words="Hosted zone",
        meaning="The Route 53 zone in which the name lies.",
        parse=answers.domain,
        default=_zone,
        asked=lambda _: False,
    ),
    Question(
        name="zone_id",
        option="--zone-id",
        words="Id of the hosted zone",
        meaning="Of an existing zone (Z…); with none the stack makes one, and the parent delegates to it.",
        parse=answers.zone_id,
        default=lambda _: NONE,
        stand_in=lambda known: STAND_IN_ZONE if known["domain"] == STAND_IN_DOMAIN else None,
    ),
    Question(
        name="service",
        option="--service",
        words="Name of the service",
        meaning="2 to 15 lower-case letters, digits, hyphens; part of names in AWS, so it never changes.",
        parse=answers.key,
        default=lambda _: "api",
    ),
    Question(
        name="kind",
        option="--runs-on",
        words="Runs on",
        meaning="Containers on Fargate (ecs), instances, a function (lambda), or Kubernetes (eks).",
        parse=_one_of(KINDS),
        default=lambda _: "ecs",
        choices=KINDS,
    ),
    Question(
        name="eks_admin",
        option="--eks-admin",
        words="Administers the clusters",
        meaning="ARN of the IAM role that may do everything in Kubernetes; without it nobody gets in.",
        parse=answers.principal,
        default=lambda known: None if known["kind"] == "eks" else NONE,
        stand_in=lambda known: f"arn:aws:iam::{known['account']}:role/platform",
        asked=lambda known: known["kind"] == "eks",
    ),
    Question(
        name="image",
        option="--image",
        words="Container image",
        meaning="{region} and {release} are replaced, so that each region has its own registry.",
        parse=answers.image,
        default=_image,
    ),
    Question(
        name="port",
        option="--port",
        words="Port",
        meaning="Where the container listens.",
        parse=answers.port,
        default=lambda _: "8080",
        asked=lambda known: known["kind"] != "lambda",
    ),
    Question(
        name="peak_rps",
        option="--peak-rps",
        words="Requests per second at the peak",
        meaning="Over all regions together; sizes follow from it.",
        parse=answers.rate,
        stand_in=lambda _: "100",
    ),
    Question(
        name="unit_rps",
        option="--unit-rps",
        words="Requests per second that one unit carries",
        meaning="Of an instance, task, pod or execution: an assumption until a load test has measured it.",
        parse=answers.rate,
        default=lambda known: _UNIT_RPS[known["kind"]],
    ),
    Question(
        name="data",
        option="--data",
        words="Keeps",
        meaning="Nothing (none), items by key (DynamoDB), relational data (Aurora or DSQL), files (S3).",
        parse=lambda text: Data(_one_of(tuple(Data))(text)),
        default=lambda _: Data.NONE,
        choices=tuple(Data),
    ),
    Question(
        name="copies_in",
        option="--copies-in",
        words="Region for copies of backups",
        meaning="Another region than the home; no database runs there for it.",
        parse=_copies_in,
        default=_copies,
        asked=_keeps,
    ),
    Question(
        name="rto_seconds",
        option="--rto",
        words="Serves again, after the loss of a region, within",
        meaning="The recovery time objective: 90s, 15m, 4h; none promises nothing.",
        parse=answers.duration,
        default=lambda known: RTO if _several(known) else NONE,
    ),
    Question(
        name="rpo_seconds",
        option="--rpo",
        words="Loses at most the last writes of",
        meaning="The recovery point objective: 0s, 60s, 1h; none promises nothing.",
        parse=answers.duration,
        default=lambda known: (
            RPO if _several(known) and known["data"] in {Data.ITEMS, Data.RELATIONAL} else NONE
        ),
        asked=_keeps,
    ),
    Question(
        name="availability_percent",
        option="--availability",
        words="Available",
        meaning="The share of time in per cent that is promised, such as 99.95; none promises nothing.",
        parse=answers.percent,
        default=lambda _: NONE,
        asked=lambda _: False,
    ),
    Question(
        name="emails",
        option="--email",
        words="Who is told of alarms",
        meaning="Addresses; each must confirm once; with none only the topics are made.",
        parse=answers.emails,
        default=lambda _: NONE,
    ),
    Question(
        name="budget_usd",
        option="--budget",
        words="Monthly budget in USD",
        meaning="The addresses are told before it is passed; none watches nothing.",
        parse=answers.dollars,
        default=lambda _: NONE,
        asked=lambda known: bool(known["emails"]),
    ),
    Question(
        name="protection",
        option="--protection",
        words="Protection",
        meaning="enforced: what keeps data or carries traffic refuses to be deleted; lifted: all can go.",
        parse=_one_of(PROTECTIONS),
        default=lambda _: "enforced",
        asked=lambda _: False,
        choices=PROTECTIONS,
    ),
)
"""In the order in which they are asked; a default rests on answers before it alone."""


def answer(given: Mapping[str, str | None], ask: Callable[[Question, str | None], Any] | None) -> Answers:
    """Put the answers together.

    Args:
        given: Text by the name of the question, as far as it was given.
        ask: Asks a person for what was not given, by the question and what to offer, and gives the answer as
            it was parsed; None where nobody can be asked.

    Raises:
        WrongAnswersError: With everything that is missing or cannot be used.
    """
    known: Known = {}
    problems: list[str] = []
    for question in QUESTIONS:
        try:
            known[question.name] = _one(question, given.get(question.name), known, ask)
        except ValueError as error:
            problems.append(f"{question.option}: {error}")
        except KeyError:
            continue  # its default rests on an answer that is wrong or missing: that one is told
    problems += _together(known, given)
    if problems:
        raise WrongAnswersError(tuple(problems))
    return Answers(**known)


def _one(
    question: Question,
    given: str | None,
    known: Known,
    ask: Callable[[Question, str | None], Any] | None,
) -> Any:  # noqa: ANN401  # each question has its own type
    if given is not None:
        return question.parse(given)
    default = question.default(known)
    if ask is not None and question.asked(known):
        return ask(question, question.stand_in(known) or default)
    if default is None:
        raise ValueError(f"missing: {question.meaning}")
    return question.parse(default)


def _together(known: Known, given: Mapping[str, str | None]) -> list[str]:
    found = []
    if {"domain", "zone"} <= known.keys() and not f".{known['domain']}".endswith(f".{known['zone']}"):
        found.append(f"--zone: {known['domain']} does not lie in {known['zone']}")
    if known.get("eks_admin") is not None and known.get("kind") != "eks":
        found.append("--eks-admin: only Kubernetes has one: add --runs-on eks, or leave it out")
    if known.get("copies_in") is not None and known["copies_in"] == next(
        iter(known.get("regions", ())), None
    ):
        found.append("--copies-in: copies in the home are lost with it: name another region")
    if known.get("budget_usd") is not None and known.get("emails") == () and given.get("budget_usd"):
        found.append("--budget: somebody must be told: name an --email")
    return found
