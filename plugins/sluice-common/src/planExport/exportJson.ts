import { inOrder } from '../changes';
import { ExportedPlan } from './ExportedPlan';

/**
 * The steps as JSON, in an order that they can be done in; the same text for
 * the same plan, so that two exports can be compared.
 * @public
 */
export function exportJson({ steps, accounts }: ExportedPlan): string {
  const document = { accounts, steps: inOrder(steps) };
  return `${JSON.stringify(sorted(document), undefined, 2)}\n`;
}

/** With the keys of objects in order, at every depth. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}
