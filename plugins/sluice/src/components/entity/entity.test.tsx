import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { sluiceApiRef, type SluiceApi } from '../../api';
import {
  CARE,
  fakeSluiceApi,
  matrix,
  PATIENTS,
  patientsOfCare,
} from '../../__testUtils__/fakeSluiceApi';
import { clearQueries } from '../QueryProvider';
import {
  AccessGrantContent,
  DataProductOverviewCard,
  TableContent,
  TeamAccessContent,
} from '.';

const team: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'patients-care-team', namespace: 'default' },
  spec: { type: 'team' },
};

const table: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'healthcare_db.patients', namespace: 'producer' },
  spec: { type: 'iceberg-table' },
};

const grant: Entity = {
  apiVersion: 'sluice.io/v1alpha1',
  kind: 'AccessGrant',
  metadata: { name: 'care.healthcare_db.patients', namespace: 'producer' },
  spec: {
    team: CARE,
    table: PATIENTS,
    permissions: ['SELECT'],
    level: 'partial',
    columns: [{ name: 'patient_id' }],
    hiddenColumns: 1,
    rowFilter: "state = 'Texas'",
    principal: { arn: 'arn:aws:iam::222222222222:role/care' },
    origin: 'import',
    stages: { granted: { level: 'partial' } },
  },
};

function renderFor(
  entity: Entity,
  content: JSX.Element,
  answers: Partial<SluiceApi> = {},
  entities: Entity[] = [],
) {
  return renderInTestApp(
    <EntityProvider entity={entity}>{content}</EntityProvider>,
    {
      apis: [
        [sluiceApiRef, fakeSluiceApi(answers)],
        [catalogApiRef, catalogApiMock({ entities })],
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

describe('entity pages', () => {
  afterEach(clearQueries);

  it('tells what a data product is for and leaves out what is not said', async () => {
    renderFor(
      {
        apiVersion: 'sluice.io/v1alpha1',
        kind: 'DataProduct',
        metadata: { name: 'patients' },
        spec: {
          owner: 'group:default/patient-records',
          lifecycle: 'active',
          purpose: 'Plan care',
          outputPorts: [{ name: 'patients', tables: [PATIENTS] }],
        },
      },
      <DataProductOverviewCard />,
    );

    expect(await screen.findByText('Plan care')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: /healthcare_db\.patients/ }),
    ).toBeInTheDocument();
    expect(screen.queryByText('Limitations')).not.toBeInTheDocument();
  });

  it('lists what a team can read, with the reasons a click away', async () => {
    renderFor(team, <TeamAccessContent />, {
      getTeamAccess: async () => ({
        team: matrix.teams[0],
        items: [patientsOfCare],
        stale: false,
      }),
      getEffectiveAccess: async () => patientsOfCare,
    });

    expect(await screen.findByText('1 of 2 columns')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Why' }));
    expect(
      await screen.findByText('The filter texas_only leaves out ssn.'),
    ).toBeInTheDocument();
  });

  it('tells a team that is not onboarded what is missing', async () => {
    renderFor(team, <TeamAccessContent />, {
      getTeamAccess: async () => ({
        team: matrix.teams[1],
        items: [],
        stale: false,
      }),
    });

    expect(
      await screen.findByText('This team is not onboarded'),
    ).toBeInTheDocument();
  });

  it('tells the stages of a grant apart and gives its reasons', async () => {
    renderFor(grant, <AccessGrantContent />, {
      getEffectiveAccess: async () => patientsOfCare,
    });

    expect(
      await screen.findByRole('row', { name: /^Granted:/ }),
    ).toHaveTextContent('Partial');
    expect(screen.getByRole('row', { name: /^Observed:/ })).toHaveTextContent(
      'Not looked at',
    );
    expect(
      await screen.findByText('The filter texas_only leaves out ssn.'),
    ).toBeInTheDocument();
  });

  it('shows the schema of a table and who can read it', async () => {
    const other = {
      ...grant,
      metadata: { ...grant.metadata, name: 'other' },
      spec: { ...grant.spec, table: 'resource:producer/healthcare_db.claims' },
    };
    renderFor(
      table,
      <TableContent />,
      {
        getTable: async () => ({
          entityRef: PATIENTS,
          ref: matrix.tables[0].ref,
          accountName: 'producer',
          format: 'iceberg',
          registration: 'lakeFormation',
          columns: [
            {
              fieldId: 9,
              name: 'state',
              type: 'string',
              partitionTransform: 'identity',
              lfTags: [],
            },
          ],
          lfTags: [],
          observedAt: '2026-01-01T00:00:00Z',
          stale: false,
        }),
      },
      [grant, other],
    );

    expect(await screen.findByRole('row', { name: /state/ })).toHaveTextContent(
      '9statestringidentity',
    );
    expect(await screen.findByText('1 of 2 columns')).toBeInTheDocument();
    expect(screen.getAllByRole('button', { name: 'Why' })).toHaveLength(1);
  });
});
