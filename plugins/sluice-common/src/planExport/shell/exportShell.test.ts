import { bash, describeWithBash } from '../__testUtils__/bash';
import {
  accounts,
  everyResource,
  everyStep,
  stepOf,
} from '../__testUtils__/everyType';
import { grantBeforeShare } from '../__testUtils__/grantBeforeShare';
import { exportShell } from './exportShell';
import { SHELL_EXPORTERS } from './exporters';

it('tries every type of resource', () => {
  expect(new Set(everyResource().map(({ type }) => type))).toEqual(
    new Set(Object.keys(SHELL_EXPORTERS)),
  );
});

describeWithBash('scripts (skipped where bash is not installed)', () => {
  it.each(['create', 'update', 'replace', 'delete'] as const)(
    'are bash for steps that %s',
    action => {
      const script = exportShell({ steps: everyStep(action), accounts });
      expect(bash(script, '-n')).toEqual({ status: 0, stdout: '', stderr: '' });
    },
  );

  it('stop before they do anything when no profile is named', () => {
    const script = exportShell({ steps: everyStep('create'), accounts });
    const { status, stdout, stderr } = bash(
      `aws() { :; }; jq() { :; }; kubectl() { :; }\n${script}`,
    );
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      'PROFILE_HEALTHCARE_PRODUCER: is to name the profile of account 111122223333',
    );
  });

  it('refuse a profile of another account', () => {
    const script = exportShell({ steps: everyStep('create'), accounts });
    const { status, stdout, stderr } = bash(
      `aws() { echo 999999999999; }; jq() { :; }; kubectl() { :; }
      PROFILE_HEALTHCARE_PRODUCER=p PROFILE_HEALTHCARE_CONSUMER=c
      ${script}`,
    );
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      'Profile p is of account 999999999999, not 111122223333.\n',
    );
  });
});

it('does the steps in order, and mentions what it leaves alone', () => {
  const [bucket, , policy, role] = everyResource();
  const script = exportShell({
    accounts,
    steps: [
      { ...stepOf(role, 'create'), dependsOn: [policy.id] },
      { ...stepOf(bucket, 'adopt'), dependsOn: [] },
      { ...stepOf(policy, 'none'), dependsOn: [bucket.id] },
    ],
  });
  expect(
    script
      .split('\n')
      .filter(line => /^(# \w+: |ensure_\w+ '|echo)/.test(line)),
  ).toEqual([
    expect.stringMatching(/^# adopt: S3 bucket export-data/),
    expect.stringMatching(/^# none: IAM policy lf_data_access_role-policy/),
    expect.stringMatching(/^# create: IAM role lf_data_access_role/),
    "echo 'create: IAM role lf_data_access_role'",
    "ensure_role 'lf_data_access_role' 'lf_data_access_role-policy' <<'JSON'",
    "echo 'Done.'",
  ]);
  expect(script).not.toContain('kubectl');
  expect(script).not.toContain('protect_bucket');
});

it.each([
  ['create', 'adopt', true],
  ['create', 'none', true],
  ['adopt', 'adopt', false],
  ['none', 'none', false],
] as const)(
  'after a step to %s, makes sure of what is there as wanted (%s): %s',
  (before, action, isMadeSureOf) => {
    const { share, steps } = grantBeforeShare(before, action);
    const script = exportShell({ steps, accounts });
    expect(script).toContain(`# ${action}: ${share.title} `);
    expect(/^accept_shares '/m.test(script)).toBe(isMadeSureOf);
  },
);

it('says what cannot be taken away', () => {
  const script = exportShell({ steps: everyStep('delete'), accounts });
  expect(script).toMatch(
    /# delete: 2 rows of healthcare_db\.patients .*\n# It stays/,
  );
});

it('refuses steps that depend on each other in a circle', () => {
  const [one, other] = everyResource();
  const steps = [
    { ...stepOf(one, 'create'), dependsOn: [other.id] },
    { ...stepOf(other, 'create'), dependsOn: [one.id] },
  ];
  expect(() => exportShell({ steps, accounts })).toThrow(/in a circle/);
});
