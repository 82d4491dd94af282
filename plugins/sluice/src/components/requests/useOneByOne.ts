import { useState } from 'react';
import { reasonOf } from '../states';
import { useAction } from '../useAction';

/** How far one of several is. */
export type BulkOutcome = 'running' | 'done' | { reason: string };

/** Does the same to several, one after the other; one that fails does not stop the others. */
export function useOneByOne<Item extends { id: string }>(options: {
  action: (item: Item, comment: string) => Promise<unknown>;
  onDone: () => Promise<unknown>;
}) {
  const { action, onDone } = options;
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, BulkOutcome>>(
    new Map(),
  );
  const run = useAction({
    action: async ({ items, comment }: { items: Item[]; comment: string }) => {
      for (const item of items) {
        const note = (outcome: BulkOutcome) =>
          setOutcomes(known => new Map(known).set(item.id, outcome));
        note('running');
        try {
          await action(item, comment);
          note('done');
        } catch (error) {
          note({ reason: reasonOf(error as Error) });
        }
      }
    },
    onSuccess: onDone,
  });
  return {
    start: run.start,
    isRunning: run.isPending,
    hasStarted: outcomes.size > 0,
    outcomes,
  };
}
