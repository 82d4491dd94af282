import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { attestationRouteRef, jobRunRouteRef } from '../../routes';
import { VerdictChip } from '../attestations';
import { Person } from '../changes/Person';
import tables from '../entity/entity.module.css';
import { timeText } from '../time';
import { JobStateBadge } from './jobState';
import { durationText, kindText, usdText } from './jobText';
import styles from './jobs.module.css';

/** Job runs, newest first. */
export function JobRunsTable({
  items,
  withoutTeam,
}: {
  items: SluiceApi.JobRun[];
  /** Where all are of the same. */
  withoutTeam?: boolean;
}) {
  const runRoute = useRouteRef(jobRunRouteRef);
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label="Job runs">
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">State</th>
            {!withoutTeam && <th scope="col">Team</th>}
            <th scope="col">Started by</th>
            <th scope="col">When</th>
            <th scope="col">Took</th>
            <th scope="col">Cost</th>
            <th scope="col">Proved</th>
          </tr>
        </thead>
        <tbody>
          {items.map(run => (
            <tr key={run.id}>
              <th scope="row" className={styles.name}>
                <Link href={runRoute?.({ jobRunId: run.id })}>
                  {run.kind === 'verification' ? 'Verify access' : run.name}
                </Link>
                <div className={styles.kind}>{kindText(run.kind)}</div>
              </th>
              <td className={tables.short}>
                <JobStateBadge state={run.state} />
              </td>
              {!withoutTeam && (
                <td>
                  <EntityRefLink
                    entityRef={run.team.entityRef}
                    title={run.team.title}
                    hideIcon
                  />
                </td>
              )}
              <td>
                <StartedBy run={run} />
              </td>
              <td className={tables.short}>{timeText(run.requestedAt)}</td>
              <td className={tables.short}>{durationText(run)}</td>
              <td className={tables.short}>
                {run.cost.usd !== undefined && usdText(run.cost.usd)}
              </td>
              <td>
                <Proof run={run} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Who started a run; Sluice does by schedule. */
export function StartedBy({ run }: { run: SluiceApi.JobRun }) {
  return run.origin === 'schedule' ? (
    <>Sluice, by schedule</>
  ) : (
    <Person entityRef={run.requestedBy} />
  );
}

function Proof({ run: { attestation } }: { run: SluiceApi.JobRun }) {
  const attestationRoute = useRouteRef(attestationRouteRef);
  if (!attestation) return null;
  return (
    <Link href={attestationRoute?.({ attestationId: attestation.id })}>
      <VerdictChip verdict={attestation.verdict} />
    </Link>
  );
}
