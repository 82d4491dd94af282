import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { jobRunRouteRef } from '../../routes';
import { Person } from '../changes/Person';
import { Facts } from '../entity/Facts';
import { timeText } from '../time';
import { ContentHash } from './ContentHash';
import { EngineMark } from './EngineMark';

/** Whose access, who asked, when, and by what it was read. */
export function AttestationFacts({
  attestation,
}: {
  attestation: SluiceApi.Attestation;
}) {
  const { summary, roleArn, accountName, requestedBy, script } = attestation;
  const { startedAt, finishedAt, intact } = attestation;
  const jobRunRoute = useRouteRef(jobRunRouteRef);
  return (
    <Facts
      facts={[
        [
          'Team',
          <EntityRefLink
            entityRef={summary.team.entityRef}
            title={summary.team.title}
            hideIcon
          />,
        ],
        ['Attested', timeText(summary.attestedAt)],
        ['Asked by', requestedBy && <Person entityRef={requestedBy} />],
        [
          'Job run',
          <Link href={jobRunRoute?.({ jobRunId: summary.jobRunId })}>
            The run and its log
          </Link>,
        ],
        [
          'Read',
          startedAt &&
            finishedAt &&
            `from ${timeText(startedAt)} to ${timeText(finishedAt)}`,
        ],
        ['Read by', <EngineMark engine={summary.engine} />],
        ['Read as', roleArn && <code>{roleArn}</code>],
        ['In the account', accountName],
        ['Script', script.name && <code>{script.name}</code>],
        [
          'SHA-256 of the script',
          script.sha256 && <code>{script.sha256}</code>,
        ],
        [
          'SHA-256 of the document',
          <ContentHash hash={summary.contentHash} intact={intact} />,
        ],
      ]}
    />
  );
}
