import {
  ANALYST,
  C,
  P,
  PATIENTS,
  SEED_FILTER,
  SHARED,
  TEAM1,
  TEAM2,
  filter,
  onAllColumnsBut,
  onAllTables,
  onFilter,
  onLink,
  onTable,
  onTags,
  row,
} from '../effectiveAccess/__testUtils__/world';
import { ObservedOptIn } from '../accessModel';
import { RawPermission, parsePrincipal } from '../permissions';
import { DriftWorld, driftIn, driftWorld } from './__testUtils__/driftWorld';
import { DRIFT_CAUSES, Drift, DriftCause } from './types';

const CARE = 'group:default/patients-care';
const patients = (world: DriftWorld) => world.producer.tables[0];
const without = (rows: RawPermission[], gone: RawPermission) =>
  rows.filter(each => JSON.stringify(each) !== JSON.stringify(gone));
const useExcludeList = (world: DriftWorld) => {
  world.producer.filters = [
    { ...SEED_FILTER, columns: { kind: 'exclude', names: ['ssn'] } },
  ];
};
const select = (principal: string, resource: object) =>
  row(principal, resource, ['SELECT'], {
    LastUpdated: new Date('2026-11-20T10:00:00Z'),
    LastUpdatedBy: `arn:aws:iam::${P}:user/somebody`,
  } as Partial<RawPermission>);

const withGrantOption = (rows: RawPermission[], principal: string) =>
  rows.map(each =>
    each.Principal?.DataLakePrincipalIdentifier === principal &&
    JSON.stringify(each.Resource).includes('"patients"')
      ? { ...each, PermissionsWithGrantOption: each.Permissions }
      : each,
  );

/** SELECT with grant option, declared with or without it. */
const keep = (
  world: DriftWorld,
  principal: string,
  grantable: ['SELECT'] | [],
) => {
  world.producerRows.push(
    row(principal, onTable('patients'), ['SELECT'], {
      PermissionsWithGrantOption: ['SELECT'],
    }),
  );
  world.declarations.push({
    kind: 'keptPermission',
    account: 'healthcare-producer',
    principal,
    on: {
      kind: 'table',
      catalogId: P,
      database: 'healthcare_db',
      table: 'patients',
    },
    permissions: ['SELECT'],
    grantable,
  });
};

type Fault = [
  name: string,
  cause: DriftCause,
  inject: (world: DriftWorld) => void,
  more?: Partial<Drift>,
];

const FAULTS: Fault[] = [
  [
    '1: SELECT removed by hand',
    'grantMissing',
    world => {
      world.consumerRows = without(
        world.consumerRows,
        row(TEAM1, onAllColumnsBut('patients', []), ['SELECT']),
      );
    },
    { principal: TEAM1, team: CARE, subject: CARE, direction: 'missing' },
  ],
  [
    '2: link removed',
    'linkMissing',
    world => {
      world.consumer.links = world.consumer.links.slice(1);
      world.consumerRows = without(
        world.consumerRows,
        row(TEAM1, onLink('rl_patients'), ['DESCRIBE']),
      );
    },
    { subject: CARE, table: PATIENTS },
  ],
  [
    '2: DESCRIBE on the link removed',
    'linkMissing',
    world => {
      world.consumerRows = without(
        world.consumerRows,
        row(TEAM1, onLink('rl_patients'), ['DESCRIBE']),
      );
    },
    { principal: TEAM1, table: PATIENTS },
  ],
  [
    '3: share left',
    'shareGone',
    world => {
      world.consumer.shares = [];
      world.consumer.invitations = [];
    },
  ],
  [
    '4: invitation never accepted',
    'invitationNotAccepted',
    world => {
      world.consumer.shares = [];
      world.consumer.invitations[0].status = 'EXPIRED';
    },
  ],
  [
    '5: role deleted, and what it held',
    'roleMissing',
    world => {
      world.consumer.roles = world.consumer.roles.slice(1);
      world.consumerRows = world.consumerRows.filter(
        each => each.Principal?.DataLakePrincipalIdentifier !== TEAM1,
      );
    },
    { team: CARE, principal: TEAM1 },
  ],
  [
    '6: role made anew',
    'roleRecreated',
    world => {
      world.consumer.roles[0].uniqueId = 'AROA9';
    },
    { declared: 'AROA0', found: 'AROA9' },
  ],
  [
    '7: table made anew, and its rights gone',
    'tableRecreated',
    world => {
      patients(world).tableUuid = 'another';
      world.producer.filters = [];
      world.producerRows = world.producerRows.filter(
        each => !JSON.stringify(each.Resource).includes('patients'),
      );
      world.consumerRows = world.consumerRows.filter(
        each => !JSON.stringify(each.Resource).includes('"patients"'),
      );
    },
    { table: PATIENTS },
  ],
  [
    '7: table dropped',
    'tableRecreated',
    world => {
      world.producer.tables = world.producer.tables.slice(1);
    },
    { table: PATIENTS, direction: 'missing' },
  ],
  [
    '8: whole-table SELECT for the team that sees a part',
    'teamReadsMore',
    world => {
      world.producerRows.push(select(TEAM1, onTable('patients')));
    },
    {
      team: CARE,
      changedBy: `arn:aws:iam::${P}:user/somebody`,
      severity: 'high',
    },
  ],
  [
    '9: SELECT for a stranger',
    'strangerReads',
    world => {
      world.producerRows.push(select(ANALYST, onTable('patients')));
    },
    { principal: ANALYST, table: PATIENTS, direction: 'excess' },
  ],
  [
    '9: every table for every principal of an account',
    'strangerReads',
    world => {
      world.producerRows.push(select(`${P}:IAMPrincipals`, onAllTables()));
    },
  ],
  [
    '9: an account of which nothing is declared',
    'strangerReads',
    world => {
      world.producerRows.push(select('999999999999', onTable('claims')));
    },
  ],
  [
    '10: rows of the filter',
    'rowFilterChanged',
    world => {
      world.producer.filters = [
        {
          ...SEED_FILTER,
          rows: { kind: 'expression', expression: "state = 'Texas'" },
        },
      ];
    },
    { table: PATIENTS, found: "state = 'Texas'", direction: 'different' },
  ],
  [
    '10: rows by a filter that nobody can read',
    'rowFilterChanged',
    world => {
      world.producer.filters = [
        {
          ...SEED_FILTER,
          rows: { kind: 'expression', expression: 'f(state) = 1' },
        },
      ];
    },
    { direction: 'unknown' },
  ],
  [
    '11: columns of the filter',
    'columnListChanged',
    world => {
      world.producer.filters = [{ ...SEED_FILTER, columns: { kind: 'all' } }];
    },
    { found: 'all columns' },
  ],
  [
    '12: filter deleted, and what was granted on it',
    'filterMissing',
    world => {
      world.producer.filters = [];
      world.producerRows = world.producerRows.filter(
        each => !each.Resource?.DataCellsFilter,
      );
    },
    { table: PATIENTS },
  ],
  [
    '13: second filter',
    'secondFilter',
    world => {
      world.producer.filters.push(filter('patients', 'wider', 'all'));
      world.producerRows.push(select(TEAM1, onFilter('patients', 'wider')));
    },
    { team: CARE },
  ],
  [
    '14: column added under an exclude list',
    'columnAddedUnderExclude',
    world => {
      useExcludeList(world);
      patients(world).columns.push({
        fieldId: 10,
        name: 'diagnosis',
        type: 'string',
        lfTags: [],
      });
    },
    { table: PATIENTS },
  ],
  [
    '15: excluded column renamed',
    'excludedColumnRenamed',
    world => {
      useExcludeList(world);
      patients(world).columns[6].name = 'social_security_number';
    },
  ],
  [
    '15: listed column renamed',
    'excludedColumnRenamed',
    world => {
      patients(world).columns[3].name = 'sex';
    },
  ],
  [
    '16: filtered column dropped',
    'filteredColumnGone',
    world => {
      patients(world).columns.splice(5, 1);
    },
  ],
  [
    '16: filtered column retyped',
    'filteredColumnGone',
    world => {
      patients(world).columns[5].type = 'int';
    },
  ],
  [
    '17: IAM_ALLOWED_PRINCIPALS back',
    'openToIam',
    world => {
      world.producerRows.push(
        row('IAM_ALLOWED_PRINCIPALS', onTable('patients'), ['ALL']),
      );
    },
    { table: PATIENTS },
  ],
  [
    '18: location deregistered',
    'notGoverned',
    world => {
      world.producer.locations = [];
      world.producer.tables.forEach(each => {
        each.registration = 'none';
      });
    },
  ],
  [
    '18: location in hybrid access mode',
    'notGoverned',
    world => {
      world.producer.locations[0].mode = 'hybrid';
      world.producer.tables.forEach(each => {
        each.registration = 'hybrid';
      });
    },
  ],
  [
    '19: tag that a tag grant matches',
    'openedByTag',
    world => {
      world.producerRows.push(select(TEAM2, onTags({ campaign: ['flu'] })));
      patients(world).lfTags = [
        { key: 'campaign', values: ['flu'], source: 'table' },
      ];
    },
    { table: PATIENTS, principal: TEAM2 },
  ],
  [
    '20: a permission of an unknown kind',
    'notUnderstood',
    world => {
      world.producerRows.push(
        row(TEAM1, { RowLevelPolicy: { Name: 'own_region' } } as object, [
          'SELECT',
        ]),
      );
    },
    { direction: 'unknown' },
  ],
  [
    '20: a condition',
    'notUnderstood',
    world => {
      world.producerRows.push(
        row(ANALYST, onTable('claims'), ['SELECT'], {
          Condition: { Expression: 'context.x == 1' },
        }),
      );
    },
    { direction: 'unknown' },
  ],
  [
    '21: role is a data lake administrator',
    'roleIsAdministrator',
    world => {
      world.consumer.settings = {
        ...world.producer.settings!,
        admins: [TEAM1],
      };
    },
    { team: CARE },
  ],
  [
    '22: link points to another table',
    'linkRepointed',
    world => {
      world.consumer.links[0].target = world.consumer.links[1].target;
    },
    { subject: CARE },
  ],
  [
    '23: GetDataAccess lost',
    'engineRightsLost',
    world => {
      world.consumer.principalPolicies[0].policies[0].statements[0].actions = [
        'glue:Get*',
      ];
    },
    { team: CARE },
  ],
  [
    '23: TagSession lost',
    'engineRightsLost',
    world => {
      world.consumer.principalPolicies[0].trust[0].actions = ['sts:AssumeRole'];
    },
  ],
  [
    '23: session tag no longer authorized',
    'engineRightsLost',
    world => {
      world.producer.settings!.authorizedSessionTagValues = [];
    },
  ],
  [
    '23: account no longer on the list',
    'engineRightsLost',
    world => {
      world.producer.settings!.externalDataFilteringAllowList = [P];
    },
  ],
  [
    'a grant option beside a declared right',
    'mayPassOn',
    world => {
      world.consumerRows = withGrantOption(world.consumerRows, TEAM1);
    },
    {
      principal: TEAM1,
      subject: CARE,
      table: PATIENTS,
      direction: 'excess',
      severity: 'high',
      found: 'SELECT with grant option',
    },
  ],
  [
    'a grant option beside a permission that was kept without it',
    'mayPassOn',
    world => keep(world, ANALYST, []),
    { principal: ANALYST, table: PATIENTS },
  ],
  [
    'a part that was not read',
    'notRead',
    world => {
      world.producer.failures = [{ part: 'permissions', message: 'denied' }];
      world.producerRows = [];
    },
    { direction: 'unknown' },
  ],
  [
    'a role whose policies were not read',
    'notRead',
    world => {
      world.consumer.principalPolicies = [];
      world.teams = world.teams.slice(0, 1);
    },
    { team: CARE, direction: 'unknown' },
  ],
];

describe('findDrift', () => {
  it('finds nothing where all is as declared', () => {
    expect(driftIn(driftWorld())).toEqual([]);
  });

  it.each(FAULTS)('names %s once, as %s', (_, cause, inject, more = {}) => {
    const world = driftWorld();
    inject(world);
    const found = driftIn(world);
    expect(found.map(each => each.cause)).toEqual([cause]);
    expect(found[0]).toMatchObject(more);
  });

  it('has every fault of the catalogue but 24, which is none', () => {
    const numbers = FAULTS.map(([, cause]) => DRIFT_CAUSES[cause].fault);
    for (let fault = 1; fault < 24; fault++) expect(numbers).toContain(fault);
  });

  it.each<[string, (world: DriftWorld) => void]>([
    [
      '24: so many others that a declared permission is on a later page',
      world => {
        const others = Array.from({ length: 200 }, (_, i) =>
          row(`arn:aws:iam::${P}:role/r${i}`, onTable(`other${i}`), ['SELECT']),
        );
        world.producerRows.unshift(...others);
      },
    ],
    ['the same columns by an exclude list', useExcludeList],
    [
      'the same rows in other words',
      world => {
        world.producer.filters = [
          {
            ...SEED_FILTER,
            rows: {
              kind: 'expression',
              expression: "state = 'New York' OR state = 'Texas'",
            },
          },
        ];
      },
    ],
    [
      'a filter of another name that means the same',
      world => {
        world.producer.filters = [{ ...SEED_FILTER, name: 'renamed' }];
        world.producerRows = world.producerRows.map(each =>
          each.Resource?.DataCellsFilter
            ? { ...each, Resource: onFilter('patients', 'renamed') }
            : each,
        );
      },
    ],
    [
      'what an administrator holds',
      world => {
        world.producerRows.push(
          row(`arn:aws:iam::${P}:role/admin`, onTable('patients'), ['ALL']),
        );
      },
    ],
    [
      'a grant option of an administrator, which goes without saying',
      world => {
        world.producer.settings!.admins.push(ANALYST);
        keep(world, ANALYST, []);
      },
    ],
    [
      'a grant option that is declared',
      world => keep(world, ANALYST, ['SELECT']),
    ],
    [
      'DESCRIBE alone',
      world => {
        world.producerRows.push(
          row(ANALYST, onTable('patients'), ['DESCRIBE']),
        );
      },
    ],
    [
      'tables that no declaration is about',
      world => {
        world.producerRows.push(row(ANALYST, onTable('other'), ['SELECT']));
      },
    ],
    [
      'a column added under an include list',
      world => {
        patients(world).columns.push({
          fieldId: 10,
          name: 'diagnosis',
          type: 'string',
          lfTags: [],
        });
      },
    ],
    [
      'an invitation that is gone once the share is there',
      world => {
        world.consumer.invitations = [];
      },
    ],
  ])('raises no alarm for %s', (_, change) => {
    const world = driftWorld();
    change(world);
    expect(driftIn(world)).toEqual([]);
  });

  it('tells of two faults separately, the worse first', () => {
    const world = driftWorld();
    FAULTS[0][2](world);
    world.producerRows.push(select(ANALYST, onTable('patients')));
    expect(driftIn(world).map(each => each.cause)).toEqual([
      'strangerReads',
      'grantMissing',
    ]);
  });

  it('keeps the id of a difference whatever its rows say of when and by whom', () => {
    const idsOf = (more: Partial<RawPermission>) => {
      const world = driftWorld();
      world.producerRows.push(
        row(ANALYST, onTable('patients'), ['SELECT'], more),
      );
      return driftIn(world).map(({ id }) => id);
    };
    expect(idsOf({ ...SHARED })).toEqual(idsOf({}));
    expect(idsOf({})).toHaveLength(1);
  });

  it('says what of an account is too old to rely on', () => {
    const world = { ...driftWorld(), staleBefore: '2027-01-01T00:00:00Z' };
    expect(
      driftIn(world).map(({ cause, accountId }) => [cause, accountId]),
    ).toEqual(
      expect.arrayContaining([
        ['notRead', P],
        ['notRead', C],
      ]),
    );
  });
});

describe('findDrift over a location in hybrid access mode that no declaration is about', () => {
  const inDatabase = { catalogId: P, databaseName: 'healthcare_db' };
  const table = {
    kind: 'table',
    ...inDatabase,
    tableName: 'patients',
  } as const;
  const role = parsePrincipal(TEAM1);
  const account = parsePrincipal(C);
  const hybridIn = (
    ofOwner: ObservedOptIn[],
    ofReader: ObservedOptIn[] = [],
  ) => {
    const world = driftWorld();
    patients(world).location = 's3://elsewhere/patients';
    patients(world).registration = 'hybrid';
    world.producer.optIns = ofOwner;
    world.consumer.optIns = ofReader;
    return driftIn(world).filter(each => each.principal === TEAM1);
  };

  it.each<[string, ObservedOptIn[], ObservedOptIn[]?]>([
    ['the role on the table', [{ principal: role, resource: table }]],
    [
      'the role on a name in other letters',
      [{ principal: role, resource: { ...table, tableName: 'Patients' } }],
    ],
    [
      'the account, and there the role',
      [{ principal: account, resource: table }],
      [{ principal: role, resource: table }],
    ],
  ])(
    'finds nothing where the owner opts in %s',
    (_, ofOwner, ofReader = []) => {
      expect(hybridIn(ofOwner, ofReader)).toEqual([]);
    },
  );

  it.each<[string, ObservedOptIn[]]>([
    ['nobody', []],
    ['the account alone', [{ principal: account, resource: table }]],
    [
      'the role on another catalog',
      [{ principal: role, resource: { ...table, catalogId: C } }],
    ],
    [
      'the role on the database alone',
      [{ principal: role, resource: { kind: 'database', ...inDatabase } }],
    ],
    [
      'the role on something that names no database',
      [{ principal: role, resource: { kind: 'catalog', catalogId: P } }],
    ],
  ])('tells that IAM decides where the owner opts in %s', (_, ofOwner) => {
    expect(hybridIn(ofOwner)).toMatchObject([
      { cause: 'notGoverned', direction: 'different', table: PATIENTS },
    ]);
  });

  it('does not know who is opted in under a condition', () => {
    expect(
      hybridIn([{ principal: role, resource: table, condition: 'when {}' }]),
    ).toMatchObject([{ cause: 'notUnderstood', direction: 'unknown' }]);
  });
});
