from __future__ import annotations

from holdfast.components.api_gateway_account import ApiGatewayAccount
from tests.components.declared import declared


def test_sets_the_accounts_role_and_leaves_it() -> None:
    resources = declared(lambda: ApiGatewayAccount("use1", {"region": "us-east-1", "tags": {"Team": "shop"}}))
    assert resources.pairs() == {
        ("holdfast:index:ApiGatewayAccount", "use1"),
        ("aws:iam/role:Role", "use1-api-gateway-role"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "use1-api-gateway-logs"),
        ("aws:apigateway/account:Account", "use1-api-gateway-account"),
    }
    account = resources("use1-api-gateway-account")
    assert (account.region, account.inputs["cloudwatchRoleArn"]) == (
        "us-east-1",
        resources("use1-api-gateway-role").arn,
    )
    # API Gateway looks whether the role may write logs.
    assert "use1-api-gateway-logs" in account.depends_on
    # Another stack's APIs may write by it.
    assert all(one.retain_on_delete for one in resources if one.custom)
    assert resources("use1-api-gateway-role").inputs["tags"]["Team"] == "shop"
    assert resources("use1").outputs["role_arn"] == resources("use1-api-gateway-role").arn
