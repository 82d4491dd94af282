import { JsonObject } from '@backstage/types';
import { EffectiveAccess, summariseAccess } from '@sluice/plugin-sluice-common';
import { isReadable } from '../router/views';
import { Answer } from './Answers';

/** What AuthZEN calls a decision. */
export interface Decision {
  decision: boolean;
  context: JsonObject;
}

/** No, with what a person may be told. */
export function denied(reason: string): Decision {
  return { decision: false, context: { reason_user: { en: reason } } };
}

/** No, because the question itself does not hold. */
export function failed(status: number, message: string): Decision {
  return { decision: false, context: { error: { status, message } } };
}

/** Whether something is certainly read, of one column when it is named. */
export function isRead(access: EffectiveAccess, column?: string): boolean {
  return (
    isReadable(access) &&
    (column === undefined ||
      access.columns.some(
        ({ name, rows }) =>
          name.toLowerCase() === column.toLowerCase() && rows.kind !== 'none',
      ))
  );
}

/**
 * What stands behind a decision.
 *
 * @param link - where access can be asked for
 */
export function contextOf(
  { access, team }: Answer,
  link: string | undefined,
): JsonObject {
  return {
    level: access.level,
    ...(access.level === 'unknown' && { state: 'unknown' }),
    reason_user: {
      en: `${team?.title ?? 'The role'}: ${summariseAccess(access)}`,
    },
    reason_admin: {
      en: (access.level === 'unknown'
        ? access.problems
        : access.reasons.map(({ text }) => text)
      ).join(' '),
    },
    ...(isReadable(access) && {
      columns: access.columns
        .filter(({ rows }) => rows.kind !== 'none')
        .map(({ name }) => name),
      rows: { ...access.rows },
    }),
    ...(link && { access_request: { url: link } }),
  };
}
