import { Alert, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { Section } from '../entity/Section';
import { TeamJobsLink } from '../entity/TeamJobsLink';
import { EmptyState } from '../states';
import { AttestationFacts } from './AttestationFacts';
import { AttestedTable } from './AttestedTable';
import { DownloadDocument } from './DownloadDocument';
import { isStandIn } from './engine';
import { VERDICTS } from './verdict';
import { VerdictChip } from './VerdictChip';
import styles from './attestations.module.css';

/** An attestation: the verdict, table by table what it rests on, and who, when and by what. */
export function AttestationView({
  attestation,
}: {
  attestation: SluiceApi.Attestation;
}) {
  const { summary, tables } = attestation;
  return (
    <Flex direction="column" gap="4">
      <div className={styles.heading}>
        <Flex align="center" gap="3" className={styles.wrap}>
          <VerdictChip verdict={summary.verdict} />
          <Text as="h2" variant="title-small">
            {VERDICTS[summary.verdict].headline}
          </Text>
        </Flex>
        <Text as="p" className={styles.text}>
          {summary.text}
        </Text>
      </div>
      <Doubts attestation={attestation} />
      <Flex align="center" gap="4" className={styles.wrap}>
        <DownloadDocument attestation={attestation} />
        <TeamJobsLink teamRef={summary.team.entityRef}>
          Verify again on the team’s Jobs tab
        </TeamJobsLink>
      </Flex>
      <Section title="Who, when and by what">
        <AttestationFacts attestation={attestation} />
      </Section>
      {tables.length === 0 && attestation.intact && (
        <EmptyState title="No tables to show">
          None was verified, or none whose access you may see.
        </EmptyState>
      )}
      {tables.map(table => (
        <AttestedTable key={table.expectation.tableEntityRef} table={table} />
      ))}
    </Flex>
  );
}

/** What makes the attestation less than it looks. */
function Doubts({ attestation }: { attestation: SluiceApi.Attestation }) {
  const { summary, document, intact } = attestation;
  return (
    <>
      {!intact && (
        <Alert
          status="danger"
          icon
          title="The stored document was changed"
          description="It no longer has the hash that was kept beside it, so it proves nothing. Tell platform engineering, and verify again."
        />
      )}
      {isStandIn(summary.engine) && (
        <Alert
          status="warning"
          icon
          title="This was not read by Spark"
          description={`${summary.engine} stood in for it. It was let through the same permissions, but it does not show that Spark jobs of the team work.`}
        />
      )}
      {intact && !document && (
        <Alert
          status="info"
          icon
          title="Some tables are left out"
          description="You may not see the team’s access to them. The verdict is about those that are shown, and the document is for those who may see all of them."
        />
      )}
    </>
  );
}
