import { NotAllowedError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  type DataProductEntityV1alpha1,
  SLUICE_API_VERSION,
  type SluiceApi as Models,
} from '@sluice/plugin-sluice-common';
import { configure, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { sluiceApiRef, type SluiceApi } from '../../api';
import { CARE, fakeSluiceApi, matrix } from '../../__testUtils__/fakeSluiceApi';
import { clearQueries, QueryProvider } from '../QueryProvider';
import { DataProductsPage } from './DataProductsPage';

function product(
  name: string,
  title: string,
  domain: string,
  tags: string[],
): DataProductEntityV1alpha1 {
  return {
    apiVersion: SLUICE_API_VERSION,
    kind: 'DataProduct',
    metadata: { name, title, namespace: 'default', tags },
    spec: {
      owner: `group:default/${name}-office`,
      domain,
      lifecycle: 'active',
      classification: 'restricted',
      outputPorts: [],
    },
    relations: [{ type: 'ownedBy', targetRef: `group:default/${name}-office` }],
  };
}

const products = [
  product('patients', 'Patients', 'clinical', ['pii', 'phi']),
  product('claims', 'Claims', 'finance', ['pii']),
  product('facilities', 'Facilities', 'operations', []),
];

const myAccess: Models.MyAccess = {
  teams: [matrix.teams[0]],
  items: [
    {
      productRef: 'dataproduct:default/patients',
      teams: [CARE],
      level: 'partial',
    },
    { productRef: 'dataproduct:default/claims', teams: [CARE], level: 'full' },
    { productRef: 'dataproduct:default/facilities', teams: [], level: 'none' },
  ],
  stale: false,
};

function renderPage(
  answers: Partial<SluiceApi> = { getMyAccess: async () => myAccess },
  catalog = catalogApiMock({ entities: products }),
) {
  return renderInTestApp(
    <QueryProvider>
      <DataProductsPage />
    </QueryProvider>,
    {
      apis: [
        [sluiceApiRef, fakeSluiceApi(answers)],
        [catalogApiRef, catalog],
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

const row = (name: RegExp) => screen.findByRole('row', { name });

/** Titles of the products that are listed now. */
function listed() {
  return products
    .map(({ metadata }) => metadata.title!)
    .filter(title => screen.queryByText(title));
}

async function choose(label: string, option: string) {
  await userEvent.click(
    await screen.findByRole('button', { name: new RegExp(label) }),
  );
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

// Five selects and a table take jsdom longer than the usual limits allow.
jest.setTimeout(30_000);
configure({ asyncUtilTimeout: 10_000 });

describe('DataProductsPage', () => {
  afterEach(clearQueries);

  it('lists products with what the person can read of each', async () => {
    renderPage();

    await screen.findByText('Partial');
    expect(await row(/Patients/)).toHaveTextContent('Partial');
    expect(await row(/Claims/)).toHaveTextContent('Full');
    expect(await row(/Facilities/)).toHaveTextContent('None');
  });

  it('searches in names', async () => {
    renderPage();
    await row(/Patients/);

    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search data products' }),
      'claim',
    );

    await waitFor(() => expect(listed()).toEqual(['Claims']));
  });

  it.each([
    ['Domain', 'clinical', ['Patients']],
    ['Owner', 'claims-office', ['Claims']],
    ['Tag', 'pii', ['Patients', 'Claims']],
    ['My access', 'My teams can read it', ['Patients', 'Claims']],
  ])('filters by %s', async (label, option, titles) => {
    renderPage();
    await screen.findByText('Partial');

    await choose(label, option);

    await waitFor(() => expect(listed()).toEqual(titles));
  });

  it('says what to do when nothing matches', async () => {
    renderPage();
    await row(/Patients/);

    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search data products' }),
      'no such product',
    );

    expect(
      await screen.findByText('No data product matches'),
    ).toBeInTheDocument();
  });

  it('tells refusal by the catalog from failure', async () => {
    renderPage(
      undefined,
      catalogApiMock.mock({
        getEntityFacets: async () => ({ facets: {} }),
        queryEntities: async () => {
          throw new NotAllowedError('Sign in first');
        },
      }),
    );

    expect(
      await screen.findByText('You may not see the data products'),
    ).toBeInTheDocument();
  });
});
