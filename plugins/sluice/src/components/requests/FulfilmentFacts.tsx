import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { changeRouteRef } from '../../routes';
import { Facts } from '../entity/Facts';
import { timeText } from '../time';

const STATUSES: Record<SluiceApi.Fulfilment['status'], string> = {
  none: 'Nothing of this request is in Lake Formation',
  applying: 'Being granted in Lake Formation',
  active: 'Granted: Lake Formation was read to hold exactly this',
  failed: 'Failed: Lake Formation may not hold what was agreed on',
  removing: 'Being removed from Lake Formation',
  removed: 'Removed: Lake Formation was read to hold nothing of it',
};

/** What came of it in AWS. Never says more than was read back. */
export function FulfilmentFacts({
  fulfilment: { status, verifiedAt, changeId, removedAt, lastPossibleRead },
}: {
  fulfilment: SluiceApi.Fulfilment;
}) {
  const changeRoute = useRouteRef(changeRouteRef);
  return (
    <Facts
      facts={[
        ['Fulfilment', STATUSES[status]],
        ['Read back at', verifiedAt && timeText(verifiedAt)],
        [
          'Change',
          changeId && (
            <Link href={changeRoute?.({ changeId })}>
              what is done, step by step
            </Link>
          ),
        ],
        ['Removed at', removedAt && timeText(removedAt)],
        ['Last possible read', lastPossibleRead && timeText(lastPossibleRead)],
      ]}
    />
  );
}
