import { step } from '../../__testUtils__/changes';
import { stepsByAccount } from './orderSteps';

it('groups by account, in the order of their first steps', () => {
  const groups = stepsByAccount([
    step('grant', { account: 'producer', dependsOn: ['role'] }),
    step('location', { account: 'producer' }),
    step('role', { account: 'consumer' }),
  ]);

  expect(
    groups.map(({ account, steps }) => [account, ...steps.map(({ id }) => id)]),
  ).toEqual([
    ['consumer', 'role'],
    ['producer', 'grant', 'location'],
  ]);
});
