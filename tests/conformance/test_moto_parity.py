"""The seed's IAM, STS, S3 and Glue calls get the same answers from a moto server as from the sandbox."""

import re
import subprocess
import sys

import boto3
import pytest
import seed
from botocore.exceptions import ClientError
from seed import document, statement, trust

ACCOUNT = "123456789012"  # The one that a moto server starts with.
ROLE = "parity_role"


@pytest.fixture(scope="module")
def moto_client():
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
        stderr=subprocess.PIPE,
        text=True,
    )
    seen = []
    for line in process.stderr:
        seen.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            break
    else:
        raise AssertionError("".join(seen))
    yield lambda service: boto3.client(
        service,
        region_name=seed.REGION,
        endpoint_url=found[0],
        aws_access_key_id="parity",
        aws_secret_access_key="parity",
    )
    process.terminate()
    process.wait(timeout=10)


def answer(call, *path):
    """What was answered at a path, or the code of the refusal."""
    try:
        value = call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    for key in path:
        value = value[key]
    return value


def conversation(client):
    iam, sts, s3, glue = (client(s) for s in ("iam", "sts", "s3", "glue"))
    policy = document(statement(["s3:GetObject"], "arn:aws:s3:::parity-bucket/*"))
    trusted = document(trust({"Service": "glue.amazonaws.com"}))
    arn = f"arn:aws:iam::{ACCOUNT}:policy/{ROLE}-policy"
    make_role = lambda: iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=trusted)
    make_bucket = lambda: s3.create_bucket(
        Bucket="parity-bucket",
        CreateBucketConfiguration={"LocationConstraint": seed.REGION},
    )
    make_database = lambda: glue.create_database(
        DatabaseInput={"Name": "parity", "LocationUri": "s3://parity-bucket/"}
    )
    make_policy = lambda: iam.create_policy(
        PolicyName=f"{ROLE}-policy", PolicyDocument=policy
    )
    table = {"Name": "t", "Parameters": {"table_type": "ICEBERG"}}
    make_table = lambda: glue.create_table(DatabaseName="parity", TableInput=table)
    read = lambda: glue.get_table(DatabaseName="parity", Name="t")
    content = lambda key: s3.get_object(Bucket="parity-bucket", Key=key)
    return [
        answer(sts.get_caller_identity, "Account"),
        answer(lambda: iam.get_role(RoleName=ROLE)),
        answer(make_policy, "Policy", "Arn"),
        answer(make_policy),
        answer(make_role, "Role", "Arn"),
        answer(make_role),
        answer(lambda: iam.get_role(RoleName=ROLE), "Role", "AssumeRolePolicyDocument"),
        answer(lambda: iam.attach_role_policy(RoleName=ROLE, PolicyArn=arn) and None),
        answer(
            lambda: iam.list_attached_role_policies(RoleName=ROLE), "AttachedPolicies"
        ),
        answer(lambda: iam.delete_role(RoleName=ROLE)),
        answer(make_bucket, "ResponseMetadata", "HTTPStatusCode"),
        answer(make_bucket),
        answer(lambda: content("absent")),
        answer(
            lambda: s3.put_object(Bucket="parity-bucket", Key="a b/é", Body=b"x"),
            "ETag",
        ),
        answer(lambda: content("a b/é"), "ContentLength"),
        answer(
            lambda: s3.list_objects_v2(Bucket="parity-bucket"), "Contents", 0, "Key"
        ),
        answer(lambda: s3.delete_bucket(Bucket="parity-bucket")),
        answer(read),
        answer(make_database, "ResponseMetadata", "HTTPStatusCode"),
        answer(make_database),
        answer(make_table, "ResponseMetadata", "HTTPStatusCode"),
        answer(make_table),
        answer(read, "Table", "Parameters"),
        answer(
            lambda: glue.delete_table(DatabaseName="parity", Name="t"),
            "ResponseMetadata",
            "HTTPStatusCode",
        ),
        answer(read),
    ]


def test_the_sandbox_answers_as_moto_does(empty_sandbox, moto_client):
    sandbox = conversation(lambda service: empty_sandbox.client(service, ACCOUNT))
    assert sandbox == conversation(moto_client)
