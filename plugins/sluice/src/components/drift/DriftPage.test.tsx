import { ConflictError, NotAllowedError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  CARE,
  fakeSluiceApi,
  PATIENTS,
} from '../../__testUtils__/fakeSluiceApi';
import { type SluiceApi, sluiceApiRef } from '../../api';
import {
  attestationsRouteRef,
  changesRouteRef,
  driftRouteRef,
  requestsRouteRef,
} from '../../routes';
import { clearQueries, QueryProvider } from '../QueryProvider';
import { DriftRoutes } from './DriftRoutes';

// Dialogs take jsdom long on a busy machine.
jest.setTimeout(20_000);

const item = (overrides: Partial<Models.DriftItem> = {}): Models.DriftItem => ({
  id: 'drift-1',
  cause: 'rowFilterChanged',
  title: 'Row filter was changed',
  fault: 10,
  direction: 'different',
  severity: 'high',
  status: 'open',
  accountId: '111122223333',
  accountName: 'healthcare-producer',
  tableEntityRef: PATIENTS,
  team: { entityRef: CARE, title: 'Patients Care Team', onboarded: true },
  text: 'The filter lets more rows through than is declared.',
  declared: "rows where state = 'Texas'",
  found: 'all rows',
  changedBy: 'arn:aws:iam::111122223333:user/mallory',
  changedAt: '2026-01-02T00:00:00Z',
  rows: [],
  repair: { kind: 'reapply', text: 'What is declared is made true again.' },
  firstSeenAt: '2026-01-02T00:05:00Z',
  lastSeenAt: '2026-01-03T00:05:00Z',
  toldTo: ['group:default/patient-records'],
  actions: [],
  ...overrides,
});

const list = (
  items: Models.DriftItem[],
  overrides: Partial<Models.DriftList> = {},
): Models.DriftList => ({
  items,
  counts: { open: items.length, ignored: 0, gone: 0 },
  notRead: [],
  checkedAt: '2026-01-03T00:05:00Z',
  ...overrides,
});

const render = async (api: Partial<SluiceApi>, path = '') => {
  clearQueries();
  await renderInTestApp(
    <QueryProvider>
      <DriftRoutes />
    </QueryProvider>,
    {
      apis: [
        [sluiceApiRef, fakeSluiceApi(api)],
        [catalogApiRef, catalogApiMock({ entities: [] })],
      ],
      mountPath: '/sluice/drift',
      mountedRoutes: {
        '/sluice/drift': driftRouteRef,
        '/sluice/requests': requestsRouteRef,
        '/sluice/attestations': attestationsRouteRef,
        '/sluice/changes': changesRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      initialRouteEntries: [`/sluice/drift${path}`],
    },
  );
};

describe('the list', () => {
  it('says what is the matter, where, since when and who did it', async () => {
    await render({ getDrift: async () => list([item()]) });
    const rows = within(
      await screen.findByRole('table', { name: 'Differences' }),
    );
    expect(rows.getByText('High')).toBeVisible();
    expect(
      rows.getByRole('link', { name: 'Row filter was changed' }),
    ).toHaveAttribute('href', '/sluice/drift/drift-1');
    expect(rows.getByText(/user\/mallory/)).toBeVisible();
    expect(rows.getByText('healthcare-producer')).toBeVisible();
  });

  it.each<[string, Partial<Models.DriftList>, string, string]>([
    ['is clean', {}, '', 'What is declared is granted, and nothing else'],
    [
      'is not known to be clean',
      { notRead: [{ accountId: '1', text: 'The tags could not be read.' }] },
      '',
      'No difference is known',
    ],
    [
      'was not compared',
      { checkedAt: undefined },
      '',
      'Nothing was compared yet',
    ],
    ['has none of a cause', {}, '?cause=linkMissing', 'No difference matches'],
  ])('says that it %s', async (_, overrides, path, title) => {
    await render({ getDrift: async () => list([], overrides) }, path);
    expect(await screen.findByText(title)).toBeVisible();
  });

  it('says what was not read', async () => {
    await render({
      getDrift: async () =>
        list([], {
          notRead: [{ accountId: '1', text: 'The tags could not be read.' }],
        }),
    });
    expect(
      await screen.findByText('The tags could not be read.'),
    ).toBeVisible();
  });

  it('looks for what the URL says', async () => {
    const getDrift = jest.fn(async () => list([]));
    await render({ getDrift }, '?status=gone&cause=linkMissing&x=y');
    await screen.findByText('No difference matches');
    expect(getDrift).toHaveBeenCalledWith(
      expect.objectContaining({ status: 'gone', cause: 'linkMissing' }),
    );
  });

  it('says what the person may not see', async () => {
    await render({
      getDrift: async () => {
        throw new NotAllowedError('no');
      },
    });
    expect(
      await screen.findByText('You may not see the differences'),
    ).toBeVisible();
  });
});

describe('one difference', () => {
  it('shows both sides, who was told, and no button that is refused', async () => {
    await render({ getDriftItem: async () => item() }, '/drift-1');
    expect(await screen.findByText("rows where state = 'Texas'")).toBeVisible();
    expect(screen.getByText('all rows')).toBeVisible();
    expect(
      screen.getByText('What is declared is made true again.'),
    ).toBeVisible();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('plans to revoke, or to keep, what was granted beside', async () => {
    const repairDrift = jest.fn(async () => {
      throw new ConflictError('It is gone already');
    });
    await render(
      {
        repairDrift,
        getDriftItem: async () =>
          item({
            repair: { kind: 'revoke', text: 'Take it away.' },
            actions: ['repair', 'keep'],
          }),
      },
      '/drift-1',
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Plan to revoke it' }),
    );
    expect(await screen.findByText('It is gone already')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Plan to keep it' }),
    );
    expect(repairDrift.mock.calls).toEqual([
      ['drift-1', { keep: false }],
      ['drift-1', { keep: true }],
    ]);
  });

  it('is ignored with a reason and until a day', async () => {
    const ignoreDrift = jest.fn(async () => item());
    await render(
      {
        ignoreDrift,
        getDriftItem: async () => item({ actions: ['ignore'] }),
      },
      '/drift-1',
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Ignore for a time' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const ignore = dialog.getByRole('button', { name: 'Ignore' });
    expect(ignore).toBeDisabled();
    await userEvent.type(dialog.getByLabelText(/Reason/), 'Known migration');
    await userEvent.click(dialog.getByRole('button', { name: 'A month' }));
    await userEvent.click(ignore);
    expect(ignoreDrift).toHaveBeenCalledWith('drift-1', {
      reason: 'Known migration',
      until: expect.stringMatching(/Z$/),
    });
  });

  it('leads from what a job showed to the proof, and to another one', async () => {
    await render(
      {
        getDriftItem: async () =>
          item({
            cause: 'proofFailed',
            repair: { kind: 'byHand', text: 'Then verify again.' },
          }),
      },
      '/drift-1',
    );
    expect(
      await screen.findByRole('link', { name: 'What jobs of the team read' }),
    ).toHaveAttribute(
      'href',
      `/sluice/attestations?${new URLSearchParams({
        team: CARE,
        table: PATIENTS,
      })}`,
    );
    expect(screen.getByRole('link', { name: 'Verify again' })).toHaveAttribute(
      'href',
      '/catalog/default/group/patients-care-team/jobs',
    );
  });

  it('says that it is gone', async () => {
    await render(
      {
        getDriftItem: async () =>
          item({ status: 'gone', goneAt: '2026-01-04T00:00:00Z' }),
      },
      '/drift-1',
    );
    expect(await screen.findByText(/^Gone since/)).toBeVisible();
  });
});
