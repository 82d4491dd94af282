import type { SluiceApi } from '@sluice/plugin-sluice-common';
import tables from '../entity/entity.module.css';
import { EmptyState } from '../states';

const DIRECTIONS: Record<
  SluiceApi.AccountDetailsSharesInner['direction'],
  string
> = { owned: 'Shared by this account', received: 'Shared with this account' };

/** Resource shares of AWS RAM, in both directions. */
export function AccountShares({
  shares,
}: {
  shares: SluiceApi.AccountDetailsSharesInner[];
}) {
  if (shares.length === 0) {
    return (
      <EmptyState title="No shares">
        Nothing is shared by this account or with it.
      </EmptyState>
    );
  }
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label="Shares">
        <thead>
          <tr>
            <th scope="col">Share</th>
            <th scope="col">Direction</th>
            <th scope="col">Owner</th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {shares.map(({ arn, name, ownerAccountId, status, direction }) => (
            <tr key={`${direction} ${arn}`}>
              <th scope="row" title={arn}>
                {name}
              </th>
              <td>{DIRECTIONS[direction]}</td>
              <td>{ownerAccountId}</td>
              <td>{status}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
