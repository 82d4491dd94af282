import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  AccessRequest,
  ApprovalStep,
  describeDuration,
  openSteps,
  RequestEvent,
  RequestEventType,
} from '@sluice/plugin-sluice-common';

/** Tables beyond this are counted, not named. */
const MAX_TABLES = 3;

/** What happened, and what the request was before and is since. */
export interface Happening {
  event: RequestEvent;
  /** Entity ref of a person, or `sluice`. */
  actor: string;
  before?: AccessRequest;
  after: AccessRequest;
}

/** Whom news of a request may go to, as it is now. */
export interface Addressees {
  /** Of the team. */
  teamTitle: string;
  /** Entity refs of the owners of the tables' products. */
  owners: string[];
  /** Entity refs of those who may decide these steps, with who stands in for them. */
  approversOf(steps: ApprovalStep[]): Promise<string[]>;
}

interface News {
  to: string[];
  title: string;
  description: string;
  severity?: 'high';
}

type NewsOf<Type extends RequestEventType> = (
  event: Extract<RequestEvent, { type: Type }>,
  happening: Happening,
  addressees: Addressees,
) => Promise<News | undefined> | News;

/**
 * Who is told of what. Purposes and row filters are for those who open the
 * request and may see it, so none is in here.
 */
const NEWS: { [Type in RequestEventType]?: NewsOf<Type> } = {
  submitted: async (_, { after }, addressees) => ({
    to: await addressees.approversOf(openSteps(after)),
    ...asks(after, addressees),
  }),
  stepApproved: async (_, { before, after }, addressees) => {
    const known = new Set(before && openSteps(before).map(({ id }) => id));
    const opened = openSteps(after).filter(({ id }) => !known.has(id));
    if (opened.length === 0) return undefined;
    return {
      to: await addressees.approversOf(opened),
      ...asks(after, addressees),
    };
  },
  escalated: async ({ to }, { after }, addressees) => ({
    to: [...(await addressees.approversOf(openSteps(after))), ...to],
    ...asks(after, addressees),
    title: `Nobody has decided: ${asks(after, addressees).title}`,
    severity: 'high',
  }),
  approved: ({ startsAt, expiresAt }, { after }) => ({
    to: [after.requester],
    title: `Approved: access to ${nameTables(after)}`,
    description: `From ${timeOf(startsAt)} to ${timeOf(
      expiresAt,
    )}. You are told when it is there.`,
  }),
  denied: ({ decision }, { after }) => ({
    to: [after.requester],
    title: `Denied: access to ${nameTables(after)}`,
    description: decision.comment ?? 'No reason was given.',
  }),
  applied: (_, { after }) => ({
    to: [after.requester],
    title: `Active: access to ${nameTables(after)}`,
    description: `Lake Formation holds it. It ends at ${timeOf(
      after.agreement.expiresAt!,
    )}.`,
  }),
  applyFailed: (_, { after }, { owners }) => ({
    to: [after.requester, ...owners],
    title: `Failed: access to ${nameTables(after)}`,
    description:
      'It was approved, but could not be made in AWS. The request says why, and how it goes on.',
    severity: 'high',
  }),
  reduced: ({ reason }, { after }) => ({
    to: [after.requester],
    title: `Narrowed: access to ${nameTables(after)}`,
    description: reason,
  }),
  reminded: ({ expiresAt }, { after }) => ({
    to: [after.team],
    title: `Access to ${nameTables(after)} ends at ${timeOf(expiresAt)}`,
    description: 'Ask for more time if you still need it.',
  }),
  expired: (_, { after }) => ({
    to: [after.team, after.requester],
    title: `Ended: access to ${nameTables(after)}`,
    description: 'Its time is over. Ask again if you still need it.',
  }),
  revoked: ({ reason }, { after }) => ({
    to: [after.team, after.requester],
    title: `Revoked: access to ${nameTables(after)}`,
    description: reason,
  }),
  removalFailed: (_, { after }, { owners, teamTitle }) => ({
    to: owners,
    title: `${teamTitle} may still read ${nameTables(after)}`,
    description:
      'The access has ended, but could not be taken back in AWS. The request says why, and how it goes on.',
    severity: 'high',
  }),
};

/** Who is told what of something that happened, if anybody is. */
export async function noticeOf(
  happening: Happening,
  addressees: Addressees,
): Promise<NotificationSendOptions | undefined> {
  const { event, actor, after } = happening;
  const newsOf = NEWS[event.type] as NewsOf<RequestEventType> | undefined;
  const news = await newsOf?.(event, happening, addressees);
  if (!news || news.to.length === 0) return undefined;
  const { to, title, description, severity } = news;
  return {
    recipients: {
      type: 'entity',
      entityRef: [...new Set(to)],
      // Whoever did it knows.
      ...(actor.includes(':') && { excludeEntityRef: actor }),
    },
    payload: {
      title,
      description,
      link: `/sluice/requests/${after.id}`,
      severity: severity ?? 'normal',
      topic: 'access-requests',
      // Of one request, the last is what counts.
      scope: `sluice:${after.id}`,
    },
  };
}

function asks(
  request: AccessRequest,
  { teamTitle }: Addressees,
): Pick<News, 'title' | 'description'> {
  const columns = request.terms.tables.flatMap(table => table.columns).length;
  return {
    title: `${teamTitle} asks for access to ${nameTables(request)}`,
    description: `${columns} column${
      columns === 1 ? '' : 's'
    } for ${describeDuration(
      request.terms.durationMinutes,
    )}. To agree: ${openSteps(request)
      .map(({ title }) => title)
      .join(', ')}.`,
  };
}

function nameTables({ terms }: AccessRequest): string {
  const names = terms.tables.map(
    ({ ref }) => `${ref.databaseName}.${ref.tableName}`,
  );
  const more = names.length - MAX_TABLES;
  return more > 0
    ? `${names.slice(0, MAX_TABLES).join(', ')} and ${more} more`
    : names.join(', ');
}

/** `2026-03-01 14:05 UTC` */
function timeOf(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
