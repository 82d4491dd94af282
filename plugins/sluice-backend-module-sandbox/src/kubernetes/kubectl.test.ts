import { execFile, execFileSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { promisify } from 'util';
import { CreateClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { inProcess, temporarySandbox } from '../__testUtils__/sandboxes';

// Every command is a process of its own.
jest.setTimeout(60_000);

const ACCOUNT = '444455556666';
const TEAM = `
apiVersion: v1
kind: Namespace
metadata: { name: team, labels: { owner: sluice } }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: spark, namespace: team }
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: compute, namespace: team }
spec: { hard: { pods: "20" } }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: emr-containers, namespace: team }
subjects: [{ kind: User, name: emr-containers }]
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: emr }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: team }
spec: { podSelector: {}, policyTypes: [Ingress] }
`;

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

// In CI the test fails without kubectl instead of being skipped.
const maybe = hasKubectl() || process.env.CI ? describe : describe.skip;

maybe('kubectl (skipped where it is not installed, but never in CI)', () => {
  let world: ReturnType<typeof temporarySandbox>;
  let home: string;
  let kubectl: (...args: string[]) => Promise<string>;

  beforeEach(async () => {
    world = temporarySandbox();
    home = mkdtempSync(path.join(tmpdir(), 'sluice-kubectl-'));
    const url = await world.sandbox.listen();
    await new EKSClient(inProcess(world.sandbox, ACCOUNT)).send(
      new CreateClusterCommand({
        name: 'spark',
        roleArn: `arn:aws:iam::${ACCOUNT}:role/eks`,
        resourcesVpcConfig: {},
      }),
    );
    const server = `${url}/kubernetes/${ACCOUNT}/us-west-2/spark`;
    kubectl = async (...args) => {
      const { stdout } = await promisify(execFile)(
        'kubectl',
        ['--server', server, ...args],
        { env: { ...process.env, HOME: home, KUBECONFIG: '' }, cwd: home },
      );
      return stdout.trim();
    };
    writeFileSync(path.join(home, 'team.yaml'), TEAM);
  });

  afterEach(async () => {
    await world.dispose();
    rmSync(home, { recursive: true });
  });

  it.each([
    ['on the client', []],
    ['on the server', ['--server-side']],
  ])('applies manifests %s, twice with one result', async (_, flags) => {
    const apply = () => kubectl('apply', ...flags, '-f', 'team.yaml');
    expect((await apply()).split('\n')).toHaveLength(5);
    const again = (await apply()).split('\n');
    expect(again).toHaveLength(5);
    expect(again.filter(line => line.includes('created'))).toEqual([]);
    expect(await kubectl('get', 'quota', '-n', 'team', '-o', 'name')).toBe(
      'resourcequota/compute',
    );
  });

  // Step C7 of the seed; kubectl's typed commands speak protobuf.
  it('creates namespaces and service accounts without a manifest', async () => {
    expect(await kubectl('create', 'namespace', 'lf-fgac-user')).toBe(
      'namespace/lf-fgac-user created',
    );
    expect(
      await kubectl('create', 'serviceaccount', 'spark', '-n', 'lf-fgac-user'),
    ).toBe('serviceaccount/spark created');
    await expect(
      kubectl('create', 'namespace', 'lf-fgac-user'),
    ).rejects.toMatchObject({
      stderr: expect.stringContaining('already exists'),
    });
    await expect(
      kubectl('create', 'quota', 'q', '--hard=pods=1', '-n', 'lf-fgac-user'),
    ).rejects.toMatchObject({
      stderr: expect.stringContaining('use kubectl apply with a manifest'),
    });
  });

  it('finds types by short names, and objects by labels', async () => {
    await kubectl('apply', '-f', 'team.yaml');
    expect(await kubectl('get', 'ns', '-l', 'owner=sluice')).toMatch(
      /^NAME +STATUS +.*\nteam +Active/,
    );
    await kubectl('label', 'ns', 'team', 'owner=other', '--overwrite');
    expect(await kubectl('get', 'ns', '-l', 'owner=other', '-o', 'name')).toBe(
      'namespace/team',
    );
  });

  it('deletes a namespace with all that is in it', async () => {
    await kubectl('apply', '-f', 'team.yaml');
    await kubectl('delete', 'ns', 'team');
    expect(
      await kubectl('get', 'sa,netpol,rolebinding', '-A', '-o', 'name'),
    ).toBe('');
    await expect(kubectl('get', 'ns', 'team')).rejects.toMatchObject({
      stderr: expect.stringContaining('namespaces "team" not found'),
    });
  });
});
