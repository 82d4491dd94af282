import { NotAllowedError } from '@backstage/errors';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { SluiceApi } from '../../api';
import { grant } from '../../__testUtils__/entities';
import { patientsOfCare } from '../../__testUtils__/fakeSluiceApi';
import { requestSummary } from '../../__testUtils__/requests';
import { stagesOf, stagesOfGrant } from '../../__testUtils__/stages';
import { renderOnEntityPage } from '../../__testUtils__/renderOnEntityPage';
import { clearQueries } from '../QueryProvider';
import { AccessGrantContent } from './AccessGrantContent';

const REASON = 'The filter texas_only leaves out ssn.';

describe('AccessGrantContent', () => {
  afterEach(clearQueries);

  it('says who reads what, as whom', async () => {
    renderOnEntityPage(grant, <AccessGrantContent />, {
      getEffectiveAccess: async () => patientsOfCare,
    });

    expect(
      await screen.findByText('1 of 2 columns: patient_id'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Partial: some columns or some rows'),
    ).toBeInTheDocument();
    expect(screen.getByText(grant.spec.principal.arn)).toBeInTheDocument();
    expect(screen.getByText('AROAEXAMPLEPATIENTS')).toBeInTheDocument();
    expect(screen.getByText('Found in Lake Formation')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /care-team/ })).toHaveAttribute(
      'href',
      '/catalog/default/group/patients-care-team',
    );
    expect(await screen.findByText(REASON)).toBeInTheDocument();
  });

  it('tells the stages apart, with their times, and leads to where they differ', async () => {
    const getStages = jest.fn(async () => stagesOf([stagesOfGrant]));
    renderOnEntityPage(grant, <AccessGrantContent />, {
      getEffectiveAccess: async () => patientsOfCare,
      getStages,
    });

    const row = (name: RegExp) => screen.findByRole('row', { name });
    expect(await row(/^Declared:/)).toHaveTextContent(/8 of 9 columns.*2026/);
    expect(await row(/^Granted:/)).toHaveTextContent(/Full.*2026/);
    expect(await row(/^Effective:/)).toHaveTextContent('IAM decides.');
    expect(await row(/^Observed:/)).toHaveTextContent(
      /^Observed:.*Not proved yetVerify–$/,
    );
    expect(
      screen.getByText(/^More is granted than declared\./),
    ).toBeInTheDocument();
    const { team, table } = grant.spec;
    expect(screen.getByRole('link', { name: '2 differences' })).toHaveAttribute(
      'href',
      `/sluice/drift?${new URLSearchParams({ team, table })}`,
    );
    expect(getStages).toHaveBeenCalledWith({ team, table });
  });

  it.each<[string, SluiceApi['getStages']]>([
    ['are not for the person', async () => stagesOf([])],
    [
      'could not be had',
      async () => {
        throw new Error('The database is away');
      },
    ],
  ])(
    'shows what the catalog holds where the stages %s, unseen ones apart from none',
    async (_, getStages) => {
      renderOnEntityPage(grant, <AccessGrantContent />, {
        getEffectiveAccess: async () => patientsOfCare,
        getStages,
      });

      expect(
        await screen.findByRole('row', { name: /^Granted:/ }),
      ).toHaveTextContent('Partial');
      expect(screen.getByRole('row', { name: /^Observed:/ })).toHaveTextContent(
        'Not looked at',
      );
      expect(
        screen.getByText(/^That is what the catalog holds/),
      ).toBeInTheDocument();
    },
  );

  it('leads to the requests behind it, and says until when they give it', async () => {
    const getRequests = jest.fn(async () => ({
      items: [requestSummary('active', { expiresAt: '2999-01-01T12:00:00Z' })],
    }));
    renderOnEntityPage(grant, <AccessGrantContent />, {
      getEffectiveAccess: async () => patientsOfCare,
      getRequests,
    });

    expect(
      await screen.findByText(/^Granted until .*2999.* by request/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Plan visits in Texas' }),
    ).toHaveAttribute('href', '/sluice/requests/request-1');
    const { team, table } = grant.spec;
    expect(
      screen.getByRole('link', { name: /^All requests of this team/ }),
    ).toHaveAttribute(
      'href',
      `/sluice/requests?${new URLSearchParams({ list: 'all', team, table })}`,
    );
    expect(getRequests).toHaveBeenCalledWith(
      expect.objectContaining({ team, table, phase: ['active'] }),
    );
  });

  it('claims neither columns nor rows when the access is unknown', async () => {
    renderOnEntityPage(
      {
        ...grant,
        spec: {
          ...grant.spec,
          level: 'unknown',
          columns: [],
          hiddenColumns: 0,
          rowFilter: undefined,
          problems: ['The row filter does not parse.'],
        },
      },
      <AccessGrantContent />,
      { getEffectiveAccess: async () => ({ ...patientsOfCare, columns: [] }) },
    );

    expect(
      await screen.findByText('The row filter does not parse.'),
    ).toBeInTheDocument();
    expect(await screen.findByText(REASON)).toBeInTheDocument();
    expect(screen.queryByText('Columns')).not.toBeInTheDocument();
    expect(screen.queryByText('every row')).not.toBeInTheDocument();
  });

  it('keeps the grant in view when its reasons are away, and tries again', async () => {
    const getEffectiveAccess = jest
      .fn<Promise<typeof patientsOfCare>, []>()
      .mockRejectedValueOnce(new Error('The database is away'))
      .mockResolvedValue(patientsOfCare);
    renderOnEntityPage(grant, <AccessGrantContent />, {
      getEffectiveAccess,
      getStages: async () => stagesOf([]),
    });

    expect(await screen.findByText('The database is away')).toBeInTheDocument();
    expect(screen.getByText('1 of 2 columns: patient_id')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(REASON)).toBeInTheDocument();
  });

  it('tells a person who may not see the reasons so', async () => {
    renderOnEntityPage(grant, <AccessGrantContent />, {
      getEffectiveAccess: async () => {
        throw new NotAllowedError('Members only');
      },
    });

    expect(
      await screen.findByText('You may not see the reasons for this access'),
    ).toBeInTheDocument();
  });
});
