"""boto3 drives the seed's whole set-up, in its order, with the refusals on the way.

Each test goes on from where the one before it stopped, as the seed's scripts do.
"""

import json

import pytest
import seed
from seed import (
    CONSUMER,
    DATABASE,
    FILTER,
    LOCAL_DATABASE,
    PRODUCER,
    TEAM1,
    TEAM2,
    cells,
    columns,
    database,
    document,
    grant,
    list_permissions,
    refused,
    revoke,
    role_arn,
    statement,
    table,
    trust,
)
from test_iceberg import CLAIMS, PATIENTS

TEAMS = {name: role_arn(CONSUMER, name) for name in (TEAM1, TEAM2)}


@pytest.fixture(scope="module")
def producer(empty_sandbox):
    return seed.administrator(empty_sandbox, PRODUCER)


@pytest.fixture(scope="module")
def consumer(empty_sandbox):
    return seed.administrator(empty_sandbox, CONSUMER)


def test_p1_to_p6_prerequisites(producer):
    for bucket in (seed.DATA_BUCKET, seed.ATHENA_BUCKET):
        producer("s3").create_bucket(
            Bucket=bucket,
            CreateBucketConfiguration={"LocationConstraint": seed.REGION},
        )
    warehouse = f"arn:aws:s3:::{seed.DATA_BUCKET}/warehouse"
    role = seed.create_role(
        producer("iam"),
        seed.DATA_ROLE,
        document(trust({"Service": ["glue.amazonaws.com", "lakeformation.amazonaws.com"]})),
        document(
            statement("s3:ListBucket", f"arn:aws:s3:::{seed.DATA_BUCKET}"),
            statement(
                ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
                [warehouse, f"{warehouse}/*"],
            ),
        ),
    )
    lake = producer("lakeformation")
    lake.register_resource(ResourceArn=warehouse, RoleArn=role)
    refused(
        lambda: lake.register_resource(ResourceArn=warehouse, RoleArn=role),
        "AlreadyExistsException",
    )
    assert lake.describe_resource(ResourceArn=warehouse)["ResourceInfo"]["RoleArn"] == role
    producer("glue").create_database(
        DatabaseInput={
            "Name": DATABASE,
            "LocationUri": f"s3://{seed.DATA_BUCKET}/warehouse/",
        }
    )


def test_p7_to_p10_tables_with_rows(producer):
    athena = producer("athena")
    stamps = "created_at timestamp, updated_at timestamp"
    place = f"s3://{seed.DATA_BUCKET}/warehouse/{DATABASE}"
    definitions = {
        "patients": (
            "patient_id bigint, patient_name string, date_of_birth date, gender string,"
            f" city string, state string, ssn string, {stamps}",
            "city",
            [
                f"({i}, '{n}', DATE '{d}', '{g}', '{c}', '{s}', '{ssn}'"
                for i, n, d, g, c, s, ssn in PATIENTS
            ],
            10,
        ),
        "claims": (
            "claim_id string, patient_id bigint, claim_date date, diagnosis_code string,"
            " procedure_code string, amount decimal(10,2), status string,"
            f" provider_id string, {stamps}",
            "status",
            [
                f"('{i}', {p}, DATE '{d}', '{dg}', '{pr}', DECIMAL '{a}', '{s}', '{dr}'"
                for i, p, d, dg, pr, a, s, dr in CLAIMS
            ],
            11,
        ),
    }
    for name, (schema, partition, rows, hour) in definitions.items():
        seed.run_query(
            athena,
            f"CREATE TABLE {DATABASE}.{name} ({schema}) PARTITIONED BY ({partition})"
            f" LOCATION '{place}/{name}/' TBLPROPERTIES ('table_type'='ICEBERG')",
        )
        values = []
        for number, row in enumerate(rows):
            stamp = f"TIMESTAMP '2025-03-28 {hour}:{number * 5 % 60:02}:00'"
            values.append(f"{row}, {stamp}, {stamp})")
        seed.run_query(
            athena, f"INSERT INTO {DATABASE}.{name} VALUES {', '.join(values)}"
        )
        found = producer("glue").get_table(DatabaseName=DATABASE, Name=name)["Table"]
        assert found["Parameters"]["table_type"].upper() == "ICEBERG"
        assert found["Parameters"]["metadata_location"].startswith(place)


def test_no_sharing_while_iam_allowed_principals_hold_the_table(producer):
    lake = producer("lakeformation")
    refused(
        lambda: grant(lake, CONSUMER, table("claims"), ["SELECT"]),
        "AccessDeniedException",
        "InvalidInputException",
    )


def test_step_b_removes_iam_allowed_principals(producer):
    lake = producer("lakeformation")
    everyone = "IAM_ALLOWED_PRINCIPALS"
    for resource in (table("patients"), table("claims"), database()):
        revoke(lake, everyone, resource, ["ALL"])
    producer("glue").update_database(
        Name=DATABASE,
        DatabaseInput={
            "Name": DATABASE,
            "LocationUri": f"s3://{seed.DATA_BUCKET}/warehouse/",
            "CreateTableDefaultPermissions": [],
        },
    )
    assert everyone not in str(list_permissions(lake, Resource=table("claims")))
    refused(
        lambda: revoke(lake, everyone, table("claims"), ["ALL"]),
        "InvalidInputException",
    )


def test_p11_to_p15_sharing(producer):
    lake = producer("lakeformation")
    grant(lake, CONSUMER, database(), ["DESCRIBE"])
    data = {
        "TableCatalogId": PRODUCER,
        "DatabaseName": DATABASE,
        "TableName": "patients",
        "Name": FILTER,
        "ColumnNames": seed.VISIBLE,
        "RowFilter": {"FilterExpression": "state in ('Texas', 'New York')"},
    }
    lake.create_data_cells_filter(TableData=data)
    refused(lambda: lake.create_data_cells_filter(TableData=data), "AlreadyExistsException")
    grant(lake, CONSUMER, database(), ["DESCRIBE"], ["DESCRIBE"])
    grant(lake, CONSUMER, cells(), ["SELECT"], ["SELECT"])
    both = ["SELECT", "DESCRIBE"]
    grant(lake, CONSUMER, table("claims"), both, both)


def test_refusals_to_the_producer(producer):
    lake = producer("lakeformation")
    invalid = "InvalidInputException"
    missing = (invalid, "EntityNotFoundException")
    some = columns("patients", names=["city"])
    others = columns("patients", {"ExcludedColumnNames": ["ssn"]})
    refused(lambda: grant(lake, CONSUMER, some, ["SELECT", "DESCRIBE"]), invalid)
    refused(lambda: grant(lake, CONSUMER, others, ["SELECT"], ["SELECT"]), invalid)
    refused(lambda: grant(lake, CONSUMER, table("nothing"), ["SELECT"]), *missing)
    refused(
        lambda: grant(lake, CONSUMER, columns("patients", names=["none"]), ["SELECT"]),
        *missing,
    )
    refused(lambda: revoke(lake, CONSUMER, table("patients"), ["DROP"]), invalid)
    answer = lake.batch_grant_permissions(
        Entries=[
            {"Id": "wrong", **seed.permission(CONSUMER, table("nothing"), ["SELECT"])}
        ]
    )
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert [f["RequestEntry"]["Id"] for f in answer["Failures"]] == ["wrong"]


def test_validation_of_1_5(producer):
    lake = producer("lakeformation")
    seen = set()
    for row in list_permissions(lake):
        if row["Principal"]["DataLakePrincipalIdentifier"] != CONSUMER:
            continue
        (kind, resource), = row["Resource"].items()
        seen.add(
            (
                # SELECT on a table comes back as a row of its own, on all its columns.
                "Table" if kind == "TableWithColumns" else kind,
                resource["Name"],
                *(
                    (p, p in row.get("PermissionsWithGrantOption", []))
                    for p in row["Permissions"]
                ),
            )
        )
    flat = {(kind, name, *p) for kind, name, *ps in seen for p in ps}
    assert flat == {
        ("Database", DATABASE, "DESCRIBE", True),
        ("DataCellsFilter", FILTER, "SELECT", True),
        ("Table", "claims", "SELECT", True),
        ("Table", "claims", "DESCRIBE", True),
    }


def test_paging_gives_the_same_rows(producer):
    lake = producer("lakeformation")
    page, rows = lake.list_permissions(MaxResults=1), []
    rows += page["PrincipalResourcePermissions"]
    while page.get("NextToken"):
        page = lake.list_permissions(MaxResults=1, NextToken=page["NextToken"])
        rows += page["PrincipalResourcePermissions"]
    key = lambda row: json.dumps(row, sort_keys=True, default=str)
    assert sorted(map(key, rows)) == sorted(map(key, list_permissions(lake)))


@pytest.mark.parametrize("account", ["producer", "consumer"])
def test_steps_a_and_c_settings_are_replaced_as_a_whole(account, request):
    lake = request.getfixturevalue(account)("lakeformation")
    before = lake.get_data_lake_settings()["DataLakeSettings"]
    merged = {
        **before,
        "AllowExternalDataFiltering": True,
        "ExternalDataFilteringAllowList": [{"DataLakePrincipalIdentifier": CONSUMER}],
        "AuthorizedSessionTagValueList": [seed.TAG],
    }
    lake.put_data_lake_settings(DataLakeSettings=merged)
    # Left out is reset.
    lake.put_data_lake_settings(
        DataLakeSettings={"DataLakeAdmins": before["DataLakeAdmins"]}
    )
    reset = lake.get_data_lake_settings()["DataLakeSettings"]
    assert not reset.get("AllowExternalDataFiltering")
    assert not reset.get("AuthorizedSessionTagValueList")
    crowd = before["DataLakeAdmins"] * 31
    refused(
        lambda: lake.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": crowd}),
        "InvalidInputException",
        "ValidationException",
    )
    lake.put_data_lake_settings(DataLakeSettings=merged)
    settings = lake.get_data_lake_settings()["DataLakeSettings"]
    assert settings["AuthorizedSessionTagValueList"] == [seed.TAG]
    assert settings["DataLakeAdmins"] == before["DataLakeAdmins"]


def test_invitations_open_the_shares(consumer):
    glue, ram = consumer("glue"), consumer("ram")
    read = lambda: glue.get_table(CatalogId=PRODUCER, DatabaseName=DATABASE, Name="claims")
    refused(read, "EntityNotFoundException", "AccessDeniedException")
    invitations = ram.get_resource_share_invitations()["resourceShareInvitations"]
    assert 1 <= len(invitations) <= 2
    for invitation in invitations:
        assert (invitation["status"], invitation["senderAccountId"]) == ("PENDING", PRODUCER)
        ram.accept_resource_share_invitation(
            resourceShareInvitationArn=invitation["resourceShareInvitationArn"]
        )
    invitations = ram.get_resource_share_invitations()["resourceShareInvitations"]
    assert {i["status"] for i in invitations} == {"ACCEPTED"}
    seed.wait_for(
        "active shares",
        lambda: ram.get_resource_shares(resourceOwner="OTHER-ACCOUNTS")["resourceShares"],
        lambda shares: shares and all(s["status"] == "ACTIVE" for s in shares),
    )
    assert read()["Table"]["Name"] == "claims"


def test_c1_to_c4_database_bucket_roles(consumer):
    consumer("glue").create_database(
        DatabaseInput={"Name": LOCAL_DATABASE, "CreateTableDefaultPermissions": []}
    )
    consumer("s3").create_bucket(
        Bucket=seed.JOBS_BUCKET,
        CreateBucketConfiguration={"LocationConstraint": seed.REGION},
    )
    tagged = {"StringLike": {"aws:RequestTag/LakeFormationAuthorizedCaller": seed.TAG}}
    query_role = role_arn(CONSUMER, seed.QUERY_ROLE)
    assume, tag = "sts:AssumeRole", "sts:TagSession"
    iam = consumer("iam")
    seed.create_role(
        iam,
        seed.QUERY_ROLE,
        document(trust({"AWS": f"arn:aws:iam::{CONSUMER}:root"})),
        document(
            statement("emr-containers:CreateCertificate"),
            statement([assume, tag], list(TEAMS.values()), Condition=tagged),
            statement([assume], list(TEAMS.values())),
        ),
    )
    for name in TEAMS:
        seed.create_role(
            iam,
            name,
            document(
                {**trust({"AWS": query_role}, [assume, tag]), "Condition": tagged},
                trust({"AWS": query_role}),
                # So that the tests can call as the team without the engine.
                trust({"AWS": f"arn:aws:iam::{CONSUMER}:root"}),
            ),
            document(
                statement("emr-containers:CreateCertificate"),
                statement(["lakeformation:GetDataAccess", "glue:Get*"]),
            ),
        )


def test_c5_to_c9_cluster_and_trust(consumer):
    eks, iam = consumer("eks"), consumer("iam")
    service_role = iam.create_role(
        RoleName="eksctl-fgac-blog-cluster-ServiceRole",
        AssumeRolePolicyDocument=document(trust({"Service": "eks.amazonaws.com"})),
    )["Role"]["Arn"]
    eks.create_cluster(
        name=seed.CLUSTER,
        roleArn=service_role,
        resourcesVpcConfig={"subnetIds": ["subnet-0a1b2c3d4e5f60718"]},
        accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"},
    )
    cluster = seed.wait_for(
        "the cluster",
        lambda: eks.describe_cluster(name=seed.CLUSTER)["cluster"],
        lambda cluster: cluster["status"] == "ACTIVE",
    )
    issuer = cluster["identity"]["oidc"]["issuer"]
    provider = iam.create_open_id_connect_provider(
        Url=issuer, ClientIDList=["sts.amazonaws.com"]
    )["OpenIDConnectProviderArn"]
    host = issuer.removeprefix("https://")
    assert seed.base36("abcdefghijkl") == "2x6xx5ubcrus4bplmr0"
    for role, namespace in (
        (TEAM1, seed.USER_NAMESPACE),
        (TEAM2, seed.USER_NAMESPACE),
        (seed.QUERY_ROLE, seed.SECURE_NAMESPACE),
    ):
        subject = (
            f"system:serviceaccount:{namespace}:emr-containers-sa-*-*-{CONSUMER}-"
            f"{seed.base36(role)}"
        )
        merged = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
        merged["Statement"].append(
            {
                **trust({"Federated": provider}, "sts:AssumeRoleWithWebIdentity"),
                "Condition": {"StringLike": {f"{host}:sub": subject}},
            }
        )
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(merged))
        assert iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"] == merged


def test_c7_c8_kubectl_makes_namespaces_and_rbac(empty_sandbox, kubectl):
    rule = {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]}
    for namespace in (seed.USER_NAMESPACE, seed.SECURE_NAMESPACE):
        # `kubectl create namespace` sends protobuf, which the sandbox refuses, and says so.
        manifest = {
            "apiVersion": "v1",
            "kind": "Namespace",
            "metadata": {"name": namespace},
        }
        kubectl("apply", "-f", "-", stdin=json.dumps(manifest))
        rbac = {"apiVersion": "rbac.authorization.k8s.io/v1"}
        named = {"metadata": {"name": "emr-containers", "namespace": namespace}}
        for manifest in (
            {**rbac, "kind": "Role", **named, "rules": [rule]},
            {
                **rbac,
                "kind": "RoleBinding",
                **named,
                "subjects": [{"kind": "User", "name": "emr-containers"}],
                "roleRef": {
                    "apiGroup": "rbac.authorization.k8s.io",
                    "kind": "Role",
                    "name": "emr-containers",
                },
            },
        ):
            kubectl("apply", "-f", "-", stdin=json.dumps(manifest))
        assert "emr-containers" in kubectl("get", "role,rolebinding", "-n", namespace)
    listed = kubectl("get", "namespaces", "-o", "name").split()
    assert f"namespace/{seed.USER_NAMESPACE}" in listed
    assert f"namespace/{seed.SECURE_NAMESPACE}" in listed


def test_c10_c11_links_and_grants(consumer):
    glue, lake = consumer("glue"), consumer("lakeformation")
    for name in ("patients", "claims"):
        target = {"CatalogId": PRODUCER, "DatabaseName": DATABASE, "Name": name}
        glue.create_table(
            DatabaseName=LOCAL_DATABASE,
            TableInput={"Name": f"rl_{name}", "TargetTable": target},
        )
    link = lambda name: table(name, CONSUMER, LOCAL_DATABASE)
    for team in TEAMS.values():
        grant(lake, team, database(CONSUMER, LOCAL_DATABASE), ["DESCRIBE"])
        grant(lake, team, link("rl_claims"), ["DESCRIBE"])
        grant(lake, team, table("claims"), ["SELECT", "DESCRIBE"])
    grant(lake, TEAMS[TEAM1], link("rl_patients"), ["DESCRIBE"])
    # The account itself has only some cells of patients.
    refused(
        lambda: grant(lake, TEAMS[TEAM1], table("patients"), ["SELECT", "DESCRIBE"]),
        "InvalidInputException",
        "AccessDeniedException",
    )
    grant(lake, TEAMS[TEAM1], table("patients"), ["SELECT"])


def test_c12_to_c15_virtual_cluster(consumer):
    emr = consumer("emr-containers")
    configuration = emr.create_security_configuration(
        name="emr-on-eks-fgac-sec-conifg",
        securityConfigurationData={
            "authorizationConfiguration": {
                "lakeFormationConfiguration": {
                    "authorizedSessionTagValue": seed.TAG,
                    "secureNamespaceInfo": {
                        "clusterId": seed.CLUSTER,
                        "namespace": seed.SECURE_NAMESPACE,
                    },
                    "queryEngineRoleArn": role_arn(CONSUMER, seed.QUERY_ROLE),
                }
            }
        },
    )["id"]
    cluster = emr.create_virtual_cluster(
        name="emr-on-eks-fgac-blog",
        containerProvider={
            "type": "EKS",
            "id": seed.CLUSTER,
            "info": {"eksInfo": {"namespace": seed.USER_NAMESPACE}},
        },
        securityConfigurationId=configuration,
    )["id"]
    found = seed.wait_for(
        "the virtual cluster",
        lambda: emr.describe_virtual_cluster(id=cluster)["virtualCluster"],
        lambda found: found["state"] == "RUNNING",
    )
    assert found["securityConfigurationId"] == configuration
    assert cluster in [c["id"] for c in emr.list_virtual_clusters()["virtualClusters"]]
    s3, key = consumer("s3"), "jobs/cross-account-claims-job.py"
    s3.put_object(Bucket=seed.JOBS_BUCKET, Key=key, Body=b"print('claims')\n")
    body = s3.get_object(Bucket=seed.JOBS_BUCKET, Key=key)["Body"].read()
    assert body == b"print('claims')\n"


def unfiltered(sandbox, team, name):
    credentials = seed.session(sandbox, CONSUMER, TEAMS[team])
    return sandbox.client("glue", CONSUMER, credentials).get_unfiltered_table_metadata(
        CatalogId=PRODUCER,
        DatabaseName=DATABASE,
        Name=name,
        Region=seed.REGION,
        SupportedPermissionTypes=["COLUMN_PERMISSION", "CELL_FILTER_PERMISSION"],
    )


def test_what_the_teams_may_read(empty_sandbox):
    patients = unfiltered(empty_sandbox, TEAM1, "patients")
    assert sorted(patients["AuthorizedColumns"]) == sorted(seed.VISIBLE)
    filters = [c.get("RowFilterExpression", "") for c in patients.get("CellFilters", [])]
    assert "Texas" in str([patients.get("RowFilter"), filters])
    for team in TEAMS:
        assert len(unfiltered(empty_sandbox, team, "claims")["AuthorizedColumns"]) == 10
    refused(
        lambda: unfiltered(empty_sandbox, TEAM2, "patients"),
        "AccessDeniedException",
        "EntityNotFoundException",
    )


def test_what_is_not_modelled_says_so(producer):
    message = refused(
        lambda: producer("glue").get_ml_transforms(),
        "UnsupportedOperationException",
    )
    assert "GetMLTransforms" in message


def test_clean_up_of_the_consumer(consumer):
    lake, glue, emr = (consumer(s) for s in ("lakeformation", "glue", "emr-containers"))
    link = lambda name: table(name, CONSUMER, LOCAL_DATABASE)
    revoke(lake, TEAMS[TEAM1], table("patients"), ["SELECT"])
    revoke(lake, TEAMS[TEAM1], link("rl_patients"), ["DESCRIBE"])
    for team in TEAMS.values():
        revoke(lake, team, table("claims"), ["SELECT", "DESCRIBE"])
        revoke(lake, team, link("rl_claims"), ["DESCRIBE"])
        revoke(lake, team, database(CONSUMER, LOCAL_DATABASE), ["DESCRIBE"])
    answer = glue.batch_delete_table(
        DatabaseName=LOCAL_DATABASE, TablesToDelete=["rl_patients", "rl_claims"]
    )
    assert not answer.get("Errors")
    glue.delete_database(Name=LOCAL_DATABASE)
    assert not set(TEAMS.values()) & {
        row["Principal"]["DataLakePrincipalIdentifier"] for row in list_permissions(lake)
    }
    for cluster in emr.list_virtual_clusters(states=["RUNNING"])["virtualClusters"]:
        emr.delete_virtual_cluster(id=cluster["id"])
    assert not emr.list_virtual_clusters(states=["RUNNING"])["virtualClusters"]
    consumer("eks").delete_cluster(name=seed.CLUSTER)
    delete_roles(consumer("iam"), CONSUMER, [*TEAMS, seed.QUERY_ROLE])
    empty_and_delete(consumer("s3"), seed.JOBS_BUCKET)


def test_clean_up_of_the_producer(producer):
    lake, glue = producer("lakeformation"), producer("glue")
    both = ["SELECT", "DESCRIBE"]
    revoke(lake, CONSUMER, table("claims"), both, both)
    revoke(lake, CONSUMER, cells(), ["SELECT"], ["SELECT"])
    lake.delete_data_cells_filter(**cells()["DataCellsFilter"])
    revoke(lake, CONSUMER, database(), ["DESCRIBE"], ["DESCRIBE"])
    lake.deregister_resource(ResourceArn=f"arn:aws:s3:::{seed.DATA_BUCKET}/warehouse")
    answer = glue.batch_delete_table(
        DatabaseName=DATABASE, TablesToDelete=["patients", "claims"]
    )
    assert not answer.get("Errors")
    glue.delete_database(Name=DATABASE)
    assert CONSUMER not in str(list_permissions(lake))
    assert glue.get_databases()["DatabaseList"] == []
    assert lake.list_resources()["ResourceInfoList"] == []
    delete_roles(producer("iam"), PRODUCER, [seed.DATA_ROLE])
    for bucket in (seed.DATA_BUCKET, seed.ATHENA_BUCKET):
        empty_and_delete(producer("s3"), bucket)
    assert producer("s3").list_buckets()["Buckets"] == []


def delete_roles(iam, account, names):
    for name in names:
        arn = f"arn:aws:iam::{account}:policy/{name}-policy"
        iam.detach_role_policy(RoleName=name, PolicyArn=arn)
        iam.delete_role(RoleName=name)
        iam.delete_policy(PolicyArn=arn)
        refused(lambda: iam.get_role(RoleName=name), "NoSuchEntity")


def empty_and_delete(s3, bucket):
    for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
        s3.delete_object(Bucket=bucket, Key=entry["Key"])
    s3.delete_bucket(Bucket=bucket)
