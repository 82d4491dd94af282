import { NotAllowedError } from '@backstage/errors';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { patientsOfCare } from '../../__testUtils__/fakeSluiceApi';
import {
  fakeSignals,
  renderRequests,
} from '../../__testUtils__/renderRequests';
import {
  accessRequest,
  OWEN,
  requestCheck,
} from '../../__testUtils__/requests';
import type { SluiceApi } from '../../api';
import { clearQueries } from '../QueryProvider';
import { PHASES } from './requestPhase';
import { RequestsRoutes } from './RequestsRoutes';

const renderRequest = (
  request: Models.AccessRequest,
  answers: Partial<SluiceApi> = {},
  signals?: ReturnType<typeof fakeSignals>,
) =>
  renderRequests(<RequestsRoutes />, {
    at: '/sluice/requests/request-1',
    answers: {
      getRequest: async () => request,
      checkRequest: async () => requestCheck,
      ...answers,
    },
    signals,
  });

const section = async (title: string) =>
  (await screen.findByRole('heading', { name: title })).closest<HTMLElement>(
    '.bui-Card',
  )!;

/** The badge at the top; approvals may use the same word. */
const badge = async (phase: Models.RequestPhase) =>
  (await screen.findAllByText(PHASES[phase].title)).find(each =>
    each.closest(`[data-phase=${phase}]`),
  );

describe('RequestPage', () => {
  afterEach(() => {
    clearQueries();
    jest.useRealTimers();
  });

  it.each(Object.keys(PHASES) as Models.RequestPhase[])(
    'shows a request that is %s, agreement and fulfilment apart',
    async phase => {
      renderRequest(accessRequest(phase));

      expect(
        await screen.findByRole('heading', {
          name: 'Patients Care → healthcare_db.patients',
        }),
      ).toBeInTheDocument();
      expect(await badge(phase)).toBeInTheDocument();
      expect(
        within(await section('Agreement')).getByText('Agreement', {
          selector: 'dt',
        }).nextSibling,
      ).not.toBeEmptyDOMElement();
      expect(
        within(await section('Fulfilment')).getByText('Fulfilment', {
          selector: 'dt',
        }).nextSibling,
      ).not.toBeEmptyDOMElement();
      // What nobody may do is not offered.
      expect(
        screen
          .queryAllByRole('button')
          .map(({ textContent }) => textContent)
          .filter(text => text !== 'Details'),
      ).toEqual([]);
    },
  );

  it('says who agreed to what until when, and what Lake Formation was read to hold', async () => {
    const request = accessRequest('active');
    renderRequest({
      ...request,
      agreement: {
        ...request.agreement,
        startsAt: '2026-01-02T00:00:00Z',
        expiresAt: '2027-03-04T12:00:00Z',
      },
      fulfilment: {
        status: 'active',
        changeId: 'change-9',
        verifiedAt: '2028-01-02T12:00:00Z',
      },
    });

    const agreement = within(await section('Agreement'));
    expect(agreement.getByText('Agreed on')).toBeInTheDocument();
    expect(
      agreement.getByRole('link', { name: 'owen.fisher' }),
    ).toBeInTheDocument();
    expect(agreement.getByText(/2027/)).toBeInTheDocument();
    const fulfilment = within(await section('Fulfilment'));
    expect(fulfilment.getByText(/^Granted: .* exactly this/)).toBeVisible();
    expect(fulfilment.getByText(/2028/)).toBeInTheDocument();
    expect(
      fulfilment.getByRole('link', { name: /step by step/ }),
    ).toHaveAttribute('href', '/sluice/changes/change-9');
  });

  it('shows tables, columns with their classification, and rows', async () => {
    renderRequest(accessRequest('pending'));

    const columns = within(
      await screen.findByRole('list', {
        name: 'Columns of healthcare_db.patients',
      }),
    ).getAllByRole('listitem');
    expect(columns.map(({ textContent }) => textContent)).toEqual([
      'patient_id',
      'cityinternal',
    ]);
    expect(screen.getByText("state = 'Texas'")).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Patients' })).toHaveAttribute(
      'href',
      '/catalog/default/dataproduct/patients',
    );
  });

  it('shows what was narrowed, and which requests it replaces', async () => {
    const request = accessRequest('superseded', {
      supersededBy: 'later',
      summary: { supersedes: 'earlier' },
    });
    const [patients] = request.terms.tables;
    renderRequest({
      ...request,
      asked: {
        ...request.terms,
        tables: [
          {
            ...patients,
            columns: [...patients.columns, { fieldId: 8, name: 'ssn' }],
          },
        ],
      },
    });

    expect(
      within(
        await screen.findByRole('table', { name: 'What was narrowed' }),
      ).getAllByRole('row')[1],
    ).toHaveTextContent(
      /patient_id, city, ssn.*patient_id, city \(without ssn\)/,
    );
    expect(
      screen.getByRole('link', { name: 'an earlier request' }),
    ).toHaveAttribute('href', '/sluice/requests/earlier');
    expect(
      screen.getByRole('link', { name: 'a later request' }),
    ).toHaveAttribute('href', '/sluice/requests/later');
  });

  it('shows who decided by which right, and who can decide the rest', async () => {
    const request = accessRequest('pending');
    const [owner] = request.agreement.steps;
    renderRequest({
      ...request,
      agreement: {
        ...request.agreement,
        steps: [
          {
            ...owner,
            id: 'privacy',
            stage: 1,
            title: 'Privacy',
            why: 'Sensitive columns: ssn.',
            quorum: 2,
            approverRefs: ['group:default/privacy-office'],
          },
          { ...owner, state: 'complete' },
          {
            ...owner,
            id: 'legal',
            stage: 2,
            title: 'Legal',
            state: 'skipped',
            skipped: 'Nothing is left.',
          },
        ],
        decisions: [
          {
            stepId: owner.id,
            outcome: 'approved',
            by: OWEN,
            onBehalfOf: 'user:default/ana.lopez',
            asMemberOf: 'group:default/patient-records',
            escalated: true,
            comment: 'Fine with me',
            at: '2026-01-02T00:00:00Z',
            revision: 2,
          },
        ],
      },
    });

    const [first, second, third] = within(
      await screen.findByRole('list', { name: 'Approvals' }),
    ).getAllByRole('listitem');
    expect(first).toHaveTextContent(
      /Owner of healthcare_db\.patients.*Approved by owen\.fisher on behalf of ana\.lopez, as patient-records, since nobody had answered.*Fine with me/,
    );
    expect(first).not.toHaveTextContent('Can be decided by');
    expect(second).toHaveTextContent(
      /Privacy.*To decide.*Stage 2\. Sensitive columns: ssn\. 2 people have to approve\..*Can be decided by privacy-office/,
    );
    expect(third).toHaveTextContent(
      /Legal.*Not needed any more.*Nothing is left/,
    );
  });

  it('shows what approving comes to', async () => {
    renderRequest(accessRequest('pending'), {
      checkRequest: async () => ({
        ...requestCheck,
        findings: [
          { rule: 'F1', severity: 'error', message: 'The column is gone.' },
        ],
        overlaps: [
          {
            kind: 'wider',
            table: 'healthcare_db.patients',
            text: 'Together they give every row.',
            requestId: 'other',
          },
        ],
        permissions: [
          ...requestCheck.permissions,
          { ...requestCheck.permissions[0], title: 'Share', exists: true },
        ],
      }),
    });

    const part = within(await section('What it comes to'));
    expect(
      await part.findByText('Patients Care gains 2 columns.'),
    ).toBeInTheDocument();
    expect(part.getByText('The column is gone.')).toBeInTheDocument();
    expect(part.getByText('Together they give every row.')).toBeInTheDocument();
    expect(
      part.getByRole('link', { name: 'by another request' }),
    ).toHaveAttribute('href', '/sluice/requests/other');
    const [made, there] = within(
      part.getByRole('list', { name: 'Permissions' }),
    ).getAllByRole('listitem');
    expect(made).toHaveTextContent(/SELECT on the filter.*healthcare-producer/);
    expect(made).not.toHaveTextContent('There already');
    expect(there).toHaveTextContent('There already');
  });

  it('tells what happened, the latest first, with details on demand', async () => {
    renderRequest(accessRequest('pending'));

    const entries = within(
      await screen.findByRole('list', { name: 'What happened' }),
    ).getAllByRole('listitem');
    expect(entries[0]).toHaveTextContent(/The owner was asked\..*sluice/);
    expect(entries[1]).toHaveTextContent(/Priya asked.*priya\.sharma/);
    expect(within(entries[0]).queryByRole('button')).not.toBeInTheDocument();

    await userEvent.click(within(entries[1]).getByRole('button'));
    expect(within(entries[1]).getByText(/"purpose"/)).toBeVisible();
  });

  it('says until when sessions may have read, and what else lets the team read', async () => {
    const request = accessRequest('revoked');
    renderRequest(
      {
        ...request,
        fulfilment: {
          status: 'removed',
          removedAt: '2026-01-03T00:00:00Z',
          lastPossibleRead: '2029-01-03T12:00:00Z',
        },
        history: [
          ...request.history,
          {
            ...request.history[0],
            id: 3,
            type: 'removed',
            details: { remaining: ['By the tag zone=gold.'] },
          },
        ],
      },
      { getEffectiveAccess: async () => patientsOfCare },
    );

    expect(
      await screen.findByText(/^Sessions that were open may have read .*2029/),
    ).toBeInTheDocument();
    expect(screen.getByText('By the tag zone=gold.')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', {
        name: 'What the team reads of healthcare_db.patients now',
      }),
    );
    expect(
      await screen.findByText('The filter texas_only leaves out ssn.'),
    ).toBeInTheDocument();
  });

  it('follows what the backend says without a reload', async () => {
    const signals = fakeSignals();
    const getRequest = jest.fn(async () => accessRequest('pending'));
    renderRequest(accessRequest('pending'), { getRequest }, signals);
    expect(await screen.findByText('Waiting for approval')).toBeVisible();

    getRequest.mockResolvedValue(accessRequest('active'));
    await signals.say('another');
    expect(getRequest).toHaveBeenCalledTimes(1);
    await signals.say('request-1');

    expect(await screen.findByText('Active')).toBeInTheDocument();
  });

  it.each([
    ['applying', true],
    ['approved', true],
    ['pending', false],
    ['active', false],
  ] as const)(
    'looks again by itself while it is under way: %s %s',
    async (phase, isUnderWay) => {
      jest.useFakeTimers();
      const getRequest = jest.fn(async () => accessRequest(phase));
      renderRequest(accessRequest(phase), { getRequest });
      await badge(phase);

      await jest.advanceTimersByTimeAsync(2_500);

      await waitFor(() =>
        expect(getRequest).toHaveBeenCalledTimes(isUnderWay ? 2 : 1),
      );
    },
  );

  it('tells failure from refusal, and tries again', async () => {
    const getRequest = jest
      .fn<Promise<Models.AccessRequest>, []>()
      .mockRejectedValueOnce(new Error('The database is away'))
      .mockResolvedValue(accessRequest('active'));
    renderRequest(accessRequest('active'), { getRequest });

    expect(await screen.findByText('The database is away')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Active')).toBeInTheDocument();
  });

  it('tells a person without permission so', async () => {
    renderRequest(accessRequest('active'), {
      getRequest: async () => {
        throw new NotAllowedError('Members only');
      },
    });

    expect(
      await screen.findByText('You may not see the request'),
    ).toBeInTheDocument();
  });
});
