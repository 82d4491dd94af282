import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { useLocation } from 'react-router-dom';
import { table } from '../../../__testUtils__/entities';
import {
  CARE,
  fakeSluiceApi,
  patients,
} from '../../../__testUtils__/fakeSluiceApi';
import { type SluiceApi, sluiceApiRef } from '../../../api';
import { clearQueries, QueryProvider } from '../../QueryProvider';
import { ExplorerPage } from '../ExplorerPage';

/** ARN of the role of the Patients Care Team. */
export const ROLE = 'arn:aws:iam::444455556666:role/team1';

function Location() {
  const { search } = useLocation();
  return <div data-testid="search">{decodeURIComponent(search)}</div>;
}

/** The explorer at a query of its URL, which `search` shows. */
export async function renderExplorer(query: string, api: Partial<SluiceApi>) {
  clearQueries();
  await renderInTestApp(
    <QueryProvider>
      <ExplorerPage />
      <Location />
    </QueryProvider>,
    {
      apis: [
        [
          sluiceApiRef,
          fakeSluiceApi({
            getTable: async () => patients,
            getPrincipals: async () => [
              {
                principal: ROLE,
                accountId: '444455556666',
                team: {
                  entityRef: CARE,
                  title: 'Patients Care Team',
                  onboarded: true,
                },
              },
            ],
            ...api,
          }),
        ],
        [catalogApiRef, catalogApiMock({ entities: [table] })],
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: [`/?${query}`],
    },
  );
}
