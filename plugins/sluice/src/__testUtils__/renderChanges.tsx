import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { sluiceApiRef, type SluiceApi } from '../api';
import { ChangesRoutes } from '../components/changes';
import { QueryProvider } from '../components/QueryProvider';
import { changesRouteRef } from '../routes';
import { fakeSluiceApi } from './fakeSluiceApi';

/** Renders the pages of changes and plans, at a path below theirs. */
export function renderChanges(path: string, answers: Partial<SluiceApi>) {
  return renderInTestApp(
    <QueryProvider>
      <ChangesRoutes />
    </QueryProvider>,
    {
      apis: [[sluiceApiRef, fakeSluiceApi(answers)]],
      mountPath: '/sluice/changes',
      mountedRoutes: {
        '/sluice/changes': changesRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      initialRouteEntries: [`/sluice/changes${path}`],
    },
  );
}
