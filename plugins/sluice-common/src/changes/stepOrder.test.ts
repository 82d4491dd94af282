import { afterDependencies, inOrder } from './stepOrder';

const after = (id: string, ...dependsOn: string[]) => ({ id, dependsOn });

describe('afterDependencies', () => {
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
      afterDependencies(steps)
        .map(({ id }) => id)
        .join(' '),
    ).toBe(order);
  });
});

describe('inOrder', () => {
  it('is the same order', () => {
    const steps = [after('c', 'b'), after('b', 'a'), after('a')];
    expect(inOrder(steps)).toEqual(afterDependencies(steps));
  });

  it.each([
    [[after('a', 'b'), after('b', 'a')], /in a circle, [ab] among/],
    [[after('c', 'c'), after('d')], /in a circle, c among/],
  ])('refuses a circle', (steps, message) => {
    expect(() => inOrder(steps)).toThrow(message);
  });
});
