import { hasSomethingToDo } from './hasSomethingToDo';
import { Plan, StepAction } from './plan';

describe('hasSomethingToDo', () => {
  it.each<[Plan['kind'], StepAction[], boolean]>([
    ['apply', [], false],
    ['apply', ['none'], false],
    ['apply', ['none', 'create'], true],
    ['apply', ['none', 'adopt'], true],
    ['apply', ['none', 'update'], true],
    ['apply', ['none', 'replace'], true],
    ['apply', ['none', 'delete'], true],
    // The executor releases the claim on what is kept.
    ['apply', ['none', 'keep'], true],
    ['apply', ['keep'], true],
    // The declaration is taken back, whatever is left of its things.
    ['remove', [], true],
    ['remove', ['none'], true],
    ['remove', ['keep'], true],
    ['undo', ['none'], true],
    ['undo', ['delete'], true],
  ])('a plan to %s, steps %j: %s', (kind, actions, does) => {
    const steps = actions.map(action => ({ action }));
    expect(hasSomethingToDo({ kind, steps })).toBe(does);
  });
});
