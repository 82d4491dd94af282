import { RiGitBranchLine } from '@remixicon/react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { driftRouteRef } from '../../routes';
import { driftText } from './level';
import type { CellAddress } from './MatrixGrid';
import styles from './AccessMatrix.module.css';

/** Leads from a cell to where what is granted is not what is declared. */
export function DriftMark({
  drift,
  address,
  title,
}: {
  /** How many differences there are. */
  drift: number;
  address: CellAddress;
  /** Of which cell, in words. */
  title: string;
}) {
  const driftRoute = useRouteRef(driftRouteRef);
  return (
    <Link
      href={
        driftRoute && `${driftRoute()}?${new URLSearchParams({ ...address })}`
      }
      aria-label={`${driftText(drift)}: ${title}`}
      title="What is granted is not what is declared"
      variant="body-small"
      className={styles.drift}
    >
      <RiGitBranchLine aria-hidden size={14} />
      {driftText(drift)}
    </Link>
  );
}
