import { InputError } from '@backstage/errors';
import type {
  HypotheticalChange,
  SluiceApi as Models,
} from '@sluice/plugin-sluice-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { CARE, PATIENTS, patients } from '../../../__testUtils__/fakeSluiceApi';
import { renderExplorer, ROLE } from '../__testUtils__/renderExplorer';

// Lists of choices take jsdom long on a busy machine.
jest.setTimeout(20_000);

const optIn: HypotheticalChange = {
  kind: 'optIn',
  principal: ROLE,
  table: patients.ref,
};

const answers = (items: Models.AccessAnswer[]): Models.AccessAnswers => ({
  items,
  total: items.length,
  hidden: 0,
  levels: { full: 0, partial: items.length, unknown: 0 },
  stale: false,
});

const answer: Models.AccessAnswer = {
  principal: ROLE,
  accountId: '444455556666',
  team: { entityRef: CARE, title: 'Patients Care Team', onboarded: true },
  tableEntityRef: PATIENTS,
  table: patients.ref,
  level: 'partial',
  text: '2 of 3 columns',
  totalColumns: 3,
  ways: [],
  warnings: 0,
};

const whatIf: Models.WhatIf = {
  before: answers([]),
  after: answers([answer]),
  consequences: [
    {
      principal: ROLE,
      table: 'healthcare_db.patients',
      catalogId: '111122223333',
      before: { level: 'none' },
      after: { level: 'partial' },
      text: 'Patients Care Team would read 2 columns of patients.',
    },
  ],
};

const asked = (changes: HypotheticalChange[] | string, more = '') =>
  `question=whatIf&table=${encodeURIComponent(
    PATIENTS,
  )}&changes=${encodeURIComponent(
    typeof changes === 'string' ? changes : JSON.stringify(changes),
  )}${more}`;

describe('what if', () => {
  it('puts the answers side by side, and says that nothing is changed', async () => {
    const askWhatIf = jest.fn(async () => whatIf);
    await renderExplorer(asked([optIn], '&column=city'), { askWhatIf });
    const row = within(
      await screen.findByRole('row', { name: /Patients Care Team/ }),
    );
    expect(row.getByText('None')).toBeVisible();
    expect(row.getByText('Differs:')).toBeVisible();
    expect(row.getByText('2 of 3 columns')).toBeVisible();
    expect(
      screen.getByText('Patients Care Team would read 2 columns of patients.'),
    ).toBeVisible();
    expect(screen.getByText('Nothing is changed')).toBeVisible();
    expect(askWhatIf).toHaveBeenCalledWith({
      changes: [optIn],
      question: 'who-can-see',
      table: PATIENTS,
      column: 'city',
    });
  });

  it('adds a change that stands in the address, and leaves it out again', async () => {
    const askWhatIf = jest.fn(async () => whatIf);
    await renderExplorer(
      `question=whatIf&table=${encodeURIComponent(PATIENTS)}`,
      { askWhatIf },
    );
    expect(await screen.findByText('Try something out')).toBeVisible();
    expect(askWhatIf).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Add a change' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole('button', { name: 'Add' })).toBeDisabled();
    await userEvent.click(await dialog.findByRole('button', { name: /Who/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Patients Care Team' }),
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Add' }));
    const list = within(
      await screen.findByRole('list', { name: 'What is tried out' }),
    );
    expect(list.getAllByRole('listitem')).toHaveLength(2);
    expect(screen.getByTestId('search')).toHaveTextContent('"kind":"grant"');
    await userEvent.click(
      list.getByRole('button', { name: 'Leave out change 1' }),
    );
    await waitFor(() =>
      expect(askWhatIf).toHaveBeenLastCalledWith(
        expect.objectContaining({
          changes: [
            expect.objectContaining({ principal: ROLE, kind: 'grant' }),
          ],
        }),
      ),
    );
  });

  it('keeps a row filter out of the address, and asks with it', async () => {
    const askWhatIf = jest.fn(async () => whatIf);
    const filtered: HypotheticalChange = {
      kind: 'setFilter',
      table: patients.ref,
      name: 'f',
      columns: { kind: 'all' },
    };
    const link = JSON.stringify([{ ...filtered, rowFilter: null }]);
    await renderExplorer(asked(link), { askWhatIf });
    expect(await screen.findByText('A row filter is missing')).toBeVisible();
    expect(askWhatIf).not.toHaveBeenCalled();

    await userEvent.type(
      screen.getByRole('textbox', { name: /Row filter/ }),
      "city = 'Ada'",
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Use this filter' }),
    );
    await waitFor(() =>
      expect(askWhatIf).toHaveBeenCalledWith(
        expect.objectContaining({
          changes: [{ ...filtered, rowFilter: "city = 'Ada'" }],
        }),
      ),
    );
    expect(screen.getByTestId('search')).toHaveTextContent('"rowFilter":null');
    expect(screen.getByTestId('search')).not.toHaveTextContent('Ada');
    expect(
      screen.getByText(/A link to this page leaves out row filters/),
    ).toBeVisible();
  });

  it('offers to revoke the permissions that there are', async () => {
    const revoke = {
      kind: 'revoke',
      accountId: '444455556666',
      permissionId: 'p1',
    };
    const askWhatIf = jest.fn(async () => whatIf);
    await renderExplorer(
      `question=whatIf&table=${encodeURIComponent(PATIENTS)}`,
      {
        askWhatIf,
        getWhy: async () => ({
          answer,
          warnings: [],
          reasons: [],
          ways: [],
          blockedWays: [],
          nodes: [],
          edges: [],
          toAllow: [],
          toDisallow: [{ text: 'Revoke the grant.', changes: [revoke] }],
          findings: [],
          stale: false,
        }),
      },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Add a change' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: /What/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Revoke a permission' }),
    );
    await userEvent.click(await dialog.findByRole('button', { name: /Who/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Patients Care Team' }),
    );
    await userEvent.click(
      await dialog.findByRole('checkbox', { name: 'Revoke the grant.' }),
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Add' }));
    await waitFor(() =>
      expect(askWhatIf).toHaveBeenCalledWith(
        expect.objectContaining({ changes: [revoke] }),
      ),
    );
  });

  it('says that a link is cut off, and asks nothing', async () => {
    const askWhatIf = jest.fn(async () => whatIf);
    await renderExplorer(asked('[{"kind":'), { askWhatIf });
    expect(
      await screen.findByText('The changes in this link are not understood'),
    ).toBeVisible();
    expect(askWhatIf).not.toHaveBeenCalled();
  });

  it('says why a change cannot be tried', async () => {
    await renderExplorer(asked([optIn]), {
      askWhatIf: async () => {
        throw new InputError('There is no table patients');
      },
    });
    expect(await screen.findByText(/There is no table patients/)).toBeVisible();
  });

  it('asks what a team could see', async () => {
    const askWhatIf = jest.fn(async () => whatIf);
    await renderExplorer(asked([optIn], `&asks=what&team=${CARE}`), {
      askWhatIf,
    });
    expect(
      await screen.findByRole('row', { name: /healthcare_db.patients/ }),
    ).toBeVisible();
    expect(askWhatIf).toHaveBeenCalledWith({
      changes: [optIn],
      question: 'what-can-see',
      team: CARE,
    });
  });
});

describe('a remedy', () => {
  const why = (changes: Models.HypotheticalChange[]) => ({
    answer,
    warnings: [],
    reasons: [],
    ways: [],
    blockedWays: [],
    nodes: [],
    edges: [],
    toAllow: [{ text: 'Opt it in.', changes }],
    toDisallow: [],
    findings: [],
    stale: false,
  });
  const query = `question=why&team=${CARE}&table=${encodeURIComponent(
    PATIENTS,
  )}`;

  it('is tried out, too long for a link as it may be', async () => {
    const askWhatIf = jest.fn(async () => whatIf);
    const many = Array.from({ length: 20 }, () => optIn);
    await renderExplorer(query, { askWhatIf, getWhy: async () => why(many) });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Try it: Opt it in.' }),
    );
    expect(
      await screen.findByText(/These are too many for a link/),
    ).toBeVisible();
    expect(screen.getByTestId('search')).not.toHaveTextContent('changes=');
    await waitFor(() =>
      expect(askWhatIf).toHaveBeenCalledWith(
        expect.objectContaining({ changes: many }),
      ),
    );
  });

  it('is not offered where it cannot be tried', async () => {
    await renderExplorer(query, { getWhy: async () => why([]) });
    expect(await screen.findByText('Opt it in.')).toBeVisible();
    expect(screen.queryByRole('button', { name: /Try it/ })).toBeNull();
  });
});
