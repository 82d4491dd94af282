import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { Person } from '../changes/Person';
import { Facts } from '../entity/Facts';
import { timeText } from '../time';

const STATUSES: Record<SluiceApi.Agreement['status'], string> = {
  draft: 'A draft: nobody was asked yet',
  pending: 'Not decided',
  approved: 'Agreed on',
  denied: 'Denied',
  withdrawn: 'Withdrawn by the team',
  expired: 'Agreed on, and over',
  revoked: 'Agreed on, then ended',
  superseded: 'Agreed on, then replaced by another request',
};

/** What people decided; what came of it in AWS is another thing. */
export function AgreementFacts({
  request: { agreement, summary, reviewedAt },
}: {
  request: SluiceApi.AccessRequest;
}) {
  const { status, submittedAt, decidedAt, startsAt, expiresAt } = agreement;
  return (
    <Facts
      facts={[
        ['Agreement', STATUSES[status]],
        ['Asked by', <Person entityRef={summary.requester} />],
        ['Asked at', submittedAt && timeText(submittedAt)],
        ['Decided by', decidedAt && <DecidedBy agreement={agreement} />],
        ['Decided at', decidedAt && timeText(decidedAt)],
        [
          'Also asked',
          agreement.escalatedAt &&
            `others, since nobody had answered, at ${timeText(
              agreement.escalatedAt,
            )}`,
        ],
        ['From', startsAt && timeText(startsAt)],
        ['Until', expiresAt && timeText(expiresAt)],
        ['Kept by a review', reviewedAt && timeText(reviewedAt)],
        ['Ended', agreement.endedAt && timeText(agreement.endedAt)],
        [
          'Ended by',
          agreement.endedBy && <Person entityRef={agreement.endedBy} />,
        ],
        ['Why', agreement.endReason],
      ]}
    />
  );
}

function DecidedBy({ agreement }: { agreement: SluiceApi.Agreement }) {
  const people = [...new Set(agreement.decisions.map(({ by }) => by))];
  return (
    <>
      {people.map((person, i) => (
        <span key={person}>
          {i > 0 && ', '}
          <Person entityRef={person} />
        </span>
      ))}
    </>
  );
}
