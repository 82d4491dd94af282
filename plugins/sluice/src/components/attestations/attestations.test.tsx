import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  attestation,
  attestationSummary,
} from '../../__testUtils__/attestations';
import {
  CARE,
  fakeSluiceApi,
  PATIENTS,
} from '../../__testUtils__/fakeSluiceApi';
import { type SluiceApi, sluiceApiRef } from '../../api';
import { attestationsRouteRef, jobsRouteRef } from '../../routes';
import { downloadFile } from '../download/downloadFile';
import { clearQueries, QueryProvider } from '../QueryProvider';
import { AttestationsRoutes } from './AttestationsRoutes';

jest.mock('../download/downloadFile');
jest.setTimeout(20_000);

const render = async (api: Partial<SluiceApi>, path = '') => {
  clearQueries();
  await renderInTestApp(
    <QueryProvider>
      <AttestationsRoutes />
    </QueryProvider>,
    {
      apis: [
        [sluiceApiRef, fakeSluiceApi(api)],
        [catalogApiRef, catalogApiMock({ entities: [] })],
      ],
      mountPath: '/sluice/attestations',
      mountedRoutes: {
        '/sluice/attestations': attestationsRouteRef,
        '/sluice/jobs': jobsRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      initialRouteEntries: [`/sluice/attestations${path}`],
    },
  );
};
const refuse = (error: Error) => async () => {
  throw error;
};

describe('the list', () => {
  it('says what was seen, of whom, of which tables, when and by what', async () => {
    await render({
      getAttestations: async () => ({
        items: [
          attestationSummary({ engine: 'DuckDB 1.3 (embedded, not Spark)' }),
        ],
      }),
    });
    const [, row] = within(
      await screen.findByRole('table', { name: 'Attestations' }),
    ).getAllByRole('row');
    expect(
      within(row).getByRole('link', {
        name: 'All 2 tables are as they are to be.',
      }),
    ).toHaveAttribute('href', '/sluice/attestations/attestation-1');
    expect(row).toHaveTextContent(
      /Agrees.*Patients Care Team.*rl_patients.*rl_claims.*2026.*DuckDB.*Not Spark/,
    );
  });

  it('asks for what stands in the URL, and goes on to older ones', async () => {
    const getAttestations = jest
      .fn<Promise<Models.AttestationList>, [object]>()
      .mockResolvedValueOnce({
        items: [attestationSummary({ text: 'Newest' })],
        nextCursor: 'page-2',
      })
      .mockResolvedValueOnce({
        items: [attestationSummary({ id: '2', text: 'Older' })],
      });
    await render(
      { getAttestations },
      `?${new URLSearchParams({
        team: CARE,
        table: PATIENTS,
        verdict: 'differs',
      })}`,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show older attestations' }),
    );
    expect(await screen.findByText('Older')).toBeVisible();
    expect(screen.getByText('Newest')).toBeVisible();
    const filter = { team: CARE, table: PATIENTS, verdict: 'differs' };
    expect(getAttestations.mock.calls.map(([query]) => query)).toEqual([
      expect.objectContaining({ ...filter, cursor: undefined }),
      expect.objectContaining({ ...filter, cursor: 'page-2' }),
    ]);
  });

  it.each([
    ['', 'Nothing was verified yet'],
    ['?verdict=differs', 'No attestation matches'],
    ['?verdict=nonsense', 'Nothing was verified yet'],
  ])('says why there is none at %s', async (query, title) => {
    await render({ getAttestations: async () => ({ items: [] }) }, query);
    expect(await screen.findByText(title)).toBeVisible();
  });

  it('says what the person may not see', async () => {
    await render({ getAttestations: refuse(new NotAllowedError('no')) });
    expect(
      await screen.findByText('You may not see the attestations'),
    ).toBeVisible();
  });
});

describe('an attestation', () => {
  const open = (overrides: Partial<Models.Attestation> = {}) =>
    render(
      { getAttestation: async () => attestation(overrides) },
      '/attestation-1',
    );

  it('says the verdict in words, and who asked, when and by what', async () => {
    await open();
    expect(
      await screen.findByRole('heading', {
        name: 'The team reads something else than it is to read',
      }),
    ).toBeVisible();
    expect(screen.getByText('1 of 2 tables is not as is to be.')).toBeVisible();
    for (const text of [
      /care_job_role$/,
      'verify_access.py',
      'abcdef0123',
      'c0ffee',
      /^Intact/,
      'Spark 3.5.3',
    ]) {
      expect(screen.getByText(text)).toBeVisible();
    }
    const link = (name: RegExp) => screen.getByRole('link', { name });
    expect(link(/amelia.park/)).toHaveAttribute(
      'href',
      '/catalog/default/user/amelia.park',
    );
    expect(link(/^The run/)).toHaveAttribute('href', '/sluice/jobs/run-1');
    expect(link(/^Verify again/)).toHaveAttribute(
      'href',
      '/catalog/default/group/patients-care-team/jobs',
    );
    expect(screen.queryByText('This was not read by Spark')).toBeNull();
  });

  it('shows what was expected beside what was seen', async () => {
    await open();
    const checks = within(
      await screen.findByRole('table', {
        name: 'Checks of consumer_db.rl_patients',
      }),
    );
    expect(checks.getByRole('row', { name: /^Columns/ })).toHaveTextContent(
      /Agrees.*patient_id, state.*patient_id, state/,
    );
    expect(checks.getByRole('row', { name: /^Row filter/ })).toHaveTextContent(
      /Differs.*rows where state in .*12 rows, 4 of which/,
    );
    const counts = within(
      screen.getByRole('table', {
        name: 'Rows of consumer_db.rl_patients by value',
      }),
    );
    expect(counts.getAllByRole('row').map(row => row.textContent)).toEqual([
      'Value in the row filterRows',
      'Texas5',
      'New York3',
      'Any other value4',
      'Outside of the row filter4',
      'Altogether12',
    ]);
    expect(screen.getByText(/^Still the grant/)).toBeVisible();
    expect(screen.getByText(/^The grant may be another/)).toBeVisible();
    expect(screen.getByText(/^Nothing is declared/)).toBeVisible();
  });

  it.each<[string, Partial<Models.Attestation>, string]>([
    [
      'read by something else than Spark',
      {
        summary: attestationSummary({
          engine: 'DuckDB 1.3 (embedded, not Spark)',
        }),
      },
      'This was not read by Spark',
    ],
    [
      'changed after it was stored',
      { intact: false, document: undefined, tables: [] },
      'The stored document was changed',
    ],
    ['shown in part', { document: undefined }, 'Some tables are left out'],
  ])('says when it is %s', async (_, overrides, title) => {
    await open(overrides);
    expect(await screen.findByText(title)).toBeVisible();
  });

  it('does not take a run that read nothing for another engine', async () => {
    await open({
      summary: attestationSummary({ verdict: 'unproved', engine: 'none' }),
    });
    expect(await screen.findByText('Nothing was read')).toBeVisible();
    expect(screen.queryByText('This was not read by Spark')).toBeNull();
  });

  it('can be had as the file that has the hash', async () => {
    await open();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Download as JSON' }),
    );
    expect(downloadFile).toHaveBeenCalledWith(
      'attestation-attestation-1.json',
      '{"id":"attestation-1","tables":[],"version":1}',
    );
  });

  it('cannot be had as a file in part', async () => {
    await open({ document: undefined });
    await screen.findByText('Some tables are left out');
    expect(screen.queryByText('Download as JSON')).toBeNull();
  });

  it.each<[string, Error, string]>([
    [
      'may not be seen',
      new NotAllowedError('no'),
      'You may not see the attestation',
    ],
    [
      'is not there',
      new NotFoundError('There is no attestation x'),
      'There is no attestation x',
    ],
  ])('that %s says so', async (_, error, text) => {
    await render({ getAttestation: refuse(error) }, '/x');
    expect(await screen.findByText(text)).toBeVisible();
  });
});
