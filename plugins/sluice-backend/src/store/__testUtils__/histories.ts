import {
  AccountObservation,
  ObservationPart,
} from '@sluice/plugin-sluice-common';
import { ConnectedAccount } from '@sluice/plugin-sluice-node';
import fc from 'fast-check';
import { OBSERVATION_PARTS, ObservationRun } from '..';
import { CONSUMER, PRODUCER, runOf } from '../../__testUtils__/healthcare';
import { THINGS } from './things';

/** Which form each thing has at one time, by its position in {@link THINGS}. */
type Forms = number[];

/** The next reading of an account. */
export interface Step {
  run: ObservationRun;
  /** Whether somebody looks at what is known after it. */
  isSeen: boolean;
}

/** Readings of both accounts, between which a few things become other, or fail to be read. */
export const histories: fc.Arbitrary<Step[]> = fc
  .array(
    fc.record({
      account: fc.constantFrom(PRODUCER, CONSUMER),
      edits: fc.array(fc.tuple(fc.nat(THINGS.length - 1), fc.nat(3)), {
        maxLength: 5,
      }),
      failing: fc.oneof(
        { weight: 5, arbitrary: fc.constant([]) },
        {
          weight: 1,
          arbitrary: fc.subarray(
            ['locations', 'tags', 'tables', 'shares', 'permissions'] as const,
            { maxLength: 1 },
          ),
        },
      ),
      isSeen: fc.boolean(),
    }),
    { minLength: 2, maxLength: 10 },
  )
  .map(steps => {
    const forms: Forms = THINGS.map(() => 0);
    return steps.map(({ account, edits, failing, isSeen }, position) => {
      for (const [thing, form] of edits) forms[thing] = form;
      return { isSeen, run: reading(position, account, forms, failing) };
    });
  });

/**
 * Readings of both accounts in which one thing after the other becomes other, or
 * one part fails to be read, and is again as it was before the next.
 */
export function singleChanges(): ObservationRun[] {
  const forms: Forms = THINGS.map(() => 0);
  const runs: ObservationRun[] = [];
  const read = (
    account: ConnectedAccount,
    changed: Forms = forms,
    failing: ObservationPart[] = [],
  ) => runs.push(reading(runs.length, account, changed, failing));
  read(PRODUCER);
  read(CONSUMER);
  for (const [position, { account, variants }] of THINGS.entries()) {
    for (const form of variants.keys()) {
      if (form === 0) continue;
      read(account, forms.with(position, form));
      read(account);
    }
  }
  for (const account of [PRODUCER, CONSUMER]) {
    for (const part of OBSERVATION_PARTS) {
      read(account, forms, [part]);
      read(account);
    }
  }
  return runs;
}

function reading(
  minute: number,
  account: ConnectedAccount,
  forms: Forms,
  failing: readonly ObservationPart[],
): ObservationRun {
  return runOf(account, {
    at: new Date(Date.parse('2026-01-01T00:00:00Z') + minute * 60_000),
    failing: [...failing],
    documents: documentsOf(account, forms),
  });
}

function documentsOf(account: ConnectedAccount, forms: Forms) {
  return THINGS.flatMap((thing, position) =>
    thing.account === account
      ? thing.variants[forms[position] % thing.variants.length]
      : [],
  );
}

/** The observation with its lists in one order: what is put comes last in them. */
export function inOrder<Observation extends Partial<AccountObservation>>(
  observation: Observation,
): Observation {
  const text = (item: unknown) => JSON.stringify(item);
  return Object.fromEntries(
    Object.entries(observation).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? [...value].sort((a, b) => (text(a) < text(b) ? -1 : 1))
        : value,
    ]),
  ) as Observation;
}
