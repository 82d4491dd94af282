"""Nobody runs a job as another team: IAM refuses it to boto3, which bypasses Sluice."""

import pytest
import seed
from seed import CONSUMER, TEAM1, TEAM2, document, refused, role_arn, statement

PERSON = "patients_care_submitter"
TEAMS = {name: role_arn(CONSUMER, name) for name in (TEAM1, TEAM2)}
DENIED = "AccessDeniedException"


@pytest.fixture(scope="module")
def cluster(changed_sandbox):
    emr = changed_sandbox.client("emr-containers", CONSUMER)
    (found,) = emr.list_virtual_clusters(states=["RUNNING"])["virtualClusters"]
    return found


@pytest.fixture(scope="module")
def person(changed_sandbox, cluster):
    """A role that may run jobs as team 1, as Sluice writes the policy."""
    arn = seed.create_role(
        changed_sandbox.client("iam", CONSUMER),
        PERSON,
        document(seed.trust({"AWS": f"arn:aws:iam::{CONSUMER}:root"})),
        document(
            statement(
                "emr-containers:StartJobRun",
                cluster["arn"],
                Condition={
                    "ArnEquals": {"emr-containers:ExecutionRoleArn": [TEAMS[TEAM1]]}
                },
            ),
            statement(
                ["emr-containers:DescribeJobRun", "emr-containers:CancelJobRun"],
                f"{cluster['arn']}/jobruns/*",
            ),
        ),
    )
    return changed_sandbox.client(
        "emr-containers", CONSUMER, seed.session(changed_sandbox, CONSUMER, arn)
    )


@pytest.fixture
def start(cluster):
    def run(emr, team, **more):
        return emr.start_job_run(
            name="conformance",
            virtualClusterId=cluster["id"],
            executionRoleArn=TEAMS[team],
            releaseLabel="emr-7.7.0-latest",
            jobDriver={"sparkSubmitJobDriver": {"entryPoint": "s3://scripts/job.py"}},
            **more,
        )

    return run


def test_own_team(person, start, cluster):
    started = start(person, TEAM1)
    run = {"virtualClusterId": cluster["id"], "id": started["id"]}
    assert person.describe_job_run(**run)["jobRun"]["state"] == "PENDING"
    person.cancel_job_run(**run)
    assert person.describe_job_run(**run)["jobRun"]["state"] == "CANCELLED"


def test_another_team_is_refused(person, start, cluster):
    message = refused(lambda: start(person, TEAM2), DENIED)
    assert message == (
        f"User: arn:aws:sts::{CONSUMER}:assumed-role/{PERSON}/conformance is not authorized"
        f" to perform: emr-containers:StartJobRun on resource: {cluster['arn']} because no"
        " identity-based policy allows the emr-containers:StartJobRun action"
    )
    refused(
        lambda: person.list_job_runs(virtualClusterId=cluster["id"]),
        DENIED,
    )


def test_a_token_stands_for_one_run(changed_sandbox, start, cluster):
    root = changed_sandbox.client("emr-containers", CONSUMER)
    once = {"clientToken": "conformance-once"}
    first = start(root, TEAM1, **once)
    assert start(root, TEAM1, **once)["id"] == first["id"]
    refused(lambda: start(root, TEAM2, **once), "ValidationException")
    root.cancel_job_run(virtualClusterId=cluster["id"], id=first["id"])
