"""Injects the faults of the catalogue (governance reference 3.9) into a sandbox.

Each fault is what somebody with boto3 and enough rights could do to the demo's
healthcare estate, behind Sluice's back. `prepare_<n>` makes what a fault needs
and must not be noticed by itself; `inject_<n>` is the fault.

    inject.py <url> prepare|inject <number>
"""

import json
import sys
import uuid

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.httpsession import URLLib3Session

URL = sys.argv[1]
REGION = "us-west-2"
PRODUCER = "111122223333"
CONSUMER = "444455556666"
DATABASE = "healthcare_db"
LINKS = "consumer_healthcare_db"
FILTER = "patients_column_row_filter"
BUCKET = f"blog-emr-eks-fgac-data-{PRODUCER}-{REGION}-dev"
ATHENA_RESULTS = f"s3://athena-results-{PRODUCER}-{REGION}/"
TEAM1_NAME = "emr_on_eks_fgac_job_team1_execution_role"
TEAM2_NAME = "emr_on_eks_fgac_job_team2_execution_role"
TEAM1 = f"arn:aws:iam::{CONSUMER}:role/{TEAM1_NAME}"
TEAM2 = f"arn:aws:iam::{CONSUMER}:role/{TEAM2_NAME}"


def keys(account):
    return f"AKIA{account}ROOT", "sandbox-credentials-open-nothing-real-00"


def client(service, account):
    key, secret = keys(account)
    return boto3.client(
        service,
        region_name=REGION,
        endpoint_url=URL,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=Config(retries={"total_max_attempts": 1}),
    )


class Account:
    """The clients of one account, made when they are first used."""

    def __init__(self, account_id):
        self.id = account_id
        self._clients = {}

    def __getattr__(self, service):
        name = service.replace("_", "-")
        if name not in self._clients:
            self._clients[name] = client(name, self.id)
        return self._clients[name]


producer = Account(PRODUCER)
consumer = Account(CONSUMER)


def table(name, account=PRODUCER, database=DATABASE):
    return {"Table": {"CatalogId": account, "DatabaseName": database, "Name": name}}


def cells(name):
    return {
        "DataCellsFilter": {
            "TableCatalogId": PRODUCER,
            "DatabaseName": DATABASE,
            "TableName": "patients",
            "Name": name,
        }
    }


def grant(account, principal, resource, permissions, grantable=False):
    account.lakeformation.grant_permissions(
        Principal={"DataLakePrincipalIdentifier": principal},
        Resource=resource,
        Permissions=permissions,
        **({"PermissionsWithGrantOption": permissions} if grantable else {}),
    )


def revoke(account, principal, resource, permissions, grantable=False):
    account.lakeformation.revoke_permissions(
        Principal={"DataLakePrincipalIdentifier": principal},
        Resource=resource,
        Permissions=permissions,
        **({"PermissionsWithGrantOption": permissions} if grantable else {}),
    )


def filter_data():
    return producer.lakeformation.get_data_cells_filter(
        **cells(FILTER)["DataCellsFilter"]
    )["DataCellsFilter"]


def update_filter(**changes):
    data = {k: v for k, v in filter_data().items() if k != "VersionId"}
    data["RowFilter"] = {"FilterExpression": data["RowFilter"]["FilterExpression"]}
    data.update(changes)
    if "ColumnWildcard" in changes:
        data.pop("ColumnNames", None)
    producer.lakeformation.update_data_cells_filter(TableData=data)


def settings(account, **changes):
    current = account.lakeformation.get_data_lake_settings()["DataLakeSettings"]
    account.lakeformation.put_data_lake_settings(
        DataLakeSettings={**current, **changes}
    )


def change_schema(change):
    """Evolves the Iceberg schema of `patients` as an engine would: new metadata."""
    current = producer.glue.get_table(DatabaseName=DATABASE, Name="patients")["Table"]
    location = current["Parameters"]["metadata_location"]
    bucket, _, key = location.removeprefix("s3://").partition("/")
    metadata = json.loads(
        producer.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    )
    old = next(
        each
        for each in metadata["schemas"]
        if each["schema-id"] == metadata["current-schema-id"]
    )
    schema = json.loads(json.dumps(old))
    schema["schema-id"] = max(each["schema-id"] for each in metadata["schemas"]) + 1
    change(schema, metadata)
    metadata["schemas"].append(schema)
    metadata["current-schema-id"] = schema["schema-id"]
    new_key = key.rpartition("/")[0] + f"/99999-{uuid.uuid4()}.metadata.json"
    producer.s3.put_object(Bucket=bucket, Key=new_key, Body=json.dumps(metadata))
    types = {
        each["Name"]: each["Type"] for each in current["StorageDescriptor"]["Columns"]
    }
    glue_type = {"long": "bigint", "string": "string", "int": "int"}
    columns = [
        {
            "Name": field["name"],
            "Type": types.get(field["name"]) or glue_type.get(field["type"], "string"),
            "Parameters": {"iceberg.field.id": str(field["id"])},
        }
        for field in schema["fields"]
    ]
    producer.glue.update_table(
        DatabaseName=DATABASE,
        TableInput={
            "Name": "patients",
            "TableType": current["TableType"],
            "Parameters": {
                **current["Parameters"],
                "metadata_location": f"s3://{bucket}/{new_key}",
                "previous_metadata_location": location,
            },
            "StorageDescriptor": {**current["StorageDescriptor"], "Columns": columns},
        },
    )


def use_exclude_list():
    """The same columns by another kind of list."""
    update_filter(ColumnWildcard={"ExcludedColumnNames": ["ssn"]})


def inject_1():
    """SELECT removed by hand."""
    revoke(consumer, TEAM2, table("claims"), ["SELECT"])


def inject_2():
    """Resource link removed."""
    consumer.glue.delete_table(DatabaseName=LINKS, Name="rl_claims")


def inject_3():
    """The consumer left the RAM share of the tables."""
    for share in consumer.ram.get_resource_shares(resourceOwner="OTHER-ACCOUNTS")[
        "resourceShares"
    ]:
        consumer.ram.disassociate_resource_share(
            resourceShareArn=share["resourceShareArn"], principals=[CONSUMER]
        )


def inject_4():
    """A share that was made anew, and whose invitation nobody accepted."""
    inject_3()
    revoke(producer, CONSUMER, table("claims"), ["DESCRIBE"], grantable=True)
    grant(producer, CONSUMER, table("claims"), ["DESCRIBE"], grantable=True)


def delete_role(name):
    iam = consumer.iam
    for policy in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
        iam.detach_role_policy(RoleName=name, PolicyArn=policy["PolicyArn"])
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    iam.delete_role(RoleName=name)


def inject_5():
    """Role deleted."""
    delete_role(TEAM2_NAME)


def inject_6():
    """Role deleted and made anew under the same ARN; its rights survive."""
    iam = consumer.iam
    role = iam.get_role(RoleName=TEAM2_NAME)["Role"]
    attached = iam.list_attached_role_policies(RoleName=TEAM2_NAME)["AttachedPolicies"]
    inline = {
        name: iam.get_role_policy(RoleName=TEAM2_NAME, PolicyName=name)["PolicyDocument"]
        for name in iam.list_role_policies(RoleName=TEAM2_NAME)["PolicyNames"]
    }
    delete_role(TEAM2_NAME)
    iam.create_role(
        RoleName=TEAM2_NAME,
        Path=role["Path"],
        AssumeRolePolicyDocument=json.dumps(role["AssumeRolePolicyDocument"]),
    )
    for policy in attached:
        iam.attach_role_policy(RoleName=TEAM2_NAME, PolicyArn=policy["PolicyArn"])
    for name, document in inline.items():
        iam.put_role_policy(
            RoleName=TEAM2_NAME, PolicyName=name, PolicyDocument=json.dumps(document)
        )


def inject_7():
    """Table dropped and made anew; its rights are gone."""
    columns = producer.glue.get_table(DatabaseName=DATABASE, Name="claims")["Table"][
        "StorageDescriptor"
    ]
    producer.glue.delete_table(DatabaseName=DATABASE, Name="claims")
    listed = ", ".join(f"{each['Name']} {each['Type']}" for each in columns["Columns"])
    producer.athena.start_query_execution(
        QueryString=(
            f"CREATE TABLE {DATABASE}.claims ({listed}) "
            f"LOCATION '{columns['Location'].rstrip('/')}-anew/' "
            "TBLPROPERTIES ('table_type'='ICEBERG')"
        ),
        ResultConfiguration={"OutputLocation": ATHENA_RESULTS},
    )


def inject_8():
    """Whole-table SELECT for a team that was to see a part."""
    grant(producer, TEAM1, table("patients"), ["SELECT"])


def inject_9():
    """SELECT for somebody of whom nothing is declared."""
    consumer.iam.create_role(
        RoleName="contractor",
        AssumeRolePolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": f"arn:aws:iam::{CONSUMER}:root"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        ),
    )
    grant(
        producer,
        f"arn:aws:iam::{CONSUMER}:role/contractor",
        table("patients"),
        ["SELECT"],
    )


def inject_10():
    """Rows of the filter changed."""
    update_filter(RowFilter={"FilterExpression": "state in ('Texas', 'California')"})


def inject_11():
    """Columns of the filter changed."""
    update_filter(ColumnNames=[*filter_data()["ColumnNames"], "ssn"])


def inject_12():
    """Filter deleted."""
    producer.lakeformation.delete_data_cells_filter(**cells(FILTER)["DataCellsFilter"])


def inject_13():
    """A second filter: Lake Formation adds, so that it widens."""
    producer.lakeformation.create_data_cells_filter(
        TableData={
            **cells("florida")["DataCellsFilter"],
            "ColumnNames": ["patient_id", "patient_name", "state"],
            "RowFilter": {"FilterExpression": "state = 'California'"},
        }
    )
    grant(producer, CONSUMER, cells("florida"), ["SELECT"], grantable=True)


def prepare_14():
    use_exclude_list()


def inject_14():
    """Column added, which an exclude list opens."""

    def change(schema, metadata):
        field_id = metadata["last-column-id"] + 1
        metadata["last-column-id"] = field_id
        schema["fields"].append(
            {"id": field_id, "name": "insurance_id", "required": False, "type": "string"}
        )

    change_schema(change)


def prepare_15():
    use_exclude_list()


def inject_15():
    """Excluded column renamed, so that its name is on no list."""

    def change(schema, _):
        for field in schema["fields"]:
            if field["name"] == "ssn":
                field["name"] = "social_security_number"

    change_schema(change)


def inject_16():
    """Column by which rows are filtered dropped."""

    def change(schema, _):
        schema["fields"] = [
            field for field in schema["fields"] if field["name"] != "state"
        ]

    change_schema(change)


def inject_17():
    """IAM_ALLOWED_PRINCIPALS back on the table."""
    grant(producer, "IAM_ALLOWED_PRINCIPALS", table("patients"), ["ALL"])


def inject_18():
    """Location deregistered."""
    producer.lakeformation.deregister_resource(
        ResourceArn=f"arn:aws:s3:::{BUCKET}/warehouse"
    )


def prepare_19():
    producer.lakeformation.create_lf_tag(TagKey="campaign", TagValues=["flu"])
    grant(
        producer,
        TEAM2,
        {
            "LFTagPolicy": {
                "CatalogId": PRODUCER,
                "ResourceType": "TABLE",
                "Expression": [{"TagKey": "campaign", "TagValues": ["flu"]}],
            }
        },
        ["SELECT"],
    )


def inject_19():
    """LF-Tag put on a table, which makes a tag grant match it."""
    producer.lakeformation.add_lf_tags_to_resource(
        Resource=table("patients"),
        LFTags=[{"TagKey": "campaign", "TagValues": ["flu"]}],
    )


def inject_20():
    """Row-level-security policy attached. No SDK has the call, so it is signed by hand."""
    request = AWSRequest(
        method="POST",
        url=f"{URL}/AttachRLSPolicy",
        headers={"Content-Type": "application/json"},
        data=json.dumps(
            {
                "PolicyName": "own_region",
                "Principal": {"DataLakePrincipalIdentifier": TEAM1},
                "Resource": table("patients"),
            }
        ),
    )
    SigV4Auth(Credentials(*keys(PRODUCER)), "lakeformation", REGION).add_auth(request)
    answer = URLLib3Session().send(request.prepare())
    assert answer.status_code == 200, answer.text


def inject_21():
    """A team's role becomes data lake administrator."""
    admins = consumer.lakeformation.get_data_lake_settings()["DataLakeSettings"][
        "DataLakeAdmins"
    ]
    settings(
        consumer,
        DataLakeAdmins=[*admins, {"DataLakePrincipalIdentifier": TEAM2}],
    )


def inject_22():
    """Link re-pointed to another table."""
    consumer.glue.delete_table(DatabaseName=LINKS, Name="rl_claims")
    consumer.glue.create_table(
        DatabaseName=LINKS,
        TableInput={
            "Name": "rl_claims",
            "TargetTable": {
                "CatalogId": PRODUCER,
                "DatabaseName": DATABASE,
                "Name": "patients",
            },
        },
    )
    grant(consumer, TEAM1, table("rl_claims", CONSUMER, LINKS), ["DESCRIBE"])
    grant(consumer, TEAM2, table("rl_claims", CONSUMER, LINKS), ["DESCRIBE"])


def inject_23():
    """The producer no longer lets the engine's session tag in."""
    settings(producer, AuthorizedSessionTagValueList=[])


def inject_24():
    """So many permissions that the declared ones are on a later page: no fault at all."""
    for number in range(60):
        entries = [
            {
                "Id": f"{number}-{each}",
                "Principal": {
                    "DataLakePrincipalIdentifier": f"{PRODUCER}:IAMPrincipals"
                },
                "Resource": {"Database": {"CatalogId": PRODUCER, "Name": name}},
                "Permissions": ["DESCRIBE"],
            }
            for each, name in enumerate(
                f"page_filler_{number}_{part}" for part in range(20)
            )
        ]
        for entry in entries:
            producer.glue.create_database(
                DatabaseInput={"Name": entry["Resource"]["Database"]["Name"]}
            )
        failures = producer.lakeformation.batch_grant_permissions(Entries=entries)
        assert not failures.get("Failures"), failures


if __name__ == "__main__":
    stage, number = sys.argv[2:]
    globals().get(f"{stage}_{number}", lambda: None)()
