import { consumerTeamSchema } from '../declarations';
import { wanted } from './__testUtils__/blueprints';
import {
  C,
  consumerAccount,
  oneAccountFacts,
  P,
  populationResearch,
  PRODUCER,
  seedFacts,
} from './__testUtils__/seedDeclarations';

const ROLE = 'population_research_job_execution_role';

describe('the policy of the job execution role', () => {
  const grantsOf = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      producerAccount: PRODUCER,
      database: 'healthcare_db',
      table: `table_${index}`,
      columns: ['id'],
    }));
  const teamWith = (more: object) =>
    consumerTeamSchema.parse({ ...populationResearch, ...more });

  it('is the same however many tables of other accounts the team is granted', () => {
    const policies = wanted(teamWith({ grants: [] }), 'iamPolicy');
    expect(policies).toHaveLength(1);
    expect(wanted(teamWith({ grants: grantsOf(100) }), 'iamPolicy')).toEqual(
      policies,
    );
  });

  it('covers the metadata of every account that shares are accepted from, in its Region', () => {
    const facts = seedFacts({
      accounts: [
        ...seedFacts().accounts,
        { name: 'other', accountId: '777788889999', region: 'eu-west-1' },
      ],
      declarations: [
        {
          ...consumerAccount,
          // Itself, and one that is not connected, among them.
          producerAccountIds: ['777788889999', C, '999900001111'],
        },
      ],
    });
    const metadata = wanted(teamWith({ grants: [] }), 'iamPolicy', facts)
      .flatMap(({ properties }) => properties.statements)
      .find(({ Action }) => Action === 'glue:Get*')!.Resource;
    expect(metadata).toEqual([
      `arn:aws:glue:us-west-2:${C}:catalog`,
      `arn:aws:glue:us-west-2:${C}:database/default`,
      `arn:aws:glue:us-west-2:${C}:database/global_temp`,
      `arn:aws:glue:us-west-2:${C}:database/consumer_healthcare_db`,
      `arn:aws:glue:us-west-2:${C}:table/consumer_healthcare_db/*`,
      'arn:aws:glue:eu-west-1:777788889999:catalog',
      'arn:aws:glue:eu-west-1:777788889999:database/*',
      'arn:aws:glue:eu-west-1:777788889999:table/*/*',
      'arn:aws:glue:us-west-2:999900001111:catalog',
      'arn:aws:glue:us-west-2:999900001111:database/*',
      'arn:aws:glue:us-west-2:999900001111:table/*/*',
    ]);
  });

  it('names tables of its own account one by one, in as many policies as IAM needs', () => {
    const team = teamWith({ account: PRODUCER, grants: grantsOf(100) });
    const facts = oneAccountFacts();
    const policies = wanted(team, 'iamPolicy', facts);
    const names = policies.map(({ properties }) => properties.name);
    expect(names.slice(0, 2)).toEqual([`${ROLE}-policy`, `${ROLE}-policy-2`]);
    // IAM attaches no more than ten to a role.
    expect(policies.length).toBeLessThanOrEqual(10);
    expect(
      wanted(team, 'iamRole', facts)[0].properties.attachedPolicies,
    ).toEqual(names);
    const text = JSON.stringify(policies);
    expect(text).toContain(`${P}:table/healthcare_db/table_99"`);
    expect(text).not.toContain('table/*/*');
  });
});
