import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { readFileSync } from 'node:fs';
import { OBSERVATION_PARTS } from '../store';
import { describeFailure } from './describeFailure';

const policy = JSON.parse(
  readFileSync(
    resolvePackagePath(
      '@sluice/plugin-sluice-backend',
      'iam/observer-policy.json',
    ),
    'utf8',
  ),
);
const allowed: string[] = policy.Statement.flatMap(
  (statement: { Action: string | string[] }) => statement.Action,
);

const account = {
  name: 'producer',
  accountId: '111122223333',
  region: 'us-west-2',
  eksClusters: [],
};

describe('the policy for the observing role', () => {
  it.each(OBSERVATION_PARTS)('allows what reading %s is said to take', part => {
    const advice = describeFailure(
      part,
      account,
      Object.assign(new Error('no'), { name: 'AccessDeniedException' }),
    );
    const actions = advice.match(/[a-z0-9-]+:[A-Z]\w+/g) ?? [];
    expect(actions).not.toEqual([]);
    expect(allowed).toEqual(expect.arrayContaining(actions));
  });

  it('allows nothing that changes or reads data', () => {
    const readsOnly = /^[a-z0-9-]+:(Get|List|Search|Describe)/;
    expect(allowed.filter(action => !readsOnly.test(action))).toEqual([]);
    const [data] = policy.Statement.filter((statement: any) =>
      [statement.Action].flat().includes('s3:GetObject'),
    );
    expect(data.Resource).toMatch(/\.metadata\.json$/);
  });
});
