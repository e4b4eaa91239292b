"""Settings of the program that makes what deploying needs: ``bootstrap/``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.aws_regions import JURISDICTIONS, PLACES
from holdfast.settings.base import Key, OneOf, Place, SettingsModel

NAMESPACE = "bootstrap:"
"""What every setting's key starts with."""
GITHUB = "https://token.actions.githubusercontent.com"
"""Who signs the tokens of GitHub Actions."""


def _text(pattern: str, wanted: str, *, longest: int = 200) -> Any:  # noqa: ANN401  # a field of pydantic's
    return Field(pattern=pattern, max_length=longest, json_schema_extra={"patternErrorMessage": wanted})


_Name = Annotated[
    str,
    _text(
        r"^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+$",
        "a project's path is group/project, without wildcards, with all of its groups",
    ),
]
_Repository = Annotated[
    str, _text(r"^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", "a repository is owner/name, without wildcards")
]
_Id = Annotated[str, _text(r"^\d{1,20}$", "an id is digits, quoted")]
_Ref = Annotated[
    str,
    _text(
        r"^[A-Za-z0-9_./-]+$",
        "the whole name, of letters, digits and _ . / -: with a wildcard, whoever makes such a name gets in",
    ),
]
_Url = Annotated[
    str,
    _text(r"^https://[a-z0-9.-]+$", "an https:// address in lower case, without port, path and / at the end"),
]
_Stack = Annotated[
    str,
    _text(
        r"^[A-Za-z0-9][\w+=,.@]*(-[\w+=,.@]+)+$",
        "a stack is <project>-<stack>, as names in AWS begin",
        longest=40,
    ),
]
_PolicyArn = Annotated[
    str,
    _text(
        r"^arn:aws:iam::(aws|\d{12}):policy/[\w+=,.@/-]+$",
        "a managed policy's ARN is arn:aws:iam::<account or aws>:policy/<name>",
    ),
]
_ProviderArn = Annotated[
    str,
    _text(
        r"^arn:aws:iam::\d{12}:oidc-provider/\S+$",
        "a provider's ARN is arn:aws:iam::<account>:oidc-provider/<host>",
    ),
]


class GithubSettings(SettingsModel):
    """Workflows of one repository at GitHub."""

    repository: _Repository
    """Owner and name of the repository."""
    owner_id: _Id | None = None
    """The owner's id, quoted, of a repository whose tokens name ids: one made, renamed or moved after July
    15, 2026, or switched over. Default: its tokens have names alone."""
    repository_id: _Id | None = None
    """The repository's id, quoted, with `owner_id`. Default: as there."""
    environments: tuple[_Ref, ...] = ()
    """Environments whose jobs may deploy; their protection rules then decide who. Default: none."""
    branches: tuple[_Ref, ...] = ()
    """Branches whose jobs, in no environment, may deploy. Default: none."""

    def subjects(self) -> tuple[str, ...]:
        """The ``sub`` of each token.

        Source: https://docs.github.com/en/actions/reference/security/oidc (2026-11).
        """
        owner, _, name = self.repository.partition("/")
        if self.owner_id is not None and self.repository_id is not None:
            owner, name = f"{owner}@{self.owner_id}", f"{name}@{self.repository_id}"
        repository = f"repo:{owner}/{name}"
        return (
            *(f"{repository}:environment:{one}" for one in self.environments),
            *(f"{repository}:ref:refs/heads/{one}" for one in self.branches),
        )


class GitlabSettings(SettingsModel):
    """Pipelines of one project at GitLab."""

    project: _Name
    """Path of the project, groups included."""
    branches: tuple[_Ref, ...] = ()
    """Branches whose pipelines may deploy; protect them. Default: none."""
    url: _Url = "https://gitlab.com"
    """Address of GitLab, which AWS must reach. Default: `https://gitlab.com`."""

    def subjects(self) -> tuple[str, ...]:
        """The ``sub`` of each token (https://docs.gitlab.com/ci/secrets/id_token_authentication, 2026-11)."""
        return tuple(f"project_path:{self.project}:ref_type:branch:ref:{one}" for one in self.branches)


class DeploymentSettings(SettingsModel):
    """Who may deploy, by one role."""

    github: GithubSettings | None = None
    """Workflows at GitHub. Default: none."""
    gitlab: GitlabSettings | None = None
    """Pipelines at GitLab. Default: none."""
    provider_arn: _ProviderArn | None = None
    """The issuer's OpenID Connect provider, where the account has it: there is one per issuer. Default: made
    here."""
    policy_arns: tuple[_PolicyArn, ...] = ()
    """Managed policies by which it may make what its stacks declare. Default: none, state and keys alone."""
    stacks: tuple[_Stack, ...] = ()
    """Stacks, as `<project>-<stack>`, whose IAM roles it may make, change and pass: their names begin so.
    Default: none."""
    permissions_boundary_arn: _PolicyArn | None = None
    """Policy that bounds the role. Default: none."""

    @property
    def issuer(self) -> str:
        """Who signs the tokens."""
        return self.gitlab.url if self.gitlab is not None else GITHUB

    @property
    def subjects(self) -> tuple[str, ...]:
        """The ``sub`` of each token that is let in."""
        asked = self.github or self.gitlab
        return asked.subjects() if asked is not None else ()


class StateLockSettings(SettingsModel):
    """For how long nobody deletes a version of the state."""

    mode: Literal["governance", "compliance"] = "governance"
    """Who can end the lock: privileged people (`governance`), or nobody at all (`compliance`). Default:
    `governance`."""
    days: Annotated[int, Field(ge=1, le=3650)] = 30
    """Days for which each version is locked. Default: 30."""


class BootstrapSettings(SettingsModel):
    """Everything that a stack file says under `bootstrap:`."""

    account: Annotated[str, _text(r"^\d{12}$", "an account's id is twelve digits, quoted")]
    """The AWS account's id, twelve digits, quoted."""
    home: Place
    """Where the state is written: a place that is none of the API's."""
    copy_to: Annotated[tuple[Place, ...], Field(min_length=1)]
    """Places that receive every state, from which it goes on when the home is lost."""
    api_regions: tuple[Place, ...] = ()
    """Places of the APIs that these states declare; home and copies must be none of them. Default: not said,
    and then not checked."""
    residency: tuple[Annotated[str, OneOf("jurisdiction or place", (*JURISDICTIONS, *PLACES))], ...] = ()
    """Where states may rest, as in `objectives.residency` of their stacks: jurisdictions such as `EU`, or
    places. Default: anywhere."""
    noncurrent_days: Annotated[int, Field(ge=30, le=3653)] = 365
    """Days for which a former state is kept. Default: 365."""
    lock: StateLockSettings | None = None
    """A lock on each version; once given, the buckets stay able to lock. Default: none."""
    emails: Annotated[tuple[Annotated[str, AfterValidator(formats.email)], ...], Field(max_length=10)] = ()
    """Whom alarms tell of copies of the state that are late or failed; each must confirm once per region.
    Default: nobody, no alarms."""
    deployments: dict[Key, DeploymentSettings] = Field(default_factory=dict)
    """Roles of pipelines by name. Default: none, people deploy."""
    protection: Literal["enforced", "lifted"] = "enforced"
    """Whether buckets and keys refuse to be deleted. Default: `enforced`."""
    tags: dict[
        Annotated[str, AfterValidator(formats.tag_key)], Annotated[str, AfterValidator(formats.tag_value)]
    ] = Field(default_factory=dict)
    """Tags of every resource. Default: none."""

    def regions(self) -> dict[str, str]:
        """Place → AWS region of each bucket, home included."""
        return {place: PLACES[place].name for place in (self.home, *self.copy_to)}


def foundation_args(settings: BootstrapSettings) -> Any:  # noqa: ANN401  # the component's, which settings do not import
    """Give the arguments of ``DeploymentFoundation``: no value that is not there, paths by ``origin``.

    Args:
        settings: The settings.
    """
    pipelines = {
        key: _given(
            issuer=asked.issuer,
            subjects=asked.subjects,
            provider_arn=asked.provider_arn,
            policy_arns=asked.policy_arns,
            stacks=asked.stacks,
            permissions_boundary_arn=asked.permissions_boundary_arn,
        )
        for key, asked in settings.deployments.items()
    }
    lock = settings.lock
    return _given(
        account_id=settings.account,
        home=settings.home,
        regions=settings.regions(),
        noncurrent_days=settings.noncurrent_days,
        object_lock=None if lock is None else {"mode": lock.mode, "days": lock.days},
        emails=settings.emails,
        pipelines=pipelines,
        protection=settings.protection == "enforced",
        tags=settings.tags,
        origin={
            "home": f"{NAMESPACE}home",
            "regions": f"{NAMESPACE}copy_to",
            "noncurrent_days": f"{NAMESPACE}noncurrent_days",
            "object_lock": f"{NAMESPACE}lock",
            "emails": f"{NAMESPACE}emails",
            "pipelines": f"{NAMESPACE}deployments",
            "protection": f"{NAMESPACE}protection",
        },
    )


def _given(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}
