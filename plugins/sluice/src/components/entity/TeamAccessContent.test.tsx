import { NotAllowedError } from '@backstage/errors';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { team } from '../../__testUtils__/entities';
import {
  CARE,
  matrix,
  patientsOfCare,
} from '../../__testUtils__/fakeSluiceApi';
import { renderOnEntityPage } from '../../__testUtils__/renderOnEntityPage';
import { clearQueries } from '../QueryProvider';
import { TeamAccessContent } from './TeamAccessContent';

const readsPatients: Models.TeamAccess = {
  team: matrix.teams[0],
  items: [patientsOfCare],
  stale: false,
};

function renderTeam(
  getTeamAccess: (ref: string) => Promise<Models.TeamAccess>,
) {
  return renderOnEntityPage(team, <TeamAccessContent />, {
    getTeamAccess,
    getEffectiveAccess: async () => patientsOfCare,
  });
}

describe('TeamAccessContent', () => {
  afterEach(clearQueries);

  it('lists what the team can read, with the reasons a click away', async () => {
    const getTeamAccess = jest.fn(async () => readsPatients);
    renderTeam(getTeamAccess);

    expect(await screen.findByText('1 of 2 columns')).toBeInTheDocument();
    expect(getTeamAccess).toHaveBeenCalledWith(CARE);
    expect(
      screen.getByRole('link', { name: 'healthcare_db.patients' }),
    ).toHaveAttribute(
      'href',
      '/catalog/producer/resource/healthcare_db.patients',
    );

    expect(
      screen.getByRole('link', { name: 'Requests of this team' }),
    ).toHaveAttribute(
      'href',
      `/sluice/requests?${new URLSearchParams({ list: 'all', team: CARE })}`,
    );

    await userEvent.click(screen.getByRole('button', { name: 'Why' }));
    expect(
      await screen.findByText('The filter texas_only leaves out ssn.'),
    ).toBeInTheDocument();
  });

  it.each([
    ['is not onboarded', matrix.teams[1], 'This team is not onboarded'],
    ['was given nothing', matrix.teams[0], 'This team can read nothing yet'],
  ])('says what is missing when the team %s', async (_, of, title) => {
    renderTeam(async () => ({ team: of, items: [], stale: false }));

    expect(
      await screen.findByRole('heading', { name: title }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('says when it is old', async () => {
    renderTeam(async () => ({ ...readsPatients, stale: true }));

    expect(await screen.findByText(/may be out of date/)).toBeInTheDocument();
  });

  it('tells failure from refusal, and tries again', async () => {
    const getTeamAccess = jest
      .fn<Promise<Models.TeamAccess>, []>()
      .mockRejectedValueOnce(new Error('The database is away'))
      .mockResolvedValue(readsPatients);
    renderTeam(getTeamAccess);

    expect(await screen.findByText('The database is away')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('1 of 2 columns')).toBeInTheDocument();
  });

  it('does not offer to try a refusal again', async () => {
    renderTeam(async () => {
      throw new NotAllowedError('Members only');
    });

    expect(
      await screen.findByText('You may not see what this team can read'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });
});
