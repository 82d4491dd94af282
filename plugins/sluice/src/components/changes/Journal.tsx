import type { SluiceApi } from '@sluice/plugin-sluice-common';
import tables from '../entity/entity.module.css';
import { EmptyState } from '../states';

/** Where the words of the journal are not those of the page. */
const EVENTS: Record<string, string> = {
  'cancel-requested': 'stop requested',
  cancelled: 'stopped',
  abandoned: 'given up',
};

/** To the millisecond: entries follow each other closely. */
function momentText(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? iso
    : date.toLocaleString(undefined, {
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        fractionalSecondDigits: 3,
      });
}

/** Most messages name their step; what AWS said does not. */
function withTitle(message: string, title?: string): string {
  return !title || message.includes(title) ? message : `${title}: ${message}`;
}

/** What was done, entry by entry, as it was written before and after each step. */
export function Journal({
  journal,
  plan,
}: Pick<SluiceApi.Change, 'journal' | 'plan'>) {
  const titles = new Map(plan.steps.map(({ id, title }) => [id, title]));
  if (journal.length === 0) {
    return (
      <EmptyState title="Nothing was done yet">
        The first entry is written when a backend takes the change.
      </EmptyState>
    );
  }
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label="Journal">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">Details</th>
          </tr>
        </thead>
        <tbody>
          {journal.map(({ at, event, stepId, message }, i) => (
            <tr key={i}>
              <td className={tables.short}>{momentText(at)}</td>
              <th scope="row" className={tables.short}>
                {EVENTS[event] ?? event}
              </th>
              <td>{withTitle(message, stepId && titles.get(stepId))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
