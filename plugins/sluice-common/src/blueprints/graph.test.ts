import fc from 'fast-check';
import { consumerTeamSchema, Declaration } from '../declarations';
import { DesiredResource, IamStatement } from '../resources';
import {
  consumerAccount,
  populationResearch,
  PRODUCER,
  SEED_DECLARATIONS,
  seedFacts,
} from './__testUtils__/seedDeclarations';
import { blueprintOf } from './blueprintOf';

const ALL: readonly Declaration[] = [...SEED_DECLARATIONS, populationResearch];
const allResources = () =>
  ALL.flatMap(declaration => blueprintOf(declaration, seedFacts()));

it.each(ALL.map(declaration => [declaration.kind, declaration] as const))(
  '%s (%#) has each resource once, with a reason',
  (_, declaration) => {
    const resources = blueprintOf(declaration, seedFacts());
    const ids = resources.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    for (const { why } of resources) expect(why).toMatch(/^[A-Z].*\.$/);
  },
);

it('depends only on what some declaration wants', () => {
  const known = new Set(allResources().map(({ id }) => id));
  const unknown = allResources()
    .flatMap(({ dependsOn }) => dependsOn)
    .filter(id => !known.has(id));
  expect(unknown).toEqual([]);
});

it('wants the same of a thing in every declaration', () => {
  const byId = new Map<string, DesiredResource>();
  for (const resource of allResources()) {
    const known = byId.get(resource.id) ?? resource;
    expect(resource.properties).toEqual(known.properties);
    byId.set(resource.id, resource);
  }
});

describe('any team', () => {
  const grant = fc.record(
    {
      producerAccount: fc.constant(PRODUCER),
      database: fc.constant('healthcare_db'),
      table: fc.constantFrom('patients', 'claims'),
      columns: fc.subarray(['city', 'state', 'patient_id'], { minLength: 1 }),
      rowFilter: fc.constantFrom("state = 'Ohio'", "city = 'Austin'"),
    },
    { requiredKeys: ['producerAccount', 'database', 'table'] },
  );
  const team = fc
    .record({
      grants: fc.array(grant, { maxLength: 6 }),
      namespace: fc.option(fc.constant('own'), { nil: undefined }),
    })
    .map(({ grants, namespace }) =>
      consumerTeamSchema.parse({
        kind: 'consumerTeam',
        team: 'group:default/any',
        account: 'healthcare-consumer',
        jobExecutionRole: 'Any.Role+1',
        namespace,
        // Several grants on one table are several filters.
        grants: grants.map((each, index) => ({
          ...each,
          filterName: `filter_${index}`,
        })),
      }),
    );

  it('has each resource after what it depends on', () => {
    fc.assert(
      fc.property(team, declaration => {
        const resources = blueprintOf(declaration, seedFacts());
        const place = new Map(resources.map(({ id }, index) => [id, index]));
        expect(place.size).toBe(resources.length);
        resources.forEach(({ dependsOn }, index) => {
          for (const id of dependsOn) {
            expect(place.get(id) ?? -1).toBeLessThan(index);
          }
        });
      }),
    );
  });

  it('makes no cycle with all other declarations', () => {
    fc.assert(
      fc.property(team, declaration => {
        const dependsOn = new Map<string, Set<string>>();
        for (const each of [...ALL, declaration]) {
          for (const resource of blueprintOf(each, seedFacts())) {
            const known = dependsOn.get(resource.id) ?? [];
            dependsOn.set(
              resource.id,
              new Set([...known, ...resource.dependsOn]),
            );
          }
        }
        expect(leftInCycles(dependsOn)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

/** Takes away what depends on nothing that is left, until nothing more goes. */
function leftInCycles(dependsOn: Map<string, Set<string>>): string[] {
  const left = new Map(dependsOn);
  let size: number;
  do {
    size = left.size;
    for (const [id, before] of left) {
      if (![...before].some(each => left.has(each))) left.delete(id);
    }
  } while (left.size < size);
  return [...left.keys()];
}

describe('policies', () => {
  /** IAM has no resource type for these (Service Authorization Reference). */
  const WITHOUT_RESOURCE = [
    'emr-containers:CreateCertificate',
    'lakeformation:GetDataAccess',
  ];
  const statementsOf = (resources: DesiredResource[]): IamStatement[] =>
    resources.flatMap(resource => {
      switch (resource.type) {
        case 'iamPolicy':
          return resource.properties.statements;
        case 'iamPolicyMember':
          return [
            {
              ...resource.properties.statement,
              Resource: resource.properties.resourceArn,
            },
          ];
        case 'catalogPolicyStatement':
          return [resource.properties.statement];
        default:
          return [];
      }
    });

  it('are about all resources only where IAM allows nothing else', () => {
    const wide = statementsOf(allResources()).filter(({ Resource }) =>
      [Resource].flat().includes('*'),
    );
    expect(new Set(wide.flatMap(({ Action }) => Action))).toEqual(
      new Set(WITHOUT_RESOURCE),
    );
  });

  it('let nobody change the catalog', () => {
    for (const { Action } of statementsOf(allResources())) {
      expect([Action].flat().join()).not.toMatch(
        /^\*$|glue:(\*|Create|Update|Delete)/,
      );
    }
  });

  it('give no team the files of the tables', () => {
    const ofTeams = ALL.filter(({ kind }) => kind === 'consumerTeam').flatMap(
      declaration => blueprintOf(declaration, seedFacts()),
    );
    const buckets = statementsOf(ofTeams)
      .flatMap(({ Resource = [] }) => Resource)
      .filter(arn => arn.startsWith('arn:aws:s3:'))
      .map(arn => arn.slice('arn:aws:s3:::'.length).split('/')[0]);
    expect(new Set(buckets)).toEqual(new Set([consumerAccount.jobsBucket]));
  });
});

it('trusts nobody but named roles, services and the cluster', () => {
  const principals = allResources()
    .flatMap(resource =>
      resource.type === 'iamRole' ? resource.properties.trust : [],
    )
    .map(({ Principal }) => JSON.stringify(Principal));
  expect(principals.length).toBeGreaterThan(0);
  for (const principal of principals) {
    expect(principal).not.toMatch(/"\*"|:root/);
  }
});
