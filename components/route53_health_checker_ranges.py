"""Data: the IPv4 ranges from which Route 53's health checkers send their requests.

Source: https://ip-ranges.amazonaws.com/ip-ranges.json, service ``ROUTE53_HEALTHCHECKS``, without the ranges
of the partitions aws-cn, aws-us-gov and aws-eusc. Read as its copies in github.com/joetek/aws-ip-ranges-json
(createDate 2026-08-22-21-17-05) and github.com/seligman/aws-ip-ranges (2026-08-22-15-17-05), which agree.
The sixteen /26 ranges have stood since 2018 at least (github.com/dpirotte/ip-ranges-changes, 2018-06-13).

IPv4 alone: a checker that is given a domain name asks DNS for IPv4 addresses and uses only those
(https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html,
``FullyQualifiedDomainName``).
"""

AS_OF = "2026-08-22"
"""Date of the list."""

IPV4_RANGES: tuple[str, ...] = (
    "15.177.0.0/18",  # GLOBAL
    "15.177.108.0/24",  # us-south-1
    "54.248.220.0/26",  # ap-northeast-1
    "54.250.253.192/26",  # ap-northeast-1
    "54.251.31.128/26",  # ap-southeast-1
    "54.255.254.192/26",  # ap-southeast-1
    "54.252.79.128/26",  # ap-southeast-2
    "54.252.254.192/26",  # ap-southeast-2
    "54.228.16.0/26",  # eu-west-1
    "176.34.159.192/26",  # eu-west-1
    "54.232.40.64/26",  # sa-east-1
    "177.71.207.128/26",  # sa-east-1
    "54.243.31.192/26",  # us-east-1
    "107.23.255.0/26",  # us-east-1
    "54.183.255.128/26",  # us-west-1
    "54.241.32.64/26",  # us-west-1
    "54.244.52.192/26",  # us-west-2
    "54.245.168.0/26",  # us-west-2
)
"""CIDR blocks of every health checker of the partition ``aws``."""
