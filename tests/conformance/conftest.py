"""Starts the sandbox as its users do, as a command of its own."""

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ROOT / "plugins/sluice-backend-module-sandbox/bin/sandbox.js"
REGION = "us-west-2"


@dataclass
class Sandbox:
    url: str
    record: Path
    accounts: list
    operations: list

    def client(self, service, account, credentials=None):
        """A boto3 client for the root of an account, or for a session that STS opened."""
        keys = credentials or {
            "AccessKeyId": f"AKIA{account}ROOT",
            "SecretAccessKey": "sandbox-credentials-open-nothing-real-00",
        }
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=self.url,
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys.get("SessionToken"),
            # A second try would hide an answer that should not have come.
            config=Config(retries={"total_max_attempts": 1}),
        )

    def exchanges(self):
        with self.record.open() as lines:
            return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def run_sandbox():
    """Runs `sandbox.js` with options; ends what it started, by process."""
    running = []
    directory = Path(tempfile.mkdtemp(prefix="sluice-conformance-"))
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}

    def start(name, *options):
        record = directory / f"{name}.jsonl"
        data = directory / name
        data.mkdir()
        process = subprocess.Popen(
            ["node", COMMAND, "--port", "0", "--json", "--record", record]
            + ["--data-directory", data, *options],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        ready = process.stdout.readline()
        assert ready, f"the sandbox ended with {process.wait()} before it was ready"
        told = json.loads(ready)
        return Sandbox(told["url"], record, told["accounts"], told["operations"])

    yield start
    for process in running:
        process.terminate()
    for process in running:
        process.wait(timeout=10)
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def empty_sandbox(run_sandbox):
    return run_sandbox("empty", "--empty")


@pytest.fixture(scope="session")
def scenario_sandbox(run_sandbox):
    return run_sandbox("scenario")


@pytest.fixture(scope="session")
def changed_sandbox(run_sandbox):
    """The scenario, for a test to change as it likes."""
    return run_sandbox("changed")


def pytest_collection_modifyitems(items):
    """The contract is checked on what the other tests made the sandbox say, so it comes last."""
    items.sort(key=lambda item: item.path.name == "test_contract.py")


@pytest.fixture(scope="session")
def kubectl(empty_sandbox, tmp_path_factory):
    """Runs kubectl against the cluster that the seed makes; absent, it is a failure in CI."""
    if shutil.which("kubectl") is None:
        message = "kubectl is not installed, so the Kubernetes API is NOT tested"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    home = tmp_path_factory.mktemp("kubectl")
    server = f"{empty_sandbox.url}/kubernetes/444455556666/{REGION}/fgac-blog"

    def run(*arguments, stdin=None):
        done = subprocess.run(
            ["kubectl", "--server", server, *arguments],
            input=stdin,
            env={**os.environ, "HOME": str(home), "KUBECONFIG": str(home / "config")},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
