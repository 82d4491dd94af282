import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { changeRouteRef, planRouteRef } from '../../routes';
import { Facts } from '../entity/Facts';
import { timeText } from '../time';
import { Person } from './Person';

/** Who, why, when, and what it belongs to. */
export function ChangeFacts({ summary }: { summary: SluiceApi.ChangeSummary }) {
  const { subject, createdBy, reason, createdAt, finishedAt, undoes, planId } =
    summary;
  const planRoute = useRouteRef(planRouteRef);
  const changeRoute = useRouteRef(changeRouteRef);
  return (
    <Facts
      facts={[
        ['Of', subject],
        ['Who', <Person entityRef={createdBy} />],
        ['Why', reason],
        ['Started', timeText(createdAt)],
        ['Finished', finishedAt && timeText(finishedAt)],
        [
          'Undoes',
          undoes && (
            <Link href={changeRoute?.({ changeId: undoes })}>
              an earlier change
            </Link>
          ),
        ],
        [
          'Plan',
          <Link href={planRoute?.({ planId })}>as it was before applying</Link>,
        ],
      ]}
    />
  );
}
