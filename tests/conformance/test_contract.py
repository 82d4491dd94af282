"""Every exchange of the other tests, and of the product's own SDK calls, keeps AWS's models."""

import base64
import json

import pytest
from botocore_contract import Violation, check_exchange


# PyArrow's AWS SDK for C++ writes this value in lower case; the sandbox did not.
EXCUSED = {
    Violation(
        "s3:GetObject",
        "request.ChecksumMode",
        "'enabled' is not one of ['ENABLED']",
    )
}


def violations(sandbox):
    found = {
        (violation, "aws-sdk-cpp" in str(exchange["requestHeaders"]))
        for exchange in sandbox.exchanges()
        for violation in check_exchange(exchange)
    }
    return sorted(
        {v for v, by_arrow in found if not (by_arrow and v in EXCUSED)}, key=str
    )


def test_boto3_exchanges_keep_the_models(empty_sandbox):
    assert len(empty_sandbox.exchanges()) > 50
    assert violations(empty_sandbox) == []


def test_scenario_exchanges_keep_the_models(scenario_sandbox):
    assert len(scenario_sandbox.exchanges()) > 50
    assert violations(scenario_sandbox) == []


def test_exchanges_of_the_other_operations_keep_the_models(changed_sandbox):
    assert violations(changed_sandbox) == []


def exchange(request, response, status=200, operation="GrantPermissions"):
    return {
        "service": "lakeformation",
        "operation": operation,
        "method": "POST",
        "path": f"/{operation}",
        "query": "",
        "host": "lakeformation.us-west-2.amazonaws.com",
        "requestHeaders": {},
        "requestBody": base64.b64encode(json.dumps(request).encode()).decode(),
        "status": status,
        "responseHeaders": {"content-type": "application/json"},
        "responseBody": base64.b64encode(json.dumps(response).encode()).decode(),
    }


GRANT = {
    "Principal": {"DataLakePrincipalIdentifier": "444455556666"},
    "Resource": {"Database": {"Name": "healthcare_db"}},
    "Permissions": ["DESCRIBE"],
}


def test_the_check_passes_what_is_right():
    assert check_exchange(exchange(GRANT, {})) == []


@pytest.mark.parametrize(
    "broken, problem",
    [
        (exchange({**GRANT, "Permissions": ["READ"]}, {}), "is not one of"),
        (exchange({**GRANT, "Permissions": "SELECT"}, {}), "str where list"),
        (exchange({**GRANT, "Why": "no reason"}, {}), "unknown member"),
        (exchange({k: GRANT[k] for k in ("Principal", "Resource")}, {}), "absent"),
        (exchange({**GRANT, "CatalogId": "x" * 256}, {}), "length 256 above 255"),
        (exchange({**GRANT, "CatalogId": ""}, {}), "length 0 below 1"),
        (exchange({**GRANT, "CatalogId": "a\u0000b"}, {}), "does not match"),
        (exchange(GRANT, {"Odd": 1}), "unknown member in the body"),
        (exchange(GRANT, {}, status=201), "status 201"),
        (exchange(GRANT, {"__type": "Odd", "message": "m"}, 400), "not modelled"),
        (
            exchange({}, {"PrincipalResourcePermissions": {}}, 200, "ListPermissions"),
            "list",
        ),
        (exchange({"MaxResults": 0}, {}, 200, "ListPermissions"), "value 0 below 1"),
    ],
)
def test_the_check_finds_what_is_wrong(broken, problem):
    assert any(problem in found.problem for found in check_exchange(broken))


def test_nothing_modelled_went_unchecked(
    empty_sandbox, scenario_sandbox, changed_sandbox
):
    called = {
        f"{exchange['service']}:{exchange['operation']}"
        for sandbox in (empty_sandbox, scenario_sandbox, changed_sandbox)
        for exchange in sandbox.exchanges()
    }
    unchecked = sorted(set(empty_sandbox.operations) - called)
    assert unchecked == [], "call these with boto3 in test_operations.py: " + " ".join(unchecked)
