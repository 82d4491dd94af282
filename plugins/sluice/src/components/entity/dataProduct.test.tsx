import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { product } from '../../__testUtils__/entities';
import {
  CLAIMS,
  matrix,
  PATIENTS,
  patients,
} from '../../__testUtils__/fakeSluiceApi';
import { renderOnEntityPage } from '../../__testUtils__/renderOnEntityPage';
import { clearQueries } from '../QueryProvider';
import { DataProductAccessContent } from './DataProductAccessContent';
import { DataProductOverviewCard } from './DataProductOverviewCard';
import { DataProductTablesContent } from './DataProductTablesContent';

const withoutPorts = {
  ...product,
  spec: { ...product.spec, outputPorts: [], limitations: undefined },
};

afterEach(clearQueries);

describe('DataProductOverviewCard', () => {
  it('tells what the product is for, what it serves and what is promised', async () => {
    renderOnEntityPage(product, <DataProductOverviewCard />);

    expect(
      await screen.findByText('Plan and coordinate care'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Join to Claims by patient_id'),
    ).toBeInTheDocument();
    expect(screen.getByText('Not for marketing')).toBeInTheDocument();
    expect(screen.getByText('restricted')).toBeInTheDocument();
    expect(screen.getByText('active')).toBeInTheDocument();
    expect(screen.getByText(/patients 1\.0\.0/)).toBeInTheDocument();
    expect(screen.getByText('freshness: 24 h')).toBeInTheDocument();
  });

  it('links to the tables, the terms and the support', async () => {
    renderOnEntityPage(product, <DataProductOverviewCard />);

    const href = async (name: RegExp) =>
      (await screen.findAllByRole('link', { name })).map(link =>
        link.getAttribute('href'),
      );
    expect(await href(/claims/)).toEqual([
      '/catalog/producer/resource/healthcare_db.claims',
    ]);
    expect(await href(/Version 2025-03/)).toEqual([
      'https://data.example.org/terms',
    ]);
    expect(await href(/#patient-records/)).toEqual([
      'https://chat.example.org/patient-records',
    ]);
  });

  it('leaves out what is not said', async () => {
    renderOnEntityPage(withoutPorts, <DataProductOverviewCard />);

    expect(
      await screen.findByText('Plan and coordinate care'),
    ).toBeInTheDocument();
    expect(screen.queryByText('Limitations')).not.toBeInTheDocument();
    expect(screen.queryByText('Output ports')).not.toBeInTheDocument();
  });
});

describe('DataProductTablesContent', () => {
  it('shows the schema of each table once', async () => {
    const getTable = jest.fn(async (entityRef: string) =>
      entityRef === PATIENTS
        ? patients
        : { ...patients, entityRef, ref: matrix.tables[1].ref },
    );
    renderOnEntityPage(product, <DataProductTablesContent />, { getTable });

    expect(
      await screen.findByRole('heading', { name: 'healthcare_db.patients' }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('heading', { name: 'healthcare_db.claims' }),
    ).toBeInTheDocument();
    expect(getTable.mock.calls).toEqual([[PATIENTS], [CLAIMS]]);
  });

  it('tells partitions, classification and LF-Tags of columns', async () => {
    renderOnEntityPage(product, <DataProductTablesContent />, {
      getTable: async () => patients,
    });

    const [schema] = await screen.findAllByRole('table', { name: 'Schema' });
    const cellsOf = (name: RegExp) =>
      [
        ...within(schema).getByRole<HTMLTableRowElement>('row', { name }).cells,
      ].map(cell => cell.textContent);
    expect(cellsOf(/patient_id/)).toEqual([
      '1',
      'patient_id (required)',
      'bigint',
      '–',
      '–',
      '',
      'Number on the card',
    ]);
    expect(cellsOf(/ssn/)).toEqual([
      '8',
      'ssn',
      'string',
      '–',
      'restricted',
      'pii=direct',
      '',
    ]);
    expect(cellsOf(/city/)).toEqual([
      '9',
      'city',
      'string',
      'identity',
      '–',
      'zone=gold|silver',
      '',
    ]);
  });

  it('says who decides on access to the files, in words', async () => {
    renderOnEntityPage(product, <DataProductTablesContent />, {
      getTable: async table => ({
        ...patients,
        registration: table === PATIENTS ? 'hybrid' : 'none',
      }),
    });

    expect(
      await screen.findByText(/for principals that opted in, else IAM/),
    ).toBeInTheDocument();
    expect(
      await screen.findByText('Not registered: IAM alone'),
    ).toBeInTheDocument();
    expect(screen.getAllByText('Apache Iceberg v2')).toHaveLength(2);
  });

  it('shows the other tables when one may not be seen and one is away', async () => {
    const getTable = jest.fn(async (entityRef: string) => {
      if (entityRef === CLAIMS) throw new NotAllowedError('Owners only');
      if (getTable.mock.calls.length <= 2) throw new NotFoundError('Not read');
      return patients;
    });
    renderOnEntityPage(product, <DataProductTablesContent />, { getTable });

    expect(
      await screen.findByText('You may not see the table healthcare_db.claims'),
    ).toBeInTheDocument();
    expect(await screen.findByText('Not read')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('One row for each patient')).toBeVisible();
  });

  it('says that a product serves no table', async () => {
    renderOnEntityPage(withoutPorts, <DataProductTablesContent />);

    expect(await screen.findByText('No tables')).toBeInTheDocument();
  });
});

describe('DataProductAccessContent', () => {
  it('asks for the matrix of this product only', async () => {
    const getAccessMatrix = jest.fn(async () => matrix);
    renderOnEntityPage(product, <DataProductAccessContent />, {
      getAccessMatrix,
    });

    expect(await screen.findByRole('grid')).toBeInTheDocument();
    expect(getAccessMatrix).toHaveBeenCalledWith(
      expect.objectContaining({ products: ['dataproduct:default/patients'] }),
    );
  });
});
