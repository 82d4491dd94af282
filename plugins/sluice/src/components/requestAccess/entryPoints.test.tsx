import { renderTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { sluiceApiRef } from '../../api';
import { product, table } from '../../__testUtils__/entities';
import {
  CARE,
  fakeSluiceApi,
  matrix,
  PATIENTS,
  patientsOfCare,
  RESEARCH,
} from '../../__testUtils__/fakeSluiceApi';
import { renderOnEntityPage } from '../../__testUtils__/renderOnEntityPage';
import {
  answersFor,
  CARE_TEAM,
  renderAsking,
  RESEARCH_TEAM,
} from '../../__testUtils__/requestForm';
import sluicePlugin from '../../plugin';
import { AccessDetailsDialog } from '../accessDetails';
import {
  DataProductAccessContent,
  DataProductOverviewCard,
  TableContent,
} from '../entity';
import { clearQueries } from '../QueryProvider';
import { RequestAccessPage } from './RequestAccessPage';

const button = () => screen.findByRole('button', { name: 'Request access' });
const noButton = () =>
  expect(screen.queryByRole('button', { name: 'Request access' })).toBeNull();
const tables = () =>
  screen
    .getAllByRole<HTMLInputElement>('checkbox', { name: /^healthcare_db/ })
    .map(({ value, checked }) => [value, checked]);

afterEach(clearQueries);

describe('asking for access', () => {
  it.each([
    ['overview', <DataProductOverviewCard />],
    ['access tab', <DataProductAccessContent />],
  ])('begins on the %s of a product, of any of its tables', async (_, page) => {
    renderOnEntityPage(product, page, {
      ...answersFor([CARE_TEAM]),
      getAccessMatrix: async () => matrix,
    });
    await userEvent.click(await button());
    await screen.findByRole('dialog');
    expect(await screen.findByText('Choose a table.')).toBeInTheDocument();
    expect(tables().map(([, isChosen]) => isChosen)).toEqual([false, false]);
  });

  it('begins on the page of a table', async () => {
    renderOnEntityPage(table, <TableContent />, answersFor([CARE_TEAM]));
    await userEvent.click(await button());
    await screen.findByRole('dialog');
    await screen.findByRole('textbox', { name: /^Row filter/ });
    expect(tables()).toEqual([[PATIENTS, true]]);
  });

  it('begins at a cell of the matrix, in the place of its reasons', async () => {
    const getEffectiveAccess = jest.fn(async () => patientsOfCare);
    renderAsking(
      <AccessDetailsDialog team={CARE} table={PATIENTS} onClose={() => {}} />,
      { ...answersFor([CARE_TEAM]), getEffectiveAccess },
    );
    await userEvent.click(await button());
    expect(
      await screen.findByRole('heading', { name: 'Request access' }),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel' }),
    );
    expect(
      await screen.findByRole('heading', {
        name: /^What .* reads of patients/,
      }),
    ).toBeInTheDocument();
  });

  it.each([
    ['of no team', []],
    ['of another team', [{ ...CARE_TEAM, entityRef: RESEARCH }]],
    ['of a team that is not onboarded', [{ ...CARE_TEAM, onboarded: false }]],
  ])('is not offered at a cell to a member %s', async (_, teams) => {
    const getMyAccess = jest.fn(answersFor(teams).getMyAccess!);
    renderAsking(
      <AccessDetailsDialog team={CARE} table={PATIENTS} onClose={() => {}} />,
      {
        ...answersFor(teams),
        getMyAccess,
        getEffectiveAccess: async () => patientsOfCare,
      },
    );
    await screen.findByText('The filter texas_only leaves out ssn.');
    await waitFor(() => expect(getMyAccess).toHaveBeenCalled());
    noButton();
  });

  it('is not offered to those who have no team that could ask', async () => {
    const getMyAccess = jest.fn(answersFor([RESEARCH_TEAM]).getMyAccess!);
    renderOnEntityPage(product, <DataProductOverviewCard />, { getMyAccess });
    await waitFor(() => expect(getMyAccess).toHaveBeenCalled());
    await screen.findByText('Plan and coordinate care');
    noButton();
  });

  it('takes team and tables from a link', async () => {
    const other = { ...CARE_TEAM, entityRef: 'group:default/b', title: 'B' };
    renderAsking(<RequestAccessPage />, answersFor([CARE_TEAM, other]), {
      // A short ref, and a table twice.
      url: `/?team=b&table=${PATIENTS}&table=${PATIENTS}`,
    });
    await screen.findByRole('textbox', { name: /^Row filter/ });
    expect(screen.getByText('B')).toBeInTheDocument();
    expect(tables()).toEqual([[PATIENTS, true]]);
  });

  it('says what is wrong with a link', async () => {
    renderAsking(<RequestAccessPage />, answersFor([CARE_TEAM]), {
      url: '/?team=a:b:c/d',
    });
    expect(
      await screen.findByText('You are not a member of a:b:c/d'),
    ).toBeInTheDocument();
  });

  it('has a page of its own', async () => {
    renderTestApp({
      features: [sluicePlugin],
      initialRouteEntries: [`/sluice/request-access?table=${PATIENTS}`],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      apis: [[sluiceApiRef, fakeSluiceApi(answersFor([CARE_TEAM]))]],
    });
    expect(
      await screen.findByRole(
        'textbox',
        { name: /^Row filter/ },
        // Pages load on demand, which takes jest longer than a browser.
        { timeout: 20_000 },
      ),
    ).toBeInTheDocument();
  }, 40_000);
});
