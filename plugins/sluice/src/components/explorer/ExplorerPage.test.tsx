import { NotAllowedError } from '@backstage/errors';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { CARE, PATIENTS, patients } from '../../__testUtils__/fakeSluiceApi';
import type { SluiceApi } from '../../api';
import { downloadFile } from '../download/downloadFile';
import { renderExplorer, ROLE } from './__testUtils__/renderExplorer';

// Lists of choices take jsdom long on a busy machine.
jest.setTimeout(20_000);

jest.mock('../download/downloadFile', () => ({ downloadFile: jest.fn() }));

const place = {
  region: 'us-west-2',
  catalogId: '111122223333',
  databaseName: 'healthcare_db',
  tableName: 'patients',
};

const answer = (
  overrides: Partial<Models.AccessAnswer> = {},
): Models.AccessAnswer => ({
  principal: ROLE,
  accountId: '444455556666',
  accountName: 'healthcare-consumer',
  team: { entityRef: CARE, title: 'Patients Care Team', onboarded: true },
  people: [{ entityRef: 'user:default/amara', title: 'Amara Okafor' }],
  peopleCount: 5,
  tableEntityRef: PATIENTS,
  table: place,
  level: 'partial',
  text: "8 of 9 columns, rows where state = 'Texas'",
  totalColumns: 9,
  ways: ['accountShare', 'somethingNew'],
  warnings: 0,
  ...overrides,
});

const answers = (
  items: Models.AccessAnswer[],
  overrides: Partial<Models.AccessAnswers> = {},
): Models.AccessAnswers => ({
  items,
  total: items.length,
  hidden: 0,
  levels: { full: 0, partial: items.length, unknown: 0 },
  stale: false,
  ...overrides,
});

const ofPatients = `question=who&table=${encodeURIComponent(PATIENTS)}`;

describe('who can see', () => {
  it('begins with tables to choose from', async () => {
    await renderExplorer('', {});
    expect(await screen.findByText('Choose a table')).toBeVisible();
    expect(
      await screen.findByRole('link', { name: /patients/ }),
    ).toHaveAttribute('href', expect.stringContaining('question=who'));
  });

  it('names teams with their people, how much, by what, and counts what is hidden', async () => {
    await renderExplorer(ofPatients, {
      getWhoCanSee: async () =>
        answers(
          [
            answer(),
            answer({
              principal: 'arn:aws:iam::111122223333:role/analyst',
              team: undefined,
              people: undefined,
              peopleCount: undefined,
              level: 'unknown',
              text: 'IAM decides.',
              ways: [],
            }),
          ],
          { hidden: 3, levels: { full: 0, partial: 1, unknown: 1 } },
        ),
    });
    const rows = within(
      await screen.findByRole('table', { name: 'Who can see it' }),
    );
    const care = within(rows.getByRole('row', { name: /Patients Care Team/ }));
    await userEvent.click(care.getByText('Amara Okafor and 4 more'));
    expect(care.getByText('4 who are not listed here')).toBeVisible();
    expect(care.getByText('Account share')).toBeVisible();
    expect(care.getByText('somethingNew')).toBeVisible();
    const role = within(rows.getByRole('row', { name: /analyst/ }));
    expect(role.getByText('Unknown')).toBeVisible();
    expect(role.getByText('IAM decides.')).toBeVisible();
    expect(
      screen.getByText(
        '1 read it: 0 in full, 1 in part; 1 unknown; 3 more that you may not see.',
      ),
    ).toBeVisible();
    expect(care.getByRole('link', { name: 'Why?' })).toHaveAttribute(
      'href',
      expect.stringMatching(/question=why.*team=/),
    );
  });

  it('asks page by page, and exports all', async () => {
    const getWhoCanSee = jest.fn<
      ReturnType<SluiceApi['getWhoCanSee']>,
      Parameters<SluiceApi['getWhoCanSee']>
    >(async ({ cursor }) =>
      cursor
        ? answers([answer({ principal: `${ROLE}-2`, team: undefined })])
        : answers([answer()], { total: 10_000, nextCursor: 'more' }),
    );
    const exportAnswers = jest.fn(async () => ({
      fileName: 'answers.csv',
      contentType: 'text/csv',
      content: 'x',
    }));
    await renderExplorer(`${ofPatients}&column=ssn`, {
      getWhoCanSee,
      exportAnswers,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show more' }),
    );
    expect(await screen.findByText('team1-2')).toBeVisible();
    expect(getWhoCanSee).toHaveBeenLastCalledWith(
      expect.objectContaining({ cursor: 'more', column: 'ssn' }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Export as CSV' }),
    );
    expect(exportAnswers).toHaveBeenCalledWith(
      expect.objectContaining({ format: 'csv', table: PATIENTS }),
    );
    await waitFor(() =>
      expect(downloadFile).toHaveBeenCalledWith('answers.csv', 'x'),
    );
  });

  it('says that nobody does', async () => {
    await renderExplorer(`${ofPatients}&column=ssn`, {
      getWhoCanSee: async () => answers([]),
    });
    expect(await screen.findByText('Nobody reads ssn.')).toBeVisible();
  });

  it('says what the person may not see, and what failed', async () => {
    await renderExplorer(ofPatients, {
      getWhoCanSee: async () => {
        throw new NotAllowedError('You may see the access of your own teams');
      },
    });
    expect(
      await screen.findByText('You may not see the answers'),
    ).toBeVisible();
  });

  it('asks about a row whose values stand in no URL', async () => {
    const findWhoCanSeeRow = jest.fn(async () =>
      answers([
        answer({ row: 'depends', cells: [{ name: 'ssn', seen: 'no' }] }),
      ]),
    );
    await renderExplorer(ofPatients, {
      getWhoCanSee: async () => answers([]),
      findWhoCanSeeRow,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Ask about a row' }),
    );
    await userEvent.type(screen.getByLabelText('Value'), '4711');
    await userEvent.click(
      screen.getByRole('button', { name: 'Who reads it?' }),
    );
    expect(await screen.findByText('Depends on other values')).toBeVisible();
    expect(screen.getByText('Hidden of it: ssn')).toBeVisible();
    // The question about a row takes neither.
    expect(screen.queryByLabelText('Search who')).toBeNull();
    expect(findWhoCanSeeRow).toHaveBeenCalledWith(
      expect.objectContaining({
        row: { [patients.columns[0].name]: '4711' },
      }),
    );
    expect(screen.getByTestId('search')).not.toHaveTextContent('4711');
  });
});

describe('what can somebody see', () => {
  it('lists tables of a team', async () => {
    const getWhatCanSee = jest.fn(async () => answers([answer()]));
    await renderExplorer(`question=what&team=${CARE}`, { getWhatCanSee });
    const rows = within(
      await screen.findByRole('table', { name: 'What is seen' }),
    );
    expect(
      rows.getByRole('link', { name: 'healthcare_db.patients' }),
    ).toBeVisible();
    expect(getWhatCanSee).toHaveBeenCalledWith(
      expect.objectContaining({ team: CARE }),
    );
  });

  it('waits for somebody to be chosen', async () => {
    await renderExplorer('question=what', {});
    expect(await screen.findByText('Choose a team or a role')).toBeVisible();
  });
});

describe('why', () => {
  const explanation: Models.AccessExplanation = {
    answer: answer(),
    column: 'ssn',
    columns: [{ name: 'ssn', type: 'string', rows: { kind: 'none' } }],
    warnings: ['The role was made anew.'],
    reasons: [],
    ways: [],
    blockedWays: [
      {
        id: '1',
        columns: ['state'],
        rows: { kind: 'all' },
        steps: [
          {
            node: { id: 'table', kind: 'table', title: 'patients' },
            text: 'The filter leaves out ssn.',
            effect: 'prevents',
            rows: [],
          },
        ],
      },
    ],
    nodes: [
      { id: 'table', kind: 'table', title: 'healthcare_db.patients' },
      { id: 'role', kind: 'principal', title: 'team1', detail: 'Account 4' },
    ],
    edges: [{ from: 'table', to: 'role', effect: 'prevents' }],
    toAllow: [{ text: 'Grant SELECT on ssn.', changes: [] }],
    toDisallow: [],
    findings: [],
    stale: false,
  };

  it('says no, by what, draws it, and says what would change it', async () => {
    const getWhy = jest.fn(async () => explanation);
    await renderExplorer(
      `question=why&team=${CARE}&column=ssn&table=${encodeURIComponent(
        PATIENTS,
      )}`,
      { getWhy },
    );
    expect(
      await screen.findByText(
        'Patients Care Team does not read ssn of healthcare_db.patients.',
      ),
    ).toBeVisible();
    expect(screen.getByText('The role was made anew.')).toBeVisible();
    expect(screen.getByText('The filter leaves out ssn.')).toBeVisible();
    expect(screen.getByText('Grant SELECT on ssn.')).toBeVisible();
    const picture = within(
      screen.getByRole('group', { name: /Ways from the table/ }),
    );
    expect(
      picture.getByRole('img', { name: 'Role or user: team1: Account 4' }),
    ).toBeInTheDocument();
    expect(picture.getByText('stops here')).toBeInTheDocument();
    // Whoever has no mouse reads the details of each node, from left to right.
    const nodes = picture.getAllByRole('img');
    nodes[0].focus();
    await userEvent.tab();
    expect(nodes[1]).toHaveFocus();
    expect(getWhy).toHaveBeenCalledWith(
      expect.objectContaining({ team: CARE, column: 'ssn', table: PATIENTS }),
    );
  });
});

it('goes from one question to another with whom and what it was about', async () => {
  await renderExplorer(ofPatients, { getWhoCanSee: async () => answers([]) });
  await userEvent.click(
    await screen.findByRole('radio', { name: 'Why, or why not?' }),
  );
  expect(await screen.findByText('Choose who, and which table')).toBeVisible();
  expect(screen.getByTestId('search')).toHaveTextContent(`table=${PATIENTS}`);
});

it.each<[string, () => Promise<void>, string]>([
  ['is copied', async () => {}, 'Copied'],
  [
    'cannot be copied',
    async () => {
      throw new Error('Denied');
    },
    'The browser does not allow it; copy the address.',
  ],
])('says that the link %s', async (_, writeText, text) => {
  await renderExplorer('', {});
  Object.defineProperty(navigator, 'clipboard', {
    value: { writeText },
    configurable: true,
  });
  await userEvent.click(
    await screen.findByRole('button', { name: 'Copy link' }),
  );
  expect(await screen.findByText(text)).toBeVisible();
});
