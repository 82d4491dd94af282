import fc from 'fast-check';
import { AccountObservation, PermissionResource } from '../accessModel';
import {
  ANALYST,
  C,
  P,
  TEAM1,
  TEAM2,
  observe,
} from '../effectiveAccess/__testUtils__/world';
import { parsePrincipal, permissionId } from '../permissions';
import { DesiredResource } from '../resources';
import { driftWorld, inputOf } from './__testUtils__/driftWorld';
import { findDrift } from './findDrift';

type WantedPermission = Extract<
  DesiredResource,
  { type: 'lakeFormationPermission' }
>;

const WORLD = driftWorld();
const OBSERVED = observe(WORLD);
const WANTED = [
  ...new Map(
    inputOf(WORLD)
      .declared.flatMap(({ resources }) => resources)
      .filter(
        (each): each is WantedPermission =>
          each.type === 'lakeFormationPermission',
      )
      .map(each => [each.id, each]),
  ).values(),
];

const driftOf = (observations: AccountObservation[]) =>
  findDrift(inputOf(WORLD, observations));

function change(
  accountName: string,
  by: (account: AccountObservation) => Partial<AccountObservation>,
): AccountObservation[] {
  return OBSERVED.map(each =>
    each.accountName === accountName ? { ...each, ...by(each) } : each,
  );
}

const tableName = fc.constantFrom('patients', 'claims');
const place = { catalogId: P, databaseName: 'healthcare_db' };
const anyResource: fc.Arbitrary<PermissionResource> = fc.oneof(
  tableName.map(name => ({
    kind: 'table' as const,
    ...place,
    tableName: name,
  })),
  fc.constant({ kind: 'allTables' as const, ...place }),
  fc
    .tuple(tableName, fc.constantFrom('include' as const, 'exclude' as const))
    .map(([name, kind]) => ({
      kind: 'columns' as const,
      ...place,
      tableName: name,
      columns: { kind, names: ['patient_id'] },
    })),
  fc
    .tuple(tableName, fc.constantFrom('wider', 'other'))
    .map(([name, filterName]) => ({
      kind: 'dataCellsFilter' as const,
      ...place,
      tableName: name,
      filterName,
    })),
);
const anyPrincipal = fc.constantFrom(
  TEAM1,
  TEAM2,
  ANALYST,
  '999999999999',
  `${P}:IAMPrincipals`,
  `${C}:IAMPrincipals`,
  'IAM_ALLOWED_PRINCIPALS',
);

describe('findDrift, whatever the world', () => {
  it('does not depend on the order in which things were read', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(OBSERVED[0].permissions, {
          minLength: OBSERVED[0].permissions.length,
        }),
        permissions => {
          expect(
            driftOf(change('healthcare-producer', () => ({ permissions }))),
          ).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('notices every wanted right that is taken away', () => {
    fc.assert(
      fc.property(fc.subarray(WANTED, { minLength: 1, maxLength: 4 }), gone => {
        const ids = gone.map(({ account, properties }) => ({
          account,
          id: permissionId(
            parsePrincipal(properties.principal),
            properties.resource,
          ),
        }));
        const left = OBSERVED.map(each => ({
          ...each,
          permissions: each.permissions.filter(
            ({ id }) =>
              !ids.some(
                other => other.id === id && other.account === each.accountName,
              ),
          ),
        }));
        const found = driftOf(left);
        expect(found).toHaveLength(gone.length);
        expect(found.every(({ direction }) => direction === 'missing')).toBe(
          true,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('notices every right that lets somebody read beside them', () => {
    fc.assert(
      fc.property(
        anyPrincipal,
        anyResource,
        fc.constantFrom('SELECT' as const, 'ALL' as const),
        (principal, resource, word) => {
          const parsed = parsePrincipal(principal);
          const id = permissionId(parsed, resource);
          const isDeclared = WANTED.some(
            ({ account, properties }) =>
              account === 'healthcare-producer' &&
              permissionId(
                parsePrincipal(properties.principal),
                properties.resource,
              ) === id,
          );
          fc.pre(!isDeclared);
          const found = driftOf(
            change('healthcare-producer', ({ permissions, region }) => ({
              permissions: [
                ...permissions,
                {
                  id,
                  observedIn: P,
                  region,
                  principal: parsed,
                  resource,
                  permissions: [word],
                  grantable: [],
                  rows: [],
                },
              ],
            })),
          );
          expect(found.map(({ direction }) => direction)).toEqual(['excess']);
          expect(found[0].repair.kind).toBe('revoke');
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds nothing in another name or other words for the same filter', () => {
    const [filter] = OBSERVED[0].filters;
    const states = ["'Texas'", "'New York'"];
    const wordings = fc.constantFrom(
      `state in (${states.join(', ')})`,
      `state in (${[...states].reverse().join(', ')})`,
      states.map(state => `state = ${state}`).join(' or '),
      `not (not (${states.map(state => `state = ${state}`).join(' or ')}))`,
      `(state = 'Texas' and state <> 'Ohio') or state = 'New York'`,
    );
    fc.assert(
      fc.property(
        wordings,
        fc.constantFrom(filter.name, 'f', 'renamed_filter'),
        fc.boolean(),
        (expression, name, isExclude) => {
          const renamed = OBSERVED.map(each => ({
            ...each,
            filters: each.filters.map(before => ({
              ...before,
              name,
              columns: isExclude
                ? { kind: 'exclude' as const, names: ['ssn'] }
                : before.columns,
              rows: { kind: 'expression' as const, expression },
            })),
            permissions: each.permissions.map(permission => {
              const { resource, principal } = permission;
              if (resource.kind !== 'dataCellsFilter') return permission;
              const on = { ...resource, filterName: name };
              return {
                ...permission,
                id: permissionId(principal, on),
                resource: on,
              };
            }),
          }));
          expect(driftOf(renamed)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
