import { NotAllowedError } from '@backstage/errors';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { grant } from '../../__testUtils__/entities';
import { patientsOfCare } from '../../__testUtils__/fakeSluiceApi';
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

  it('tells the stages apart, and one that was not looked at from none', async () => {
    renderOnEntityPage(grant, <AccessGrantContent />, {
      getEffectiveAccess: async () => patientsOfCare,
    });

    expect(
      await screen.findByRole('row', { name: /^Granted:/ }),
    ).toHaveTextContent('Partial');
    expect(screen.getByRole('row', { name: /^Observed:/ })).toHaveTextContent(
      'Not looked at',
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
    renderOnEntityPage(grant, <AccessGrantContent />, { getEffectiveAccess });

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
