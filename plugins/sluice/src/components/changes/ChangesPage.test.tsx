import { NotAllowedError } from '@backstage/errors';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { change } from '../../__testUtils__/changes';
import { renderChanges } from '../../__testUtils__/renderChanges';
import type { SluiceApi } from '../../api';
import { clearQueries } from '../QueryProvider';

const summary = (
  overrides: Partial<Models.ChangeSummary> = {},
): Models.ChangeSummary => ({ ...change('succeeded').summary, ...overrides });

const renderPage = (getChanges: SluiceApi['getChanges'], search: string = '') =>
  renderChanges(search, { getChanges });

describe('ChangesPage', () => {
  afterEach(clearQueries);

  it('lists what was changed, by whom, why, and how far it is', async () => {
    renderPage(async () => ({
      items: [
        summary({ id: 'newer', title: 'Offboard care', status: 'failed' }),
        summary({ createdBy: 'service' }),
      ],
    }));

    const [, newer, older] = within(
      await screen.findByRole('table', { name: 'Changes' }),
    ).getAllByRole('row');
    expect(newer).toHaveTextContent(/Failed.*Offboard care.*Ticket 7.*1 of 3/);
    expect(
      within(newer).getByRole('link', { name: 'Offboard care' }),
    ).toHaveAttribute('href', '/sluice/changes/newer');
    expect(
      within(newer).getByRole('link', { name: 'priya.sharma' }),
    ).toHaveAttribute('href', '/catalog/default/user/priya.sharma');
    expect(older).toHaveTextContent(/Succeeded.*service/);
  });

  it('shows older changes on demand, and keeps those in view if it cannot', async () => {
    const getChanges = jest
      .fn<ReturnType<SluiceApi['getChanges']>, [{ cursor?: string }]>()
      .mockResolvedValueOnce({
        items: [summary({ title: 'Newest' })],
        nextCursor: 'page-2',
      })
      .mockResolvedValueOnce({
        items: [summary({ id: '2', title: 'Older' })],
        nextCursor: 'page-3',
      })
      .mockRejectedValueOnce(new Error('The database is away'));
    renderPage(getChanges);
    const more = async () =>
      userEvent.click(
        await screen.findByRole('button', { name: 'Show older changes' }),
      );

    await more();
    expect(await screen.findByText('Older')).toBeInTheDocument();
    expect(getChanges.mock.calls.map(([{ cursor }]) => cursor)).toEqual([
      undefined,
      'page-2',
    ]);

    await more();
    expect(await screen.findByText('The database is away')).toBeInTheDocument();
    expect(screen.getByText('Newest')).toBeInTheDocument();
    expect(screen.getByText('Older')).toBeInTheDocument();
  });

  it('asks for the changes of one subject when the URL names it', async () => {
    const getChanges = jest.fn(async () => ({ items: [summary()] }));
    renderPage(getChanges, '?subject=group:default/care');

    expect(
      await screen.findByText(/Only changes to group:default\/care/),
    ).toBeInTheDocument();
    expect(getChanges).toHaveBeenCalledWith(
      expect.objectContaining({ subject: 'group:default/care' }),
    );

    await userEvent.click(
      screen.getByRole('link', { name: 'Show all changes' }),
    );
    expect(
      await screen.findByText(/Everything that Sluice did/),
    ).toBeInTheDocument();
    expect(getChanges).toHaveBeenLastCalledWith(
      expect.objectContaining({ subject: undefined }),
    );
  });

  it('says what would make a first change', async () => {
    renderPage(async () => ({ items: [] }));

    expect(
      await screen.findByRole('heading', { name: 'No changes yet' }),
    ).toBeInTheDocument();
  });

  it('tries again after a failure', async () => {
    renderPage(
      jest
        .fn()
        .mockRejectedValueOnce(new Error('The database is away'))
        .mockResolvedValue({ items: [summary()] }),
    );

    await userEvent.click(
      await screen.findByRole('button', { name: 'Try again' }),
    );

    expect(
      await screen.findByRole('table', { name: 'Changes' }),
    ).toBeInTheDocument();
  });

  it('tells a person without permission so', async () => {
    renderPage(async () => {
      throw new NotAllowedError('Auditors only');
    });

    expect(
      await screen.findByText('You may not see the changes'),
    ).toBeInTheDocument();
    expect(screen.queryByText('Try again')).not.toBeInTheDocument();
  });
});
