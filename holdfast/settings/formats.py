"""Checks of single texts: each takes a text and gives it back, or raises the error that a person reads.

The patterns of services and their limits come from the AWS page that each function names.
"""

from __future__ import annotations

import ipaddress
import re
from typing import NoReturn

from pydantic_core import PydanticCustomError

from holdfast.settings.aws_names import COUNTRIES, US_STATES
from holdfast.topology.values import CONTINENTS

_MAX_PATTERN_LENGTH = 128
_CRON_FIELDS = (
    ("minute", 0, 59, ""),
    ("hour", 0, 23, ""),
    ("day of the month", 1, 31, ""),
    ("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    ("day of the week", 0, 7, "SUN MON TUE WED THU FRI SAT"),
)
_INSTANCE_TYPE = re.compile(
    r"^([a-z]+)(\d+)([a-z]*)(-[a-z0-9]+)?\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$"
)
_ARN = re.compile(
    r"^arn:aws:(secretsmanager|ssm):(\{region\}|[a-z0-9-]+):(\d{12}):(secret:|parameter/)[^\s]+$"
)

_OWN_SECRET = re.compile(r"(secret|parameter)://[a-z][a-z0-9-]*")

_KEY_ARN = re.compile(
    r"^arn:aws:kms:[a-z0-9-]+:\d{12}:key/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$"
)


def refuse(problem: str) -> NoReturn:
    """Raise the error of a text that has the wrong form."""
    raise PydanticCustomError("format", "{problem}", {"problem": problem})


def ipv4_block(text: str) -> str:
    """Check an IPv4 block without host bits."""
    try:
        ipaddress.IPv4Network(text)
    except ipaddress.AddressValueError:
        refuse("not an IPv4 block such as 10.20.0.0/16")
    except ipaddress.NetmaskValueError:
        refuse("the part after '/' is a whole number from 0 to 32")
    except ValueError:
        aligned = ipaddress.IPv4Network(text, strict=False)
        refuse(f"the address has bits set after the prefix; the block that holds it is {aligned}")
    if "/" not in text:
        refuse(f"a block has a prefix length, such as {text}/32")
    return text


def public_ipv4(text: str) -> str:
    """Check an IPv4 address that the internet can reach."""
    try:
        address = ipaddress.IPv4Address(text)
    except ValueError:
        refuse("not an IPv4 address")
    if not address.is_global or address.is_multicast:
        refuse("not a public address: clients on the internet cannot reach it")
    return text


def instance_type(text: str) -> str:
    """Check the form of an EC2 instance type: https://docs.aws.amazon.com/ec2/latest/instancetypes/."""
    if not _INSTANCE_TYPE.fullmatch(text):
        refuse("not an EC2 instance type; one is a family, a dot and a size, such as m7g.large")
    return text


def cron(text: str) -> str:
    """Check a cron expression of five fields, as EC2 Auto Scaling takes it.

    Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html.
    """
    fields = text.split()
    if len(fields) != len(_CRON_FIELDS):
        refuse(
            f"a cron expression has five fields (minute, hour, day of the month, month, day of the week), "
            f"this one has {len(fields)}"
        )
    for value, (name, low, high, names) in zip(fields, _CRON_FIELDS, strict=True):
        if not all(_cron_part(part, low, high, names.split()) for part in value.split(",")):
            refuse(
                f"'{value}' is no {name} of a cron expression ({low} to {high}{', ' if names else ''}{names})"
            )
    return text


def _cron_part(part: str, low: int, high: int, names: list[str]) -> bool:
    span, _, step = part.partition("/")
    if "/" in part and not (step.isdigit() and int(step) > 0):
        return False
    if span == "*":
        return True
    ends = [_cron_number(end, names, low) for end in span.split("-", 1)]
    return all(end is not None and low <= end <= high for end in ends)


def _cron_number(text: str, names: list[str], low: int) -> int | None:
    if text.upper() in names:
        return names.index(text.upper()) + low
    return int(text) if text.isdigit() else None


def time_zone(text: str) -> str:
    """Check an IANA time zone, as far as this machine knows them."""
    from zoneinfo import ZoneInfo, available_timezones  # noqa: PLC0415  # reads files: only for schedules

    try:
        ZoneInfo(text)
    except (ValueError, OSError, LookupError):
        if available_timezones():
            refuse("not an IANA time zone such as Europe/Dublin or Etc/UTC")
    return text


def path_pattern(text: str) -> str:
    """Check a path pattern of a load balancer's rule.

    Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
    (path conditions: up to 128 letters, digits, ``_-.$/~"'@:+``, ``&``, and the wildcards ``*``, ``?``).
    """
    if not text.startswith("/"):
        refuse("a path pattern starts with '/'")
    if len(text) > _MAX_PATTERN_LENGTH:
        refuse(f"a path pattern has at most {_MAX_PATTERN_LENGTH} characters, this one has {len(text)}")
    odd = sorted(set(re.sub(r"""[A-Za-z0-9_\-.$/~"'@:+&*?]""", "", text)))
    if odd:
        refuse(f"a path pattern cannot hold {' '.join(repr(character) for character in odd)}")
    return text


def host_pattern(text: str) -> str:
    """Check a host name pattern of a load balancer's rule (same page, host conditions)."""
    if len(text) > _MAX_PATTERN_LENGTH:
        refuse(f"a host pattern has at most {_MAX_PATTERN_LENGTH} characters, this one has {len(text)}")
    if not re.fullmatch(r"[A-Za-z0-9\-.*?]+", text) or not re.search(r"\.[A-Za-z*?]+$", text):
        refuse("not a host name such as api.example.com or *.example.com")
    return text


def environment_name(text: str) -> str:
    """Check the name of an environment variable: letters, digits and underscores (POSIX)."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", text):
        refuse("an environment variable's name has letters, digits and underscores, no digit first")
    return text


_BY_ARN = (
    "a secret is named by its ARN, never given as a value: "
    "arn:aws:secretsmanager:{region}:<account>:secret:<name> or "
    "arn:aws:ssm:{region}:<account>:parameter/<name>"
)


def secret_arn(text: str) -> str:
    """Check the ARN of a secret of Secrets Manager or a parameter of Systems Manager."""
    if _OWN_SECRET.fullmatch(text):
        refuse(f"services alone name the stack's own by key; here {_BY_ARN}")
    if not _ARN.fullmatch(text):
        refuse(_BY_ARN)
    return text


def secret_reference(text: str) -> str:
    """Check an ARN as ``secret_arn`` does, or a reference to what the stack declares."""
    if not _ARN.fullmatch(text) and not _OWN_SECRET.fullmatch(text):
        refuse(f"{_BY_ARN}; one of the stack's own by its key: secret://<key> or parameter://<key>")
    return text


def key_arn(text: str) -> str:
    """Check the ARN of a customer key of KMS.

    An alias is none: policies of roles name keys alone, and an alias can be pointed at another key.
    Source: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html (key identifiers).
    """
    if re.match(r"(arn:aws:kms:[^:]*:[^:]*:)?alias/", text):
        refuse("names an alias, which can be pointed at another key: give the ARN of the key itself")
    if not _KEY_ARN.fullmatch(text):
        refuse("not the ARN of a key of KMS, arn:aws:kms:<region>:<account>:key/<id>")
    return text


def email(text: str) -> str:
    """Check the form of an e-mail address."""
    if not re.fullmatch(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+", text):
        refuse("not an e-mail address")
    return text


def cookie_name(text: str) -> str:
    """Check the name of an application's cookie.

    Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
    (application-based stickiness: AWSALB, AWSALBAPP and AWSALBTG are reserved).
    """
    if text.upper().startswith("AWSALB"):
        refuse("names that start with AWSALB are the load balancer's own; give the application's cookie")
    if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,250}", text):
        refuse("not a cookie name: 1 to 250 characters, no spaces, no separators such as ; , =")
    return text


def tag_key(text: str) -> str:
    """Check a tag's key: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html."""
    if text.lower().startswith("aws:"):
        refuse("keys that start with 'aws:' are AWS's own")
    if not re.fullmatch(r"[\w\s+\-=.:/@]{1,128}", text):
        refuse("a tag's key has 1 to 128 letters, digits, spaces and + - = . _ : / @")
    return text


def reason(text: str) -> str:
    """Check a reason that becomes a tag's value: it has words, and no other characters than tags have."""
    if not text.strip():
        refuse("a reason has words: this is how the team will know why")
    return tag_value(text)


def tag_value(text: str) -> str:
    """Check a tag's value (same page)."""
    if not re.fullmatch(r"[\w\s+\-=.:/@]{0,256}", text):
        refuse("a tag's value has up to 256 letters, digits, spaces and + - = . _ : / @")
    return text


def location(text: str) -> str:
    """Check a location of geolocation routing.

    One is ``default``, a continent, a country (``country:SA`` where a continent has its code) or a state.
    """
    is_state = text.startswith("US-") and text.removeprefix("US-") in US_STATES
    known = is_state or text.removeprefix("country:") in COUNTRIES
    if text not in ("default", *CONTINENTS) and not known:
        refuse(
            f"not a location of Route 53; known are 'default', the continents {', '.join(CONTINENTS)}, "
            "countries by their code of ISO 3166-1 in upper case ('country:SA' where a continent has it) "
            "and states such as US-CA"
        )
    return text


def address_block(text: str) -> str:
    """Check an IPv4 or IPv6 block of a web ACL's list, which takes every block but the whole internet.

    Source: https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html (Addresses).
    """
    if ":" not in text:
        ipv4_block(text)
    else:
        try:
            ipaddress.IPv6Network(text)
        except ValueError:
            refuse("not an IPv6 block such as 2001:db8::/32, without bits after the prefix")
        if "/" not in text:
            refuse(f"a block has a prefix length, such as {text}/128")
    if text.endswith("/0"):
        refuse("AWS WAF takes no block of prefix length 0")
    return text


def phone_number(text: str) -> str:
    """Check a telephone number as AWS Shield takes it.

    Source: https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_EmergencyContact.html.
    """
    if not re.fullmatch(r"\+[1-9]\d{1,14}", text):
        refuse('not a telephone number with + and the country\'s code, such as "+353871234567"')
    return text


def https_url(text: str) -> str:
    """Check an address that starts with https:// and names a host."""
    if not re.fullmatch(r"https://[A-Za-z0-9.-]+(:\d{1,5})?(/[!-~]*)?", text):
        refuse("not an address such as https://issuer.example.com/.well-known/jwks.json")
    return text


def bucket_name(text: str) -> str:
    """Check a bucket's name, in which ``{region}`` may stand for the region.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", text.replace("{region}", "us-east-1")):
        refuse("not a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens")
    return text
