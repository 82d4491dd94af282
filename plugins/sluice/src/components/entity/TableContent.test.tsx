import { NotAllowedError } from '@backstage/errors';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { grant, table } from '../../__testUtils__/entities';
import {
  CLAIMS,
  patients,
  patientsOfCare,
} from '../../__testUtils__/fakeSluiceApi';
import { renderOnEntityPage } from '../../__testUtils__/renderOnEntityPage';
import { clearQueries } from '../QueryProvider';
import { TableContent } from './TableContent';

const ofAnotherTable = {
  ...grant,
  metadata: { ...grant.metadata, name: 'care.healthcare_db.claims' },
  spec: { ...grant.spec, table: CLAIMS },
};

function renderTable(catalog = catalogApiMock({ entities: [] })) {
  return renderOnEntityPage(
    table,
    <TableContent />,
    {
      getTable: async () => patients,
      getEffectiveAccess: async () => patientsOfCare,
    },
    catalog,
  );
}

describe('TableContent', () => {
  afterEach(clearQueries);

  it('shows the schema and who can read it, with the reasons a click away', async () => {
    renderTable(catalogApiMock({ entities: [grant, ofAnotherTable] }));

    expect(
      await screen.findByRole('row', { name: /^9 city string identity/ }),
    ).toBeInTheDocument();
    expect(await screen.findByText('1 of 2 columns')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Why' }));
    expect(
      await screen.findByText('The filter texas_only leaves out ssn.'),
    ).toBeInTheDocument();
  });

  it('does not claim that nobody reads what nobody is seen to read', async () => {
    renderTable();

    expect(
      await screen.findByText('No grant that you may see'),
    ).toBeInTheDocument();
  });

  it.each([
    [
      'a failure',
      new Error('The catalog is away'),
      'Could not load who can read this table',
    ],
    [
      'a refusal',
      new NotAllowedError('Sign in first'),
      'You may not see who can read this table',
    ],
  ])(
    'keeps the schema in view on %s of the catalog',
    async (_, error, title) => {
      renderTable(
        catalogApiMock.mock({
          queryEntities: async () => {
            throw error;
          },
        }),
      );

      expect(await screen.findByText(title)).toBeInTheDocument();
      expect(
        await screen.findByRole('table', { name: 'Schema' }),
      ).toBeInTheDocument();
    },
  );
});
