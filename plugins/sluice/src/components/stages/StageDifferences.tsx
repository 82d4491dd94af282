import { RiGitBranchLine } from '@remixicon/react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { driftRouteRef } from '../../routes';
import { driftText } from '../accessMatrix/level';
import styles from './stages.module.css';

/** Where stages do not agree, in words; nothing where they do. */
export function StageDifferences({ item }: { item: SluiceApi.AccessStages }) {
  const { team, tableEntityRef, differences, drift } = item;
  const driftRoute = useRouteRef(driftRouteRef);
  if (!differs(item)) return null;
  const query = new URLSearchParams({
    team: team.entityRef,
    table: tableEntityRef,
  });
  return (
    <div className={styles.differences}>
      <RiGitBranchLine aria-hidden size={16} />
      <span>
        {differences.map(({ text }) => text).join(' ')}
        {drift > 0 && (
          <>
            {' '}
            <Link href={driftRoute && `${driftRoute()}?${query}`}>
              {driftText(drift)}
            </Link>
          </>
        )}
      </span>
    </div>
  );
}

/** Whether there is something to say of an item. */
export function differs({
  differences,
  drift,
}: SluiceApi.AccessStages): boolean {
  return differences.length > 0 || drift > 0;
}

/** The stages that do not agree with another one. */
export function differingStages({
  differences,
}: SluiceApi.AccessStages): Set<string> {
  return new Set(differences.flatMap(({ between }) => between));
}
