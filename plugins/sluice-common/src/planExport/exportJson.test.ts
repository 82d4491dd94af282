import { accounts, everyStep } from './__testUtils__/everyType';
import { exportJson } from './exportJson';

it('is the same text whatever the order of keys and steps that are free to move', () => {
  const steps = everyStep('create');
  const turned = steps.map(step => ({
    ...Object.fromEntries(Object.entries(step).reverse()),
  })) as typeof steps;
  const text = exportJson({ steps, accounts });
  expect(exportJson({ steps: turned.reverse(), accounts })).toBe(text);
  expect(JSON.parse(text).steps.map(({ id }: { id: string }) => id)).toEqual(
    steps.map(({ id }) => id),
  );
});
