import { useApi } from '@backstage/frontend-plugin-api';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { ErrorState, LoadingState } from '../states';
import { type AskedAccess, tablesOf } from './askedAccess';
import { type KnownTables } from './terms';
import { useKnownTables } from './useKnownTables';
import { useRequestPolicy } from './useRequestPolicy';

/** What a request form begins with. */
export interface RequestFormBasis {
  teams: SluiceApi.MatrixTeam[];
  policy: SluiceApi.RequestPolicy;
  /** A table that could not be read is missing; the form says so itself. */
  tables: KnownTables;
}

/** Waits for what a request form begins with. */
export function RequestFormLoader({
  asked,
  children,
  frame = content => content,
}: {
  asked: AskedAccess;
  children: (basis: RequestFormBasis) => JSX.Element;
  /** Around what is shown meanwhile. */
  frame?: (content: JSX.Element) => JSX.Element;
}) {
  const api = useApi(sluiceApiRef);
  const access = useQuery({
    queryKey: ['my-access'],
    queryFn: () => api.getMyAccess(),
  });
  const policy = useRequestPolicy();
  const { tables, isPending } = useKnownTables(tablesOf(asked));
  if (access.data && policy.data && !isPending) {
    return children({ teams: access.data.teams, policy: policy.data, tables });
  }
  for (const [query, what] of [
    [access, 'your teams'],
    [policy, 'the rules of requests'],
  ] as const) {
    if (query.error && !query.data) {
      return frame(
        <ErrorState
          error={query.error}
          what={what}
          onRetry={() => query.refetch()}
        />,
      );
    }
  }
  return frame(<LoadingState what="the form" />);
}
