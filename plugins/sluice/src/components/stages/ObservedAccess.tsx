import { RiQuestionLine } from '@remixicon/react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { attestationRouteRef } from '../../routes';
import { VerdictChip } from '../attestations';
import { TeamJobsLink } from '../entity/TeamJobsLink';
import { LevelChip } from '../explorer/LevelChip';
import { differingStages } from './StageDifferences';
import styles from './stages.module.css';

/** What a job has shown, and where that is proved; where nothing is, how to have it proved. */
export function ObservedAccess({ item }: { item: SluiceApi.AccessStages }) {
  const { level, text, evidence } = item.stages.observed;
  const proof = proofIn(item);
  const attestationRoute = useRouteRef(attestationRouteRef);
  return (
    <>
      {level === 'notProved' ? (
        <span className={styles.notProved}>
          <RiQuestionLine aria-hidden size={16} /> Not proved
          {!evidence && ' yet'}
        </span>
      ) : (
        <LevelChip level={level} />
      )}
      {proof && (
        <div>
          <VerdictChip verdict={proof} />
        </div>
      )}
      {(proof || evidence) && (
        <Text as="div" variant="body-small" color="secondary">
          {text}
        </Text>
      )}
      <Text as="div" variant="body-small" className={styles.ways}>
        {evidence && (
          <Link href={attestationRoute?.({ attestationId: evidence })}>
            The attestation
          </Link>
        )}
        {!proof && (
          <TeamJobsLink teamRef={item.team.entityRef}>Verify</TeamJobsLink>
        )}
      </Text>
    </>
  );
}

/** Whether what a job read is as it is to be; undefined where that is not proved. */
export function proofIn(
  item: SluiceApi.AccessStages,
): 'agrees' | 'differs' | undefined {
  if (item.stages.observed.level === 'notProved') return undefined;
  return differingStages(item).has('observed') ? 'differs' : 'agrees';
}
