"""The seed's names, documents and small steps (seed reference, section 1)."""

import json
import time

from botocore.exceptions import ClientError
import pytest

PRODUCER, CONSUMER, REGION = "111122223333", "444455556666", "us-west-2"
DATA_BUCKET = f"blog-emr-eks-fgac-data-{PRODUCER}-{REGION}-dev"
ATHENA_BUCKET = f"athena-results-{PRODUCER}-{REGION}"
JOBS_BUCKET = f"blog-emr-eks-fgac-test-{CONSUMER}-{REGION}-dev"
DATABASE, LOCAL_DATABASE = "healthcare_db", "consumer_healthcare_db"
FILTER = "patients_column_row_filter"
DATA_ROLE = "lf_data_access_execution_role"
QUERY_ROLE = "emr_on_eks_fgac_query_execution_role"
TEAM1 = "emr_on_eks_fgac_job_team1_execution_role"
TEAM2 = "emr_on_eks_fgac_job_team2_execution_role"
CLUSTER = "fgac-blog"
USER_NAMESPACE, SECURE_NAMESPACE = "lf-fgac-user", "lf-fgac-secure"
TAG = "EMR on EKS Engine"
VISIBLE = [
    "patient_id",
    "patient_name",
    "date_of_birth",
    "gender",
    "city",
    "state",
    "created_at",
    "updated_at",
]


def statement(actions, resources="*", **more):
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(principal, actions="sts:AssumeRole"):
    return {"Effect": "Allow", "Principal": principal, "Action": actions}


def role_arn(account, name):
    return f"arn:aws:iam::{account}:role/{name}"


def create_role(iam, name, trust_document, policy_document):
    policy = iam.create_policy(
        PolicyName=f"{name}-policy", PolicyDocument=policy_document
    )["Policy"]
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust_document)
    iam.attach_role_policy(RoleName=name, PolicyArn=policy["Arn"])
    return role["Role"]["Arn"]


def administrator(sandbox, account):
    """A role that is data lake administrator, and a maker of clients that call as it."""
    services = "athena eks emr-containers glue iam lakeformation ram s3 sts".split()
    arn = create_role(
        sandbox.client("iam", account),
        "data_lake_administrator",
        document(trust({"AWS": f"arn:aws:iam::{account}:root"})),
        document(statement([f"{service}:*" for service in services])),
    )
    lake = sandbox.client("lakeformation", account)
    settings = lake.get_data_lake_settings()["DataLakeSettings"]
    settings["DataLakeAdmins"] = [{"DataLakePrincipalIdentifier": arn}]
    lake.put_data_lake_settings(DataLakeSettings=settings)
    credentials = session(sandbox, account, arn)
    return lambda service: sandbox.client(service, account, credentials)


def session(sandbox, account, arn):
    return sandbox.client("sts", account).assume_role(
        RoleArn=arn, RoleSessionName="conformance"
    )["Credentials"]


def wait_for(what, read, done, tries=200):
    """Polls; the sandbox answers at once, so tries are many and short."""
    for _ in range(tries):
        value = read()
        if done(value):
            return value
        time.sleep(0.02)
    raise AssertionError(f"{what} did not come; last seen: {value}")


def run_query(athena, sql):
    query = athena.start_query_execution(
        QueryString=sql,
        QueryExecutionContext={"Database": DATABASE},
        ResultConfiguration={"OutputLocation": f"s3://{ATHENA_BUCKET}/"},
    )["QueryExecutionId"]
    status = wait_for(
        sql,
        lambda: athena.get_query_execution(QueryExecutionId=query)["QueryExecution"][
            "Status"
        ],
        lambda status: status["State"] not in ("QUEUED", "RUNNING"),
    )
    assert status["State"] == "SUCCEEDED", status


def database(catalog=PRODUCER, name=DATABASE):
    return {"Database": {"CatalogId": catalog, "Name": name}}


def table(name, catalog=PRODUCER, database_name=DATABASE):
    return {
        "Table": {"CatalogId": catalog, "DatabaseName": database_name, "Name": name}
    }


def columns(name, wildcard=None, names=None):
    chosen = {"ColumnNames": names} if names else {"ColumnWildcard": wildcard or {}}
    return {"TableWithColumns": {**table(name)["Table"], **chosen}}


def cells():
    return {
        "DataCellsFilter": {
            "TableCatalogId": PRODUCER,
            "DatabaseName": DATABASE,
            "TableName": "patients",
            "Name": FILTER,
        }
    }


def grant(lake, principal, resource, permissions, grantable=()):
    lake.grant_permissions(**permission(principal, resource, permissions, grantable))


def revoke(lake, principal, resource, permissions, grantable=()):
    lake.revoke_permissions(**permission(principal, resource, permissions, grantable))


def permission(principal, resource, permissions, grantable=()):
    return {
        "Principal": {"DataLakePrincipalIdentifier": principal},
        "Resource": resource,
        "Permissions": list(permissions),
        **({"PermissionsWithGrantOption": list(grantable)} if grantable else {}),
    }


def list_permissions(lake, **request):
    rows, token = [], {}
    while True:
        page = lake.list_permissions(**request, **token)
        rows += page["PrincipalResourcePermissions"]
        if not page.get("NextToken"):
            return rows
        token = {"NextToken": page["NextToken"]}


def refused(call, *codes):
    """Runs what AWS refuses, and returns the error's message."""
    with pytest.raises(ClientError) as caught:
        call()
    error = caught.value.response["Error"]
    assert error["Code"] in codes, error
    return error["Message"]


def base36(role_name):
    """awscli's encoding of a role name in a service account's name (seed reference 1.7f)."""
    number, digits = int.from_bytes(role_name.encode(), "big"), ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"
