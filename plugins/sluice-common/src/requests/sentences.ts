import { parseEntityRef } from '@backstage/catalog-model';
import { ApprovalDecision } from './approval';
import {
  RecordedRequestEvent,
  RequestEvent,
  RequestEventType,
  SLUICE_ACTOR,
} from './events';
import { AccessTerms, RequestedTable } from './terms';

/** Columns beyond this are counted, not named. */
const MAX_NAMES = 6;

type Sentences = {
  [Type in RequestEventType]: (
    event: Extract<RequestEvent, { type: Type }>,
    actor: string,
  ) => string;
};

const SENTENCES: Sentences = {
  created: ({ team, terms, supersedes }, actor) =>
    `${actor} drafted a request for ${nameOfRef(team)}${
      supersedes ? `, in place of request ${supersedes}` : ''
    }: ${describeTerms(terms)}`,
  edited: ({ terms }, actor) =>
    `${actor} changed what is asked for: ${describeTerms(
      terms,
    )}; earlier approvals no longer count`,
  submitted: ({ steps }, actor) =>
    `${actor} submitted the request; to agree: ${steps
      .map(({ title }) => title)
      .join(', ')}`,
  withdrawn: ({ reason }, actor) =>
    `${actor} took the request back${because(reason)}`,
  stepApproved: ({ decision, terms }, actor) =>
    `${actor} approved${byWhichRight(decision)}${
      terms ? `, but narrower: ${describeTerms(terms)}` : ''
    }${because(decision.comment)}`,
  approved: ({ startsAt, expiresAt }) =>
    `Everybody whose agreement is needed has agreed: access from ${timeOf(
      startsAt,
    )} to ${timeOf(expiresAt)}`,
  denied: ({ decision }, actor) =>
    `${actor} denied the request${byWhichRight(decision)}${because(
      decision.comment,
    )}`,
  escalated: ({ to }, actor) =>
    `${actor} asked ${to
      .map(nameOfRef)
      .join(', ')} to decide as well, since nobody had`,
  reminded: ({ expiresAt }, actor) =>
    `${actor} reminded the team that access ends at ${timeOf(expiresAt)}`,
  applyStarted: ({ changeId }, actor) =>
    `${actor} began to make the access in AWS, as change ${changeId}`,
  applied: () =>
    'Lake Formation was read to hold exactly what was agreed on: access is active',
  applyFailed: ({ error }) => `Access could not be made in AWS: ${error}`,
  reduced: ({ terms, reason, expiresAt }, actor) =>
    `${actor} narrowed the access to ${describeTables(terms)}${
      expiresAt ? `, ending at ${timeOf(expiresAt)}` : ''
    }${because(reason)}`,
  kept: ({ reason }, actor) =>
    `${actor} kept the access in an access review${because(reason)}`,
  expired: () => 'The access came to its end',
  revoked: ({ reason, reviewId }, actor) =>
    `${actor} revoked the access${
      reviewId ? ' in an access review' : ''
    }${because(reason)}`,
  superseded: ({ by }) => `Request ${by} took the place of this one`,
  removalStarted: ({ changeId }, actor) =>
    `${actor} began to take the access back in AWS, as change ${changeId}`,
  removed: ({ lastPossibleRead, remaining = [] }) =>
    `Lake Formation was read to hold nothing of it any more; sessions that were open may have read until ${timeOf(
      lastPossibleRead,
    )}${
      remaining.length > 0
        ? `; the team still has access by other ways: ${remaining.join('; ')}`
        : ''
    }`,
  removalFailed: ({ error }) =>
    `Access could not be taken back in AWS: ${error}`,
};

/** What happened, in one plain sentence. @public */
export function sentenceOf({ event, actor }: RecordedRequestEvent): string {
  const sentence = SENTENCES[event.type] as (
    event: RequestEvent,
    actor: string,
  ) => string;
  const text = sentence(event, nameOfRef(actor));
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function describeTerms(terms: AccessTerms): string {
  return `${describeTables(terms)}${
    terms.startsAt ? `, from ${timeOf(terms.startsAt)} on` : ''
  }, for ${describeDuration(terms.durationMinutes)}`;
}

function describeTables({ tables }: AccessTerms): string {
  return tables.map(describeTable).join(' and ');
}

function describeTable({ ref, columns, rowFilter }: RequestedTable): string {
  const names =
    columns.length > MAX_NAMES
      ? `${columns.length} columns`
      : columns.map(({ name }) => name).join(', ');
  return `${names} of ${ref.databaseName}.${ref.tableName}${
    rowFilter ? ` where ${rowFilter}` : ''
  }`;
}

/** `30 days`, `90 minutes`: in the largest unit that says it exactly. @public */
export function describeDuration(minutes: number): string {
  const units: [number, string][] = [
    [24 * 60, 'day'],
    [60, 'hour'],
    [1, 'minute'],
  ];
  const [size, unit] = units.find(([each]) => minutes % each === 0)!;
  const count = minutes / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** By one's own name, nothing needs to be said. */
function byWhichRight({
  by,
  asMemberOf,
  onBehalfOf,
  escalated,
}: ApprovalDecision): string {
  return [
    asMemberOf === by || asMemberOf === onBehalfOf
      ? ''
      : ` for ${nameOfRef(asMemberOf)}`,
    onBehalfOf ? `, in place of ${nameOfRef(onBehalfOf)}` : '',
    escalated ? ', as nobody else had decided' : '',
  ].join('');
}

function because(reason?: string): string {
  return reason ? `: ${reason}` : '';
}

/** `2026-03-01 14:05 UTC` */
function timeOf(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** The name of who is meant, with the namespace if it is not the default one. */
function nameOfRef(ref: string): string {
  if (ref === SLUICE_ACTOR) return 'Sluice';
  const { namespace, name } = parseEntityRef(ref);
  return namespace === 'default' ? name : `${namespace}/${name}`;
}
