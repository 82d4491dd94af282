import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  type CatalogApi,
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { sluiceApiRef, type SluiceApi } from '../api';
import {
  changesRouteRef,
  driftRouteRef,
  historyRouteRef,
  requestsRouteRef,
} from '../routes';
import { fakeSluiceApi } from './fakeSluiceApi';

/** Renders what an entity page holds, with the answers of both backends. */
export function renderOnEntityPage(
  entity: Entity,
  content: JSX.Element,
  answers: Partial<SluiceApi> = {},
  catalog: CatalogApi = catalogApiMock(),
) {
  return renderInTestApp(
    <EntityProvider entity={entity}>{content}</EntityProvider>,
    {
      apis: [
        [sluiceApiRef, fakeSluiceApi(answers)],
        [catalogApiRef, catalog],
      ],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/sluice/changes': changesRouteRef,
        '/sluice/drift': driftRouteRef,
        '/sluice/requests': requestsRouteRef,
        '/sluice/history': historyRouteRef,
      },
    },
  );
}
