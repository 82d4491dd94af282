import { readdirSync, readFileSync } from 'fs';
import { resolve } from 'path';
import { checkScript } from './checkScript';

const JOBS = resolve(__dirname, '../../../../../jobs');
const DOCS = resolve(__dirname, '../../../../../docs/jobs-rules.md');
const SCRIPTS = readdirSync(JOBS).filter(name => name.endsWith('.py'));

/** Makes and fills the tables, as the producer. */
const WRITES = 'load_healthcare.py';

it('is there to be checked', () => {
  expect(SCRIPTS).toEqual(
    expect.arrayContaining([
      'claims_care_team.py',
      WRITES,
      'patients_care_team.py',
      'verify_access.py',
    ]),
  );
});

describe.each(['seed', 'documented'] as const)('with profile %s', profile => {
  const check = (name: string) =>
    checkScript(readFileSync(resolve(JOBS, name), 'utf8'), { profile });

  it.each(SCRIPTS.filter(name => name !== WRITES))(
    'finds nothing in %s, which a team may run',
    name => {
      expect(check(name)).toEqual([]);
    },
  );

  it(`does not let a team run ${WRITES}`, () => {
    expect(check(WRITES)).toContainEqual(
      expect.objectContaining({ rule: 'V3', severity: 'error' }),
    );
  });
});

it('finds nothing in the example of the documentation', () => {
  const [, example] = /```python\n(.*?)```/s.exec(readFileSync(DOCS, 'utf8'))!;
  expect(checkScript(example, { profile: 'seed' })).toEqual([]);
  expect(checkScript(example, { profile: 'documented' })).toEqual([]);
});
