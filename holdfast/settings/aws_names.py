"""Names and steps that AWS defines and a stack file uses, each with its source."""

from __future__ import annotations

TLS_POLICIES = (
    "ELBSecurityPolicy-TLS13-1-2-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
    "ELBSecurityPolicy-TLS13-1-3-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-FS-1-2-Res-2020-10",
)
"""TLS policies of Application Load Balancers that speak TLS 1.2 and 1.3 alone and keep forward secrecy.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html.
"""

INTERFACE_ENDPOINTS = (
    *("acm-pca", "application-autoscaling", "appconfig", "appconfigdata", "athena", "autoscaling", "backup"),
    *("bedrock-runtime", "cloudformation", "cloudtrail", "codeartifact.api", "codeartifact.repositories"),
    *(
        "codedeploy",
        "codedeploy-commands-secure",
        "cognito-idp",
        "config",
        "ebs",
        "ec2",
        "ec2messages",
    ),
    *("ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry", "eks", "eks-auth"),
    *("elasticache", "elasticfilesystem"),
    *("elasticloadbalancing", "email-smtp", "events", "execute-api", "firehose", "git-codecommit", "glue"),
    *("guardduty-data", "imagebuilder", "inspector2", "kafka", "kinesis-firehose", "kinesis-streams", "kms"),
    *(
        "lambda",
        "license-manager",
        "logs",
        "monitoring",
        "notebook",
        "rds",
        "rds-data",
        "redshift",
        "redshift-data",
    ),
    *(
        "sagemaker.api",
        "sagemaker.runtime",
        "secretsmanager",
        "servicecatalog",
        "servicediscovery",
        "sns",
    ),
    *(
        "sqs",
        "ssm",
        "ssm-contacts",
        "ssm-incidents",
        "ssmmessages",
        "states",
        "sts",
        "synthetics",
        "transfer",
    ),
    *("xray",),
)
"""Service names of interface endpoints, without ``com.amazonaws.<region>.``.

Not s3 and dynamodb, which have gateway endpoints that cost nothing.

Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html, those that a
service on instances can have a use for; an account sees all with ``aws ec2 describe-vpc-endpoint-services``.
"""

COUNTRIES = frozenset(
    (
        *("AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW"),
        *("AX", "AZ", "BA", "BB", "BD", "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM"),
        *("BN", "BO", "BQ", "BR", "BS", "BT", "BW", "BY", "BZ", "CA", "CC", "CD", "CF"),
        *("CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CW", "CX"),
        *("CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH", "ER"),
        *("ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GF"),
        *("GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW"),
        *("GY", "HK", "HN", "HR", "HT", "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ"),
        *("IR", "IS", "IT", "JE", "JM", "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN"),
        *("KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT"),
        *("LU", "LV", "LY", "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK", "ML", "MM"),
        *("MN", "MO", "MP", "MQ", "MR", "MS", "MT", "MU", "MV", "MW", "MX", "MY", "MZ"),
        *("NA", "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ", "OM"),
        *("PA", "PE", "PF", "PG", "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW"),
        *("PY", "QA", "RE", "RO", "RS", "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG"),
        *("SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST", "SV", "SX"),
        *("SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO"),
        *("TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC"),
        *("VE", "VG", "VI", "VN", "VU", "WF", "WS", "YE", "YT", "ZA", "ZM", "ZW"),
    )
)
"""Country codes of ISO 3166-1, without BV and HM, where nobody lives.

Source: the same page; codes: https://www.iso.org/iso-3166-country-codes.html.
"""

US_STATES = frozenset(
    (
        *("AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA"),
        *("ID", "IL", "IN", "KS", "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS"),
        *("MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY", "OH", "OK", "OR", "PA"),
        *("RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY"),
    )
)
"""Codes of the states of the United States.

Source: https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetGeoLocation.html (subdivisions).
"""
