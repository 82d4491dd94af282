import { Route, Routes } from 'react-router-dom';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { sluiceApiRef, type SluiceApi } from '../api';
import { QueryProvider } from '../components/QueryProvider';
import { requestsRouteRef } from '../routes';
import { CARE, fakeSluiceApi, patients, RESEARCH } from './fakeSluiceApi';

export const DAY = 24 * 60;

export const CARE_TEAM: Models.MatrixTeam = {
  entityRef: CARE,
  title: 'Patients Care',
  onboarded: true,
  principal: 'arn:aws:iam::222222222222:role/care',
};

export const RESEARCH_TEAM: Models.MatrixTeam = {
  entityRef: RESEARCH,
  title: 'Population Research',
  onboarded: false,
};

export const policy: Models.RequestPolicy = {
  maxDurationMinutes: 365 * DAY,
  defaultDurationMinutes: 90 * DAY,
  sensitiveClassifications: ['Restricted'],
};

/** Nothing stands against it, and the owner has to approve. */
export const possible: Models.RequestCheck = {
  findings: [],
  overlaps: [],
  consequences: [],
  permissions: [],
  steps: [
    {
      id: 'owner',
      stage: 0,
      title: 'Owner of healthcare_db.patients',
      why: 'The owner of a data product decides who reads it.',
      quorum: 1,
      state: 'open',
      approverRefs: ['group:default/patient-records'],
    },
  ],
};

/** Answers for a member of these teams, whom nothing is refused. */
export function answersFor(teams: Models.MatrixTeam[]): Partial<SluiceApi> {
  return {
    getMyAccess: async () => ({ teams, items: [], stale: false }),
    getRequestPolicy: async () => policy,
    getTable: async entityRef => ({ ...patients, entityRef }),
    checkTerms: async () => possible,
  };
}

/** Renders something that asks for access, with the page of a request beside it. */
export function renderAsking(
  content: JSX.Element,
  answers: Partial<SluiceApi>,
  options: { url?: string; tables?: string[] } = {},
) {
  return renderInTestApp(
    <QueryProvider>
      <Routes>
        <Route path="/sluice/requests/:id" element={<h1>The request</h1>} />
        <Route path="*" element={content} />
      </Routes>
    </QueryProvider>,
    {
      apis: [
        [sluiceApiRef, fakeSluiceApi(answers)],
        [
          catalogApiRef,
          catalogApiMock({
            entities: (options.tables ?? []).map(name => ({
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Resource',
              metadata: { namespace: 'producer', name },
              spec: { type: 'iceberg-table' },
            })),
          }),
        ],
      ],
      mountedRoutes: {
        '/sluice/requests': requestsRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      initialRouteEntries: [options.url ?? '/'],
    },
  );
}
