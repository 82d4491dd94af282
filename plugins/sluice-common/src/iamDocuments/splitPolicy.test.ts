import fc from 'fast-check';
import { IamStatement } from '../resources';
import { splitPolicy } from './splitPolicy';

const IAM_QUOTA = 6144;

const first: IamStatement = {
  Sid: 'First',
  Effect: 'Allow',
  Action: 'lakeformation:GetDataAccess',
  Resource: '*',
};
const many = (count: number): IamStatement => ({
  Sid: 'Many',
  Effect: 'Allow',
  Action: 'glue:Get*',
  Resource: Array.from(
    { length: count },
    (_, index) =>
      `arn:aws:glue:us-west-2:111122223333:table/healthcare_db/table_${index}`,
  ),
});
const last: IamStatement = { ...first, Sid: 'Last' };

it('leaves alone what fits into one policy', () => {
  expect(splitPolicy([first, many(10), last])).toEqual([
    [first, many(10), last],
  ]);
});

it('keeps every resource of every statement, within the quota of IAM', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 500 }), count => {
      const policies = splitPolicy([first, many(count), last]);
      for (const policy of policies) {
        expect(
          JSON.stringify({ Version: '2012-10-17', Statement: policy }).length,
        ).toBeLessThanOrEqual(IAM_QUOTA);
        expect(new Set(policy.map(({ Sid }) => Sid)).size).toBe(policy.length);
      }
      const resourcesOf = (sid: string) =>
        policies
          .flat()
          .filter(({ Sid }) => Sid === sid)
          .flatMap(({ Resource }) => Resource);
      expect(resourcesOf('First')).toEqual(['*']);
      expect(resourcesOf('Many')).toEqual(many(count).Resource);
      expect(resourcesOf('Last')).toEqual(['*']);
    }),
    { numRuns: 30 },
  );
});
