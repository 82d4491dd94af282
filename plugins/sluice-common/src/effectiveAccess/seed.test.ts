import { EffectiveAccess } from '../accessModel';
import { createAccessIndex } from './AccessIndex';
import { effectiveAccess } from './effectiveAccess';
import { summariseAccess } from './format';
import { accessOf, candidateTables, whoCanSee } from './reverse';
import {
  CLAIMS,
  PATIENTS,
  TEAM1,
  TEAM2,
  observe,
  seedWorld,
} from './__testUtils__/world';

/** The matrix of the seed system, section 0. */
describe('the healthcare scenario', () => {
  const index = createAccessIndex(observe(seedWorld()));

  function readable(access: EffectiveAccess) {
    if (access.level !== 'full' && access.level !== 'partial') {
      throw new Error(`Expected access, but it is ${access.level}`);
    }
    return access;
  }

  it('Patients Care reads patients without ssn, in Texas and New York', () => {
    const access = readable(
      effectiveAccess(index, { principal: TEAM1, table: PATIENTS }),
    );
    const rows = {
      kind: 'expression',
      expression: "state in ('Texas', 'New York')",
    };
    expect(access).toMatchObject({
      level: 'partial',
      rows,
      otherPermissions: [],
      links: [{ tableName: 'rl_patients' }],
      warnings: [],
    });
    expect(access.columns).toEqual([
      { fieldId: 1, name: 'patient_id', type: 'bigint', rows },
      { fieldId: 2, name: 'patient_name', type: 'string', rows },
      { fieldId: 3, name: 'date_of_birth', type: 'date', rows },
      { fieldId: 4, name: 'gender', type: 'string', rows },
      { fieldId: 5, name: 'city', type: 'string', rows },
      { fieldId: 6, name: 'state', type: 'string', rows },
      { fieldId: 7, name: 'ssn', type: 'string', rows: { kind: 'none' } },
      { fieldId: 8, name: 'created_at', type: 'timestamp', rows },
      { fieldId: 9, name: 'updated_at', type: 'timestamp', rows },
    ]);
    expect(summariseAccess(access)).toBe(
      "8 of 9 columns, rows where state in ('Texas', 'New York')",
    );
  });

  it('says why, in reading order, with the rows of Lake Formation', () => {
    const { reasons } = effectiveAccess(index, {
      principal: TEAM1,
      table: PATIENTS,
    });
    expect(
      reasons.map(({ kind, effect, text }) => [kind, effect, text]),
    ).toEqual([
      [
        'accountShare',
        'limits',
        "Account 111122223333 shares patients with account 444455556666 through the data cells filter patients_column_row_filter: 8 of 9 columns, rows where state in ('Texas', 'New York').",
      ],
      [
        'grant',
        'supports',
        'Account 444455556666 grants role emr_on_eks_fgac_job_team1_execution_role SELECT on patients in full.',
      ],
      [
        'resourceLink',
        'informs',
        'In account 444455556666, role emr_on_eks_fgac_job_team1_execution_role may use the resource link consumer_healthcare_db.rl_patients, which stands for patients.',
      ],
    ]);
    expect(reasons[0].rows[0].resource).toContain('patients_column_row_filter');
    expect(reasons[1].rows[0].principal).toBe(TEAM1);
  });

  it.each([
    ['Patients Care', TEAM1],
    ['Claims Care', TEAM2],
  ])('%s reads claims in full', (_, principal) => {
    const access = readable(
      effectiveAccess(index, { principal, table: CLAIMS }),
    );
    expect(access).toMatchObject({
      level: 'full',
      rows: { kind: 'all' },
      otherPermissions: ['DESCRIBE'],
      warnings: [],
    });
    expect(access.columns).toHaveLength(10);
    expect(access.columns.every(({ rows }) => rows.kind === 'all')).toBe(true);
    expect(summariseAccess(access)).toBe('full access');
  });

  it('Claims Care reads nothing of patients, and is told why', () => {
    const access = effectiveAccess(index, {
      principal: TEAM2,
      table: PATIENTS,
    });
    expect(access.level).toBe('none');
    expect(access.reasons.at(-1)).toMatchObject({
      kind: 'missing',
      effect: 'prevents',
      text: 'Account 444455556666 grants role emr_on_eks_fgac_job_team2_execution_role no SELECT on patients.',
    });
    expect(summariseAccess(access)).toBe('no access');
  });

  it('knows who sees a table, and who a column', () => {
    const principals = (column?: string) =>
      whoCanSee(index, PATIENTS, column).map(({ principal }) => principal);
    expect(principals()).toEqual([TEAM1]);
    expect(principals('STATE')).toEqual([TEAM1]);
    expect(principals('ssn')).toEqual([]);
    expect(whoCanSee(index, CLAIMS).map(({ principal }) => principal)).toEqual([
      TEAM1,
      TEAM2,
    ]);
  });

  it('knows what a role sees', () => {
    const levels = (principal: string) =>
      accessOf(index, principal).map(({ table, level }) => [
        table.tableName,
        level,
      ]);
    expect(levels(TEAM1)).toEqual([
      ['claims', 'full'],
      ['patients', 'partial'],
    ]);
    expect(levels(TEAM2)).toEqual([['claims', 'full']]);
    expect(candidateTables(index, TEAM2)).toEqual([CLAIMS]);
  });
});
