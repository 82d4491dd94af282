import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { team } from '../../__testUtils__/entities';
import { CARE } from '../../__testUtils__/fakeSluiceApi';
import { renderOnEntityPage } from '../../__testUtils__/renderOnEntityPage';
import type { SluiceApi } from '../../api';
import { clearQueries } from '../QueryProvider';
import { TeamReadinessContent } from './TeamReadinessContent';

const item = (
  title: string,
  state: Models.ReadinessItem['state'],
  overrides: Partial<Models.ReadinessItem> = {},
): Models.ReadinessItem => ({
  id: title,
  type: 'iamRole',
  title,
  account: 'healthcare-consumer',
  why: `${title} is needed.`,
  state,
  differences: [],
  ...overrides,
});

const readiness: Models.Readiness = {
  subject: CARE,
  declaration: { kind: 'consumerTeam', team: CARE },
  checkedAt: '2026-01-01T00:00:00Z',
  items: [
    item('Bucket', 'ok'),
    item('Cluster', 'unknown', { problem: 'EKS did not answer.' }),
    item('Role', 'differs', {
      differences: [{ path: 'description', before: 'Old', after: 'New' }],
    }),
    item('Policy', 'notOurs'),
    item('Namespace', 'missing'),
  ],
};

const renderTeam = (getTeamReadiness: SluiceApi['getTeamReadiness']) =>
  renderOnEntityPage(team, <TeamReadinessContent />, { getTeamReadiness });

describe('TeamReadinessContent', () => {
  afterEach(clearQueries);

  it('lists each resource by how much attention it needs, with its differences', async () => {
    const getTeamReadiness = jest.fn(async () => readiness);
    renderTeam(getTeamReadiness);

    const table = await screen.findByRole('table', { name: 'Readiness' });
    expect(getTeamReadiness).toHaveBeenCalledWith(CARE);
    expect(
      within(table)
        .getAllByRole('rowheader')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Namespace',
      'Role',
      'description',
      'Policy',
      'Cluster',
      'Bucket',
    ]);
    for (const row of [
      /^Missing Namespace/,
      /^Differs Role/,
      /^Not ours Policy/,
      /^Unknown Cluster.*EKS did not answer\./,
      /^Ok Bucket/,
    ]) {
      expect(within(table).getByRole('row', { name: row })).toBeInTheDocument();
    }
    expect(
      within(
        screen.getByRole('table', { name: 'Differences of Role' }),
      ).getByRole('row', { name: 'description Old New' }),
    ).toBeInTheDocument();
    expect(screen.getByText('Not ready: 1 of 5 as wanted')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Changes to this team' }),
    ).toHaveAttribute(
      'href',
      `/sluice/changes?subject=${encodeURIComponent(CARE)}`,
    );
  });

  it('says so when the team is ready', async () => {
    renderTeam(async () => ({ ...readiness, items: [item('Role', 'ok')] }));

    expect(
      await screen.findByText('Ready: 1 of 1 as wanted'),
    ).toBeInTheDocument();
  });

  it.each([
    [
      'the answer holds no declaration',
      async () => ({ ...readiness, declaration: undefined, items: [] }),
    ],
    [
      'the backend finds none',
      async () => {
        throw new NotFoundError('Nothing is declared');
      },
    ],
  ])('says that nothing was declared when %s', async (_, getTeamReadiness) => {
    renderTeam(getTeamReadiness);

    expect(
      await screen.findByRole('heading', {
        name: 'This team is not onboarded',
      }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('tries again after a failure', async () => {
    renderTeam(
      jest
        .fn()
        .mockRejectedValueOnce(new Error('The database is away'))
        .mockResolvedValue(readiness),
    );

    await userEvent.click(
      await screen.findByRole('button', { name: 'Try again' }),
    );

    expect(
      await screen.findByRole('table', { name: 'Readiness' }),
    ).toBeInTheDocument();
  });

  it('tells a person without permission so', async () => {
    renderTeam(async () => {
      throw new NotAllowedError('Members only');
    });

    expect(
      await screen.findByText('You may not see whether this team is ready'),
    ).toBeInTheDocument();
    expect(screen.queryByText('Try again')).not.toBeInTheDocument();
  });
});
