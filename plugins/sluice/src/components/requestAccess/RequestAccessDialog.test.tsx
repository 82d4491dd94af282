import { InputError, ConflictError } from '@backstage/errors';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { SluiceApi } from '../../api';
import { CARE, CLAIMS, PATIENTS } from '../../__testUtils__/fakeSluiceApi';
import {
  answersFor,
  CARE_TEAM,
  DAY,
  policy,
  possible,
  renderAsking,
  RESEARCH_TEAM,
} from '../../__testUtils__/requestForm';
import { accessRequest } from '../../__testUtils__/requests';
import { clearQueries } from '../QueryProvider';
import { type AskedAccess } from './askedAccess';
import { RequestAccessDialog } from './RequestAccessDialog';

// Whole forms are filled in, key by key.
jest.setTimeout(30_000);

const OF_PATIENTS: AskedAccess = { kind: 'new', tables: [PATIENTS] };

function renderDialog(
  answers: Partial<SluiceApi> = {},
  asked: AskedAccess = OF_PATIENTS,
  teams = [CARE_TEAM],
  tables: string[] = [],
) {
  const onClose = jest.fn();
  renderAsking(
    <RequestAccessDialog asked={asked} onClose={onClose} />,
    { ...answersFor(teams), ...answers },
    { tables },
  );
  return { onClose };
}

const submit = () => screen.findByRole('button', { name: 'Submit request' });
const column = (name: RegExp) => screen.findByRole('checkbox', { name });

/** Fills in what is needed at least. */
async function fill() {
  await userEvent.click(await column(/^city/));
  await userEvent.type(
    screen.getByRole('textbox', { name: /Purpose/ }),
    ' Plan visits ',
  );
}

async function enabled(button: Promise<HTMLElement>) {
  const found = await button;
  await waitFor(() => expect(found).toBeEnabled());
  return found;
}

describe('RequestAccessDialog', () => {
  afterEach(clearQueries);

  it('asks once for exactly what was chosen, and shows the request', async () => {
    const createRequest = jest.fn(async () => accessRequest('pending'));
    const checkTerms = jest.fn(async () => possible);
    const { onClose } = renderDialog({ createRequest, checkTerms });

    expect(await screen.findByText('Patients Care')).toBeInTheDocument();
    await fill();
    await userEvent.click(await column(/^patient_id/));
    await userEvent.type(
      screen.getByRole('textbox', {
        name: 'Row filter of healthcare_db.patients',
      }),
      "city = 'Austin'",
    );
    await userEvent.click(screen.getByRole('radio', { name: '30 days' }));

    const terms = {
      tables: [
        {
          table: PATIENTS,
          columns: ['patient_id', 'city'],
          rowFilter: "city = 'Austin'",
        },
      ],
      durationMinutes: 30 * DAY,
    };
    await userEvent.dblClick(await enabled(submit()));
    expect(
      await screen.findByRole('heading', { name: 'The request' }),
    ).toBeInTheDocument();
    expect(onClose).toHaveBeenCalled();
    expect(createRequest.mock.calls).toEqual([
      [{ team: CARE, purpose: 'Plan visits', terms, submit: true }],
    ]);
    expect(checkTerms).toHaveBeenLastCalledWith({ team: CARE, terms });
  });

  it('asks the backend when the writing pauses, not at each letter', async () => {
    const checkTerms = jest.fn(async () => possible);
    renderDialog({ checkTerms });
    await fill();
    await enabled(submit());
    const before = checkTerms.mock.calls.length;
    // Each digit makes another filter that could be asked about.
    await userEvent.type(
      screen.getByRole('textbox', { name: /^Row filter/ }),
      'patient_id = 123456789',
    );
    expect(await submit()).toBeDisabled();
    await enabled(submit());
    expect(checkTerms.mock.calls.length - before).toBeLessThan(4);
  });

  it('keeps a draft of what cannot be submitted', async () => {
    const createRequest = jest.fn(async () => accessRequest('draft'));
    renderDialog({
      createRequest,
      checkTerms: async () => ({
        ...possible,
        findings: [
          { rule: 'V13', severity: 'error', message: 'The account is away.' },
        ],
      }),
    });
    await fill();
    expect(
      await screen.findByText('This is not possible as it is.'),
    ).toBeInTheDocument();
    const button = await submit();
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription('The account is away.');

    await userEvent.click(
      screen.getByRole('button', { name: 'Save as draft' }),
    );
    await screen.findByRole('heading', { name: 'The request' });
    expect(createRequest).toHaveBeenCalledWith(
      expect.objectContaining({ submit: false }),
    );
  });

  it('says what is missing, one thing after the other', async () => {
    renderDialog();
    const button = await submit();
    expect(button).toHaveAccessibleDescription(
      'Choose the columns of healthcare_db.patients.',
    );
    expect(
      screen.getByRole('button', { name: 'Save as draft' }),
    ).toBeDisabled();
    await userEvent.click(await column(/^city/));
    expect(button).toHaveAccessibleDescription(
      'Say what the data is needed for.',
    );
    await userEvent.type(
      screen.getByRole('textbox', { name: /^Row filter/ }),
      'town = 1',
    );
    expect(button).toHaveAccessibleDescription(/^Row filter of .*town/);
  });

  it('tells what is there already, what would be read, and who decides', async () => {
    const reads = (principal: string, text: string) => ({
      principal,
      table: 'healthcare_db.patients',
      catalogId: '111111111111',
      before: { level: 'none' as const },
      after: { level: 'full' as const },
      text,
    });
    renderDialog({
      checkTerms: async () => ({
        ...possible,
        findings: [
          {
            rule: 'V5',
            severity: 'warning',
            message: 'healthcare_db.patients is partitioned by city.',
          },
          {
            rule: 'V6',
            severity: 'info',
            message: 'healthcare_db.patients2 is another.',
          },
        ],
        overlaps: [
          {
            kind: 'partlyGranted',
            table: PATIENTS,
            text: 'The team reads city already.',
            requestId: 'request-9',
          },
        ],
        consequences: [
          reads(CARE_TEAM.principal!, 'Patients Care gains 1 column.'),
          reads('arn:of:others', 'Others gain, too.'),
        ],
        steps: [
          ...possible.steps,
          {
            id: 'sensitive:0',
            stage: 1,
            title: 'Privacy office',
            why: 'Sensitive columns: healthcare_db.patients.ssn.',
            quorum: 2,
            state: 'waiting',
            approverRefs: [],
          },
        ],
      }),
    });
    await fill();
    await userEvent.click(await column(/^ssn · string · restricted/));

    const answer = within(
      await screen.findByRole('region', { name: 'What comes of it' }),
    );
    expect(
      await answer.findByText('The team reads city already.'),
    ).toBeInTheDocument();
    expect(
      answer.getByRole('link', { name: /See the request/ }),
    ).toHaveAttribute('href', '/sluice/requests/request-9');
    expect(
      answer.getByText('Patients Care gains 1 column.'),
    ).toBeInTheDocument();
    expect(answer.queryByText('Others gain, too.')).not.toBeInTheDocument();
    const steps = within(
      answer.getByRole('list', { name: 'Who has to approve' }),
    ).getAllByRole('listitem');
    expect(steps[0]).toHaveTextContent(/^Owner of healthcare_db\.patients/);
    expect(steps[1]).toHaveTextContent(/2 people have to approve.*Nobody can/);

    // Beside the field that it is about, not among the rest.
    const table = within(
      screen.getByRole('region', { name: 'healthcare_db.patients' }),
    );
    expect(table.getByText(/is partitioned by city/)).toBeInTheDocument();
    expect(answer.queryByText(/is partitioned by/)).not.toBeInTheDocument();
    expect(answer.getByText(/is another/)).toBeInTheDocument();
    expect(await column(/^ssn/)).toHaveAccessibleDescription(
      /^Sensitive: needs the approval of Privacy office/,
    );
  });

  it('tells a refusal of the terms from a failure to check them', async () => {
    const checkTerms = jest
      .fn<Promise<Models.RequestCheck>, []>()
      .mockRejectedValueOnce(new InputError('startsAt has passed.'))
      .mockRejectedValueOnce(new Error('The database is away'))
      .mockResolvedValue(possible);
    renderDialog({ checkTerms });
    await fill();
    const answer = within(
      await screen.findByRole('region', { name: 'What comes of it' }),
    );
    expect(await answer.findByText('startsAt has passed.')).toBeInTheDocument();
    expect(await submit()).toHaveAccessibleDescription('startsAt has passed.');
    expect(await submit()).toBeDisabled();

    await userEvent.click(await column(/^patient_id/));
    expect(await answer.findByText('The database is away')).toBeInTheDocument();
    // The backend checks what is submitted anyhow.
    expect(await submit()).toBeEnabled();
    await userEvent.click(answer.getByRole('button', { name: 'Try again' }));
    expect(
      await answer.findByText('This can be asked for.'),
    ).toBeInTheDocument();
  });

  it('shows why it could not be sent, and keeps what was filled in', async () => {
    const createRequest = jest
      .fn()
      .mockRejectedValueOnce(new ConflictError('Somebody was faster'))
      .mockResolvedValue(accessRequest('pending'));
    renderDialog({ createRequest });
    await fill();
    await userEvent.click(await enabled(submit()));
    expect(await screen.findByText('Somebody was faster')).toBeInTheDocument();
    expect(await column(/^city/)).toBeChecked();
    await userEvent.click(await enabled(submit()));
    await screen.findByRole('heading', { name: 'The request' });
  });

  it('takes another table of the catalog as well', async () => {
    const createRequest = jest.fn(async () => accessRequest('draft'));
    renderDialog(
      { createRequest },
      { kind: 'new', tables: [], offered: [PATIENTS] },
      [CARE_TEAM],
      ['healthcare_db.claims', 'healthcare_db.patients'],
    );
    expect(await submit()).toHaveAccessibleDescription('Choose a table.');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Add a table' }),
    );
    await userEvent.type(
      await screen.findByRole('combobox', { name: /Table of the catalog/ }),
      'db',
    );
    const [claims, ...others] = await screen.findAllByRole('option');
    expect(others).toEqual([]);
    await userEvent.click(claims);

    await userEvent.click(
      await screen.findByRole('button', {
        name: /^Select all of Columns/,
      }),
    );
    await userEvent.type(
      screen.getByRole('textbox', { name: /Purpose/ }),
      'Plan visits',
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Save as draft' }),
    );
    await screen.findByRole('heading', { name: 'The request' });
    expect(createRequest).toHaveBeenCalledWith(
      expect.objectContaining({
        terms: {
          tables: [{ table: CLAIMS, columns: ['patient_id', 'ssn', 'city'] }],
          durationMinutes: policy.defaultDurationMinutes,
        },
      }),
    );
  });

  it('edits the revision that was seen, by the present names of columns', async () => {
    const editRequest = jest.fn(async () => accessRequest('pending'));
    const checkTerms = jest.fn(async () => possible);
    const request = accessRequest('pending');
    request.terms.tables[0].columns[1].name = 'town';
    request.terms.tables[0].rowFilter = undefined;
    renderDialog({ editRequest, checkTerms }, { kind: 'edit', request });
    expect(
      await screen.findByText(/Approvals that were given already/),
    ).toBeInTheDocument();
    await userEvent.click(await enabled(submit()));
    await screen.findByRole('heading', { name: 'The request' });
    expect(checkTerms).toHaveBeenLastCalledWith(
      expect.objectContaining({ requestId: 'request-1' }),
    );
    expect(editRequest.mock.calls).toEqual([
      [
        'request-1',
        {
          revision: 3,
          purpose: 'Plan visits in Texas',
          terms: {
            tables: [{ table: PATIENTS, columns: ['patient_id', 'city'] }],
            durationMinutes: 30 * DAY,
          },
          submit: true,
        },
      ],
    ]);
  });

  it('asks for a change by a request that takes the place of the old one', async () => {
    const createRequest = jest.fn(async () => accessRequest('pending'));
    const checkTerms = jest.fn(async () => possible);
    const request = accessRequest('active');
    request.terms.startsAt = '2026-01-05T00:00:00Z';
    request.terms.tables[0].rowFilter = undefined;
    renderDialog({ createRequest, checkTerms }, { kind: 'change', request });
    await userEvent.click(await column(/^ssn/));
    await userEvent.click(await enabled(submit()));
    await screen.findByRole('heading', { name: 'The request' });
    const terms = {
      tables: [{ table: PATIENTS, columns: ['patient_id', 'ssn', 'city'] }],
      durationMinutes: 30 * DAY,
    };
    expect(createRequest).toHaveBeenCalledWith({
      team: CARE,
      purpose: 'Plan visits in Texas',
      terms,
      supersedes: 'request-1',
      submit: true,
    });
    expect(checkTerms).toHaveBeenLastCalledWith({
      team: CARE,
      terms,
      supersedes: 'request-1',
    });
  });

  it('has one of several teams chosen', async () => {
    const other = { ...CARE_TEAM, entityRef: 'group:default/b', title: 'B' };
    const checkTerms = jest.fn(async () => possible);
    renderDialog({ checkTerms }, OF_PATIENTS, [CARE_TEAM, other]);
    await fill();
    expect(await submit()).toHaveAccessibleDescription('Choose a team.');
    await userEvent.click(screen.getByRole('button', { name: /Team/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'B' }));
    await enabled(submit());
    expect(checkTerms).toHaveBeenLastCalledWith(
      expect.objectContaining({ team: 'group:default/b' }),
    );
  });

  it.each<[string, Models.MatrixTeam[], string | undefined, RegExp]>([
    ['is not onboarded', [RESEARCH_TEAM], undefined, /is not onboarded/],
    [
      'that was named is not onboarded',
      [CARE_TEAM, RESEARCH_TEAM],
      RESEARCH_TEAM.entityRef,
      /Population Research is not onboarded/,
    ],
    [
      'is somebody else’s',
      [CARE_TEAM],
      'group:default/others',
      /not a member of group:default\/others/,
    ],
    ['is missing', [], undefined, /You are in no team/],
  ])('says what to do when the team %s', async (_, teams, team, text) => {
    renderDialog({}, { kind: 'new', tables: [PATIENTS], team }, teams);
    expect(await screen.findByText(text)).toBeInTheDocument();
    expect(await submit()).toBeDisabled();
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  });

  it.each<[string, keyof SluiceApi, RegExp]>([
    ['teams', 'getMyAccess', /Could not load your teams/],
    ['rules', 'getRequestPolicy', /Could not load the rules of requests/],
    ['table', 'getTable', /Could not load the table healthcare_db.patients/],
  ])('tries again when the %s could not be had', async (_, call, title) => {
    const working = answersFor([CARE_TEAM])[call] as () => Promise<unknown>;
    let isAway = true;
    const answer = jest.fn(async () => {
      if (isAway) throw new Error('The database is away');
      return working();
    });
    renderDialog({ [call]: answer });
    expect(await screen.findByText(title)).toBeInTheDocument();
    // By itself it is tried again only where the form begins to show it.
    expect(answer.mock.calls.length).toBeLessThanOrEqual(2);
    isAway = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await column(/^city/)).toBeInTheDocument();
  });
});
