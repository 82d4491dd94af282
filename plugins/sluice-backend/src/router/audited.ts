import {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';

/**
 * Does something, and leaves an audit event of how it ended.
 * @param metaOf - what of the outcome belongs into the event
 */
export async function audited<T>(
  auditor: AuditorService,
  event: AuditorServiceCreateEventOptions,
  action: () => Promise<T>,
  metaOf: (outcome: T) => JsonObject = () => ({}),
): Promise<T> {
  const audit = await auditor.createEvent(event);
  try {
    const outcome = await action();
    await audit.success({ meta: metaOf(outcome) });
    return outcome;
  } catch (error) {
    await audit.fail({ error: error as Error });
    throw error;
  }
}
