import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { DeclaredSubject, ObservedTable } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { AccessSnapshot, ObservedWorld } from '../access';
import { PATIENTS_CARE } from '../__testUtils__/catalog';
import { PRODUCER, TEAM1_ROLE } from '../__testUtils__/healthcare';
import {
  emptyObservation,
  patientsTable,
} from '../requests/__testUtils__/snapshotOf';
import { DatabaseObservationStore } from '../store';
import { DriftBaselines } from './DriftBaselines';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const TEAM: DeclaredSubject = {
  subject: PATIENTS_CARE,
  declaration: {
    kind: 'consumerTeam',
    team: PATIENTS_CARE,
    grants: [
      {
        producerAccount: PRODUCER.name,
        database: 'healthcare_db',
        table: 'patients',
      },
    ],
  } as any,
  resources: [],
};

describe.each(databases.eachSupportedId())('baselines on %s', id => {
  let knex: Knex;
  let world: { table: ObservedTable; roleId: string; annotated?: string };
  let lastChange: number | undefined;
  beforeEach(async () => {
    knex = await databases.init(id);
    await DatabaseObservationStore.create(mockServices.database({ knex }));
    world = { table: patientsTable(), roleId: 'AROA1' };
    lastChange = undefined;
  });

  const snapshot = () =>
    new AccessSnapshot({
      world: new ObservedWorld([
        {
          ...emptyObservation({ ...PRODUCER, accountName: PRODUCER.name }),
          tables: [world.table],
          roles: [{ arn: TEAM1_ROLE, uniqueId: world.roleId } as any],
        },
      ]),
      accounts: [{ account: PRODUCER, stale: false }],
      directory: {
        teams: [
          {
            entityRef: PATIENTS_CARE,
            title: 'Patients Care',
            roleArn: TEAM1_ROLE,
            ...(world.annotated && { roleUniqueId: world.annotated }),
          },
        ],
        products: [],
      },
    });
  /** By a backend that has just started. */
  async function look(declared = [TEAM]) {
    const { tables, roleIds } = await new DriftBaselines(knex).of({
      declared,
      snapshot: snapshot(),
      lastChanges: new Map(
        lastChange === undefined ? [] : [[PATIENTS_CARE, lastChange]],
      ),
      at: '2026-01-15T08:00:00.000Z',
    });
    return {
      uuids: tables.map(({ tableUuid }) => tableUuid),
      columns: tables.flatMap(({ columns }) => columns.map(each => each.name)),
      roleId: roleIds.get(TEAM1_ROLE),
    };
  }
  const change = () => {
    world = {
      ...world,
      table: patientsTable({
        tableUuid: 'another',
        columns: [{ fieldId: 9, name: 'id', type: 'bigint', lfTags: [] }],
      }),
      roleId: 'AROA2',
    };
  };

  it('stay what they were at the first check', async () => {
    const first = await look();
    expect(first).toEqual({
      uuids: ['uuid-of-patients'],
      columns: ['patient_id', 'ssn', 'state', 'address'],
      roleId: 'AROA1',
    });
    change();
    expect(await look()).toEqual(first);
  });

  it.each([
    ['the declaration is another', () => TEAM.declaration, undefined],
    ['a change of it was applied', undefined, 7],
  ])('are taken anew when %s', async (_, redeclare, applied) => {
    await look();
    change();
    lastChange = applied;
    const declared = redeclare
      ? [{ ...TEAM, declaration: { ...redeclare(), labels: 1 } as any }]
      : [TEAM];
    expect(await look(declared)).toEqual({
      uuids: ['another'],
      columns: ['id'],
      roleId: 'AROA2',
    });
  });

  it('have the role that the catalog names until Sluice changed something', async () => {
    world.annotated = 'AROA0';
    expect((await look()).roleId).toBe('AROA0');
    lastChange = 3;
    expect((await look()).roleId).toBe('AROA1');
  });

  it('are not taken of what was not read in full, nor of what ended', async () => {
    world.table = patientsTable({ problem: 'metadata not read' });
    expect((await look()).uuids).toEqual([]);
    world.table = patientsTable();
    expect((await look()).uuids).toEqual(['uuid-of-patients']);
    expect((await look([])).uuids).toEqual([]);
  });
});
