"""The launch template of a service: what each of its instances is made of."""

import base64
from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import ec2

from holdfast.components.auto_scaling_args import ServiceInstances
from holdfast.topology.values import Architecture

# https://docs.aws.amazon.com/linux/al2023/ug/ec2.html, 2026-11
_AMI_PARAMETER = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{architecture}"
_ROOT_DEVICE = "/dev/xvda"
_CONTAINER_HOP_LIMIT, _HOST_HOP_LIMIT = 2, 1


def image_id(instances: ServiceInstances) -> pulumi.Input[str]:
    """The fixed AMI, or the reference that EC2 resolves at each launch."""
    if "copied_ami_id" in instances:
        return instances["copied_ami_id"]
    parameter = _AMI_PARAMETER.format(architecture=Architecture(instances["architecture"]).value)
    return instances.get("ami_id", f"resolve:ssm:{parameter}")


def declare_launch_template(
    name: str,
    instances: ServiceInstances,
    *,
    region: str,
    in_container: bool,
    user_data: pulumi.Input[str],
    profile_arn: pulumi.Input[str],
    security_group_ids: Sequence[pulumi.Input[str]],
    key_arn: pulumi.Input[str],
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> "ec2.LaunchTemplate":
    """Declare ``<name>-lt``, with which nobody logs in but through Session Manager: there is no key pair.

    Args:
        name: Logical name of the service's component, which becomes the instances' ``Name``.
        instances: The machines.
        region: Region of the template.
        in_container: Whether the service runs behind Docker's bridge, one network hop from the metadata.
        user_data: User data before base64.
        profile_arn: Instance profile.
        security_group_ids: Security groups.
        key_arn: Key that encrypts the root volume.
        tags: Tags of template, instances and volumes.
        child: Options that make the service the parent.
    """
    launched = {**tags, "Name": name}
    return ec2.LaunchTemplate(
        f"{name}-lt",
        region=region,
        description=f"Instances of {name}",
        image_id=image_id(instances),
        instance_type=instances["types"][0],
        update_default_version=True,
        user_data=pulumi.Output.from_input(user_data).apply(
            lambda text: base64.b64encode(text.encode()).decode()
        ),
        iam_instance_profile={"arn": profile_arn},
        vpc_security_group_ids=security_group_ids,
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            # A container behind Docker's bridge is one hop further, and with a limit of 1 would not get the
            # role's credentials: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
            "http_put_response_hop_limit": _CONTAINER_HOP_LIMIT if in_container else _HOST_HOP_LIMIT,
        },
        monitoring={"enabled": instances.get("detailed_monitoring", True)},
        block_device_mappings=[
            {
                "device_name": _ROOT_DEVICE,
                "ebs": {
                    "encrypted": "true",
                    "kms_key_id": key_arn,
                    "volume_type": "gp3",
                    "volume_size": int(instances.get("volume_gib", 20)),
                    "delete_on_termination": "true",
                },
            }
        ],
        tag_specifications=[
            {"resource_type": "instance", "tags": launched},
            {"resource_type": "volume", "tags": launched},
        ],
        tags={**tags, "Name": f"{name}-lt"},
        opts=child,
    )
