import { step } from '../../__testUtils__/changes';
import { inTopologicalOrder, stepsByAccount } from './orderSteps';

const after = (id: string, ...dependsOn: string[]) => step(id, { dependsOn });

describe('inTopologicalOrder', () => {
  it.each([
    ['keeps the given order where it can', [after('a'), after('b')], 'a b'],
    [
      'puts what is depended on first',
      [after('c', 'b'), after('b', 'a'), after('a')],
      'a b c',
    ],
    [
      'does not repeat what two depend on',
      [after('b', 'a'), after('c', 'a'), after('a')],
      'a b c',
    ],
    [
      'takes for granted what is not of the plan',
      [after('a', 'elsewhere')],
      'a',
    ],
    [
      'loses no step of a circle',
      [after('a', 'b'), after('b', 'a'), after('c', 'c')],
      'b a c',
    ],
  ])('%s', (_, steps, order) => {
    expect(
      inTopologicalOrder(steps)
        .map(({ id }) => id)
        .join(' '),
    ).toBe(order);
  });
});

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
