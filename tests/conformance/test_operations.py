"""boto3 calls, on the scenario, what the seed's set-up has no use for; test_contract checks the forms."""

import json

import pytest
import seed
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.httpsession import URLLib3Session
from seed import (
    CONSUMER,
    DATABASE,
    FILTER,
    LOCAL_DATABASE,
    PRODUCER,
    REGION,
    TEAM1,
    document,
    refused,
    role_arn,
    statement,
    table,
    trust,
)

TEAM = role_arn(CONSUMER, TEAM1)
LOCATION = f"arn:aws:s3:::{seed.DATA_BUCKET}/warehouse"


@pytest.fixture
def producer(changed_sandbox):
    return lambda service: changed_sandbox.client(service, PRODUCER)


@pytest.fixture
def consumer(changed_sandbox):
    return lambda service: changed_sandbox.client(service, CONSUMER)


def test_athena(producer):
    athena = producer("athena")
    assert athena.list_work_groups()["WorkGroups"][0]["Name"] == "primary"
    group = athena.get_work_group(WorkGroup="primary")["WorkGroup"]
    assert group["State"] == "ENABLED"
    latest = athena.list_query_executions(MaxResults=1)["QueryExecutionIds"][0]
    assert athena.get_query_results(QueryExecutionId=latest)["ResultSet"]["Rows"] == []
    athena.stop_query_execution(QueryExecutionId=latest)
    limit = {"BytesScannedCutoffPerQuery": 10_000_000}
    athena.update_work_group(WorkGroup="primary", ConfigurationUpdates=limit)
    group = athena.get_work_group(WorkGroup="primary")["WorkGroup"]
    assert group["Configuration"].items() >= limit.items()
    unlimited = {"RemoveBytesScannedCutoffPerQuery": True}
    athena.update_work_group(WorkGroup="primary", ConfigurationUpdates=unlimited)
    group = athena.get_work_group(WorkGroup="primary")["WorkGroup"]
    assert "BytesScannedCutoffPerQuery" not in group["Configuration"]


def test_eks_access(consumer):
    eks = consumer("eks")
    assert eks.list_clusters()["clusters"] == [seed.CLUSTER]
    arn = eks.describe_cluster(name=seed.CLUSTER)["cluster"]["arn"]
    eks.tag_resource(resourceArn=arn, tags={"team": "platform"})
    assert eks.list_tags_for_resource(resourceArn=arn)["tags"]["team"] == "platform"
    eks.untag_resource(resourceArn=arn, tagKeys=["team"])
    role = role_arn(CONSUMER, "conformance_access")
    consumer("iam").create_role(
        RoleName="conformance_access",
        AssumeRolePolicyDocument=document(trust({"Service": "eks.amazonaws.com"})),
    )
    entry = {"clusterName": seed.CLUSTER, "principalArn": role}
    policy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
    eks.create_access_entry(**entry)
    assert role in eks.list_access_entries(clusterName=seed.CLUSTER)["accessEntries"]
    eks.update_access_entry(**entry, kubernetesGroups=["readers"])
    groups = eks.describe_access_entry(**entry)["accessEntry"]["kubernetesGroups"]
    assert groups == ["readers"]
    scope = {"type": "namespace", "namespaces": [seed.USER_NAMESPACE]}
    eks.associate_access_policy(**entry, policyArn=policy, accessScope=scope)
    (held,) = eks.list_associated_access_policies(**entry)["associatedAccessPolicies"]
    assert (held["policyArn"], held["accessScope"]) == (policy, scope)
    eks.disassociate_access_policy(**entry, policyArn=policy)
    eks.delete_access_entry(**entry)
    refused(lambda: eks.describe_access_entry(**entry), "ResourceNotFoundException")


def test_emr_job_runs(consumer):
    emr = consumer("emr-containers")
    (cluster,) = emr.list_virtual_clusters(states=["RUNNING"])["virtualClusters"]
    cluster = emr.describe_virtual_cluster(id=cluster["id"])["virtualCluster"]
    configuration = emr.describe_security_configuration(
        id=cluster["securityConfigurationId"]
    )["securityConfiguration"]
    listed = emr.list_security_configurations()["securityConfigurations"]
    assert configuration["id"] in [each["id"] for each in listed]
    run = {
        "virtualClusterId": cluster["id"],
        "id": emr.start_job_run(
            name="conformance",
            virtualClusterId=cluster["id"],
            executionRoleArn=TEAM,
            releaseLabel="emr-7.9.0-latest",
            jobDriver={"sparkSubmitJobDriver": {"entryPoint": "s3://scripts/job.py"}},
        )["id"],
    }
    assert emr.describe_job_run(**run)["jobRun"]["executionRoleArn"] == TEAM
    emr.cancel_job_run(**run)
    runs = emr.list_job_runs(virtualClusterId=cluster["id"])["jobRuns"]
    assert run["id"] in [each["id"] for each in runs]


def test_glue_catalog(producer):
    glue = producer("glue")
    glue.get_catalog(CatalogId=PRODUCER)
    assert glue.get_database(Name=DATABASE)["Database"]["Name"] == DATABASE
    names = [each["Name"] for each in glue.get_tables(DatabaseName=DATABASE)["TableList"]]
    assert sorted(names) == ["claims", "patients"]
    patients = {"DatabaseName": DATABASE, "TableName": "patients"}
    assert glue.get_table_versions(**patients)["TableVersions"]
    assert glue.get_partitions(**patients)["Partitions"] == []
    found = glue.search_tables(SearchText="patients")["TableList"]
    assert "patients" in [each["Name"] for each in found]
    arn = f"arn:aws:glue:{REGION}:{PRODUCER}:database/{DATABASE}"
    glue.tag_resource(ResourceArn=arn, TagsToAdd={"domain": "care"})
    assert glue.get_tags(ResourceArn=arn)["Tags"] == {"domain": "care"}
    glue.untag_resource(ResourceArn=arn, TagsToRemove=["domain"])


def test_glue_resource_policy(producer):
    glue = producer("glue")
    shared = statement(
        ["glue:ShareResource"],
        [f"arn:aws:glue:{REGION}:{PRODUCER}:catalog"],
        Principal={"Service": "ram.amazonaws.com"},
    )
    glue.put_resource_policy(PolicyInJson=document(shared), EnableHybrid="TRUE")
    held = json.loads(glue.get_resource_policy()["PolicyInJson"])
    assert held["Statement"] == [shared]
    glue.delete_resource_policy()
    refused(glue.get_resource_policy, "EntityNotFoundException")


def test_iam_roles(consumer):
    iam = consumer("iam")
    name, inline = "conformance_role", {"PolicyName": "inline"}
    iam.create_role(
        RoleName=name,
        AssumeRolePolicyDocument=document(trust({"Service": "ec2.amazonaws.com"})),
    )
    assert name in [each["RoleName"] for each in iam.list_roles()["Roles"]]
    iam.update_role(RoleName=name, Description="for a test")
    tag = {"Key": "made-by", "Value": "conformance"}
    iam.tag_role(RoleName=name, Tags=[tag])
    assert iam.list_role_tags(RoleName=name)["Tags"] == [tag]
    iam.untag_role(RoleName=name, TagKeys=["made-by"])
    wanted = document(statement(["s3:ListBucket"]))
    iam.put_role_policy(RoleName=name, PolicyDocument=wanted, **inline)
    assert iam.list_role_policies(RoleName=name)["PolicyNames"] == ["inline"]
    held = iam.get_role_policy(RoleName=name, **inline)["PolicyDocument"]
    assert held == json.loads(wanted)
    details = [
        each
        for page in iam.get_paginator("get_account_authorization_details").paginate()
        for each in page["RoleDetailList"]
    ]
    (detail,) = [each for each in details if each["RoleName"] == name]
    assert [each["PolicyName"] for each in detail["RolePolicyList"]] == ["inline"]
    iam.delete_role_policy(RoleName=name, **inline)
    iam.delete_role(RoleName=name)


def test_iam_users(consumer):
    iam = consumer("iam")
    user, policy = {"UserName": "conformance_user"}, {"PolicyName": "read"}
    arn = iam.create_user(**user)["User"]["Arn"]
    assert iam.get_user(**user)["User"]["Arn"] == arn
    assert arn in [each["Arn"] for each in iam.list_users()["Users"]]
    wanted = document(statement(["s3:GetObject"]))
    iam.put_user_policy(**user, **policy, PolicyDocument=wanted)
    assert iam.list_user_policies(**user)["PolicyNames"] == ["read"]
    held = iam.get_user_policy(**user, **policy)["PolicyDocument"]
    assert held == json.loads(wanted)
    (detail,) = iam.get_account_authorization_details(Filter=["User"])["UserDetailList"]
    assert [each["PolicyName"] for each in detail["UserPolicyList"]] == ["read"]
    refused(lambda: iam.delete_user(**user), "DeleteConflict")
    iam.delete_user_policy(**user, **policy)
    iam.delete_user(**user)


def test_iam_policy_versions(consumer):
    iam = consumer("iam")
    policy = {
        "PolicyArn": iam.create_policy(
            PolicyName="conformance-policy",
            PolicyDocument=document(statement(["s3:GetObject"])),
        )["Policy"]["Arn"]
    }
    listed = [each["Arn"] for each in iam.list_policies(Scope="Local")["Policies"]]
    assert policy["PolicyArn"] in listed
    later = document(statement(["s3:PutObject"]))
    for _ in range(2):
        iam.create_policy_version(**policy, PolicyDocument=later)
    iam.set_default_policy_version(**policy, VersionId="v2")
    assert iam.get_policy(**policy)["Policy"]["DefaultVersionId"] == "v2"
    iam.delete_policy_version(**policy, VersionId="v3")
    versions = iam.list_policy_versions(**policy)["Versions"]
    assert {each["VersionId"] for each in versions} == {"v1", "v2"}
    version = iam.get_policy_version(**policy, VersionId="v2")["PolicyVersion"]
    assert version["Document"] == json.loads(later)
    refused(lambda: iam.delete_policy_version(**policy, VersionId="v2"), "DeleteConflict")


def test_iam_simulation(consumer):
    iam = consumer("iam")
    name, bucket = "conformance_simulated", "arn:aws:s3:::conformance"
    role = iam.create_role(
        RoleName=name,
        AssumeRolePolicyDocument=document(trust({"Service": "ec2.amazonaws.com"})),
    )["Role"]["Arn"]
    wanted = document(statement(["s3:Get*"], f"{bucket}/*"))
    iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=wanted)
    results = iam.simulate_principal_policy(
        PolicySourceArn=role,
        ActionNames=["s3:GetObject", "s3:PutObject"],
        ResourceArns=[f"{bucket}/key"],
    )["EvaluationResults"]
    assert {each["EvalActionName"]: each["EvalDecision"] for each in results} == {
        "s3:GetObject": "allowed",
        "s3:PutObject": "implicitDeny",
    }
    named = {"PolicySourceArn": f"{role}-absent", "ActionNames": ["s3:GetObject"]}
    refused(lambda: iam.simulate_principal_policy(**named), "NoSuchEntity")


def test_iam_oidc_providers(consumer):
    iam = consumer("iam")
    arn = iam.create_open_id_connect_provider(
        Url="https://oidc.example.org/id/CONFORMANCE", ClientIDList=["sts.amazonaws.com"]
    )["OpenIDConnectProviderArn"]
    listed = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    assert arn in [each["Arn"] for each in listed]
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="another")
    provider = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert provider["Url"] == "oidc.example.org/id/CONFORMANCE"
    assert provider["ClientIDList"] == ["sts.amazonaws.com", "another"]
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)


def test_lake_formation_filters_and_locations(producer):
    lake = producer("lakeformation")
    (data,) = lake.list_data_cells_filter(Table=table("patients")["Table"])[
        "DataCellsFilters"
    ]
    named = seed.cells()["DataCellsFilter"]
    held = lake.get_data_cells_filter(**named)["DataCellsFilter"]
    assert held["Name"] == data["Name"] == FILTER
    change = {k: held[k] for k in (*named, "ColumnNames", "VersionId") if k in held}
    change["RowFilter"] = {"FilterExpression": "state = 'Texas'"}
    lake.update_data_cells_filter(TableData=change)
    held = lake.get_data_cells_filter(**named)["DataCellsFilter"]
    assert held["RowFilter"]["FilterExpression"] == "state = 'Texas'"
    resource = lake.describe_resource(ResourceArn=LOCATION)["ResourceInfo"]
    lake.update_resource(ResourceArn=LOCATION, RoleArn=resource["RoleArn"])
    lake.get_effective_permissions_for_path(ResourceArn=LOCATION)
    assert PRODUCER in lake.get_data_lake_principal()["Identity"]


def test_lake_formation_tags(producer):
    lake = producer("lakeformation")
    tag = {"TagKey": "stage", "TagValues": ["raw", "curated"]}
    lake.create_lf_tag(**tag)
    assert "stage" in [each["TagKey"] for each in lake.list_lf_tags()["LFTags"]]
    lake.update_lf_tag(TagKey="stage", TagValuesToAdd=["draft"])
    values = lake.get_lf_tag(TagKey="stage")["TagValues"]
    assert sorted(values) == ["curated", "draft", "raw"]
    curated = [{"TagKey": "stage", "TagValues": ["curated"]}]
    claims = {"Resource": table("claims"), "LFTags": curated}
    lake.add_lf_tags_to_resource(**claims)
    held = lake.get_resource_lf_tags(Resource=table("claims"))
    assert [each["TagKey"] for each in held["LFTagsOnTable"]] == ["stage"]
    found = lake.search_tables_by_lf_tags(Expression=curated)["TableList"]
    assert [each["Table"]["Name"] for each in found] == ["claims"]
    assert lake.search_databases_by_lf_tags(Expression=curated)["DatabaseList"] == []
    lake.remove_lf_tags_from_resource(**claims)
    expression = {"Name": "ready"}
    lake.create_lf_tag_expression(**expression, Expression=curated)
    lake.update_lf_tag_expression(
        **expression, Expression=curated, Description="for consumers"
    )
    assert lake.get_lf_tag_expression(**expression)["Description"] == "for consumers"
    listed = lake.list_lf_tag_expressions()["LFTagExpressions"]
    assert [each["Name"] for each in listed] == ["ready"]
    lake.delete_lf_tag_expression(**expression)
    lake.delete_lf_tag(TagKey="stage")
    refused(lambda: lake.get_lf_tag(TagKey="stage"), "EntityNotFoundException")


def test_lake_formation_opt_ins_and_batches(producer):
    lake = producer("lakeformation")
    principal = role_arn(PRODUCER, seed.DATA_ROLE)
    opt_in = {
        "Principal": {"DataLakePrincipalIdentifier": principal},
        "Resource": table("claims"),
    }
    lake.create_lake_formation_opt_in(**opt_in)
    listed = lake.list_lake_formation_opt_ins()["LakeFormationOptInsInfoList"]
    assert [each["Principal"] for each in listed] == [opt_in["Principal"]]
    lake.delete_lake_formation_opt_in(**opt_in)
    entry = {"Id": "one", **seed.permission(principal, table("claims"), ["SELECT"])}
    assert lake.batch_grant_permissions(Entries=[entry])["Failures"] == []
    assert lake.batch_revoke_permissions(Entries=[entry])["Failures"] == []


def test_lake_formation_rls_policies(changed_sandbox, producer):
    """boto3 has no call for them, and drops what an attachment adds to a permission."""

    def call(operation):
        request = AWSRequest(
            method="POST",
            url=f"{changed_sandbox.url}/{operation}",
            headers={"Content-Type": "application/json"},
            data=json.dumps(
                {
                    "PolicyName": "own_region",
                    "Principal": {"DataLakePrincipalIdentifier": TEAM},
                    "Resource": table("patients"),
                }
            ),
        )
        keys = Credentials(f"AKIA{PRODUCER}ROOT", "opens-nothing")
        SigV4Auth(keys, "lakeformation", REGION).add_auth(request)
        return URLLib3Session().send(request.prepare()).status_code

    def unknown():
        held = producer("lakeformation").list_permissions(MaxResults=1000)
        rows = held["PrincipalResourcePermissions"]
        return [
            (each["Principal"]["DataLakePrincipalIdentifier"], each["Permissions"])
            for each in rows
            if each["Resource"] == {}
        ]

    assert unknown() == []
    assert call("AttachRLSPolicy") == 200
    assert unknown() == [(TEAM, ["ASSOCIATE"])]
    assert call("DetachRLSPolicy") == 200
    assert unknown() == []


def test_ram(producer, consumer):
    ram, theirs = producer("ram"), consumer("ram")
    held = ram.list_resources(resourceOwner="SELF")["resources"]
    assert any(f"{DATABASE}/claims" in each["arn"] for each in held)
    principals = ram.list_principals(resourceOwner="SELF")["principals"]
    assert {each["id"] for each in principals} == {CONSUMER}
    share = ram.create_resource_share(name="conformance")["resourceShare"]
    named = {"resourceShareArn": share["resourceShareArn"]}
    ram.associate_resource_share(**named, principals=[CONSUMER])
    associations = ram.get_resource_share_associations(
        associationType="PRINCIPAL", resourceShareArns=[share["resourceShareArn"]]
    )["resourceShareAssociations"]
    assert [each["associatedEntity"] for each in associations] == [CONSUMER]
    (pending,) = [
        each
        for each in theirs.get_resource_share_invitations()["resourceShareInvitations"]
        if each["status"] == "PENDING"
    ]
    invitation = {"resourceShareInvitationArn": pending["resourceShareInvitationArn"]}
    rejected = theirs.reject_resource_share_invitation(**invitation)
    assert rejected["resourceShareInvitation"]["status"] == "REJECTED"
    refused(
        lambda: theirs.accept_resource_share_invitation(**invitation),
        "ResourceShareInvitationAlreadyRejectedException",
    )
    (left,) = ram.disassociate_resource_share(**named, principals=[CONSUMER])[
        "resourceShareAssociations"
    ]
    assert left["associatedEntity"] == CONSUMER
    ram.delete_resource_share(**named)


def test_s3_buckets(producer):
    s3, bucket = producer("s3"), {"Bucket": "conformance-bucket"}
    s3.create_bucket(**bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.head_bucket(**bucket)
    assert s3.get_bucket_location(**bucket)["LocationConstraint"] == REGION
    encryption = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    s3.put_bucket_encryption(
        **bucket, ServerSideEncryptionConfiguration={"Rules": [encryption]}
    )
    held = s3.get_bucket_encryption(**bucket)["ServerSideEncryptionConfiguration"]
    assert held["Rules"][0]["ApplyServerSideEncryptionByDefault"] == {
        "SSEAlgorithm": "AES256"
    }
    s3.put_bucket_versioning(**bucket, VersioningConfiguration={"Status": "Enabled"})
    assert s3.get_bucket_versioning(**bucket)["Status"] == "Enabled"
    tags = [{"Key": "made-by", "Value": "conformance"}]
    s3.put_bucket_tagging(**bucket, Tagging={"TagSet": tags})
    assert s3.get_bucket_tagging(**bucket)["TagSet"] == tags
    blocked = {
        "BlockPublicAcls": True,
        "IgnorePublicAcls": True,
        "BlockPublicPolicy": True,
        "RestrictPublicBuckets": True,
    }
    s3.put_public_access_block(**bucket, PublicAccessBlockConfiguration=blocked)
    held = s3.get_public_access_block(**bucket)["PublicAccessBlockConfiguration"]
    assert held == blocked
    policy = document(
        statement(
            ["s3:GetObject"],
            "arn:aws:s3:::conformance-bucket/*",
            Principal={"AWS": f"arn:aws:iam::{CONSUMER}:root"},
        )
    )
    s3.put_bucket_policy(**bucket, Policy=policy)
    assert json.loads(s3.get_bucket_policy(**bucket)["Policy"]) == json.loads(policy)
    s3.delete_bucket_policy(**bucket)
    refused(lambda: s3.get_bucket_policy(**bucket), "NoSuchBucketPolicy")


def test_s3_objects(producer):
    s3, bucket = producer("s3"), {"Bucket": seed.DATA_BUCKET}
    s3.put_object(**bucket, Key="conformance/one", Body=b"one")
    source = {"CopySource": f"{seed.DATA_BUCKET}/conformance/one"}
    s3.copy_object(**bucket, **source, Key="conformance/two")
    assert s3.get_object(**bucket, Key="conformance/two")["Body"].read() == b"one"
    keys = [{"Key": f"conformance/{each}"} for each in ("one", "two")]
    deleted = s3.delete_objects(**bucket, Delete={"Objects": keys})["Deleted"]
    assert [each["Key"] for each in deleted] == [each["Key"] for each in keys]
