import { InputError, NotAllowedError } from '@backstage/errors';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderRequests } from '../../__testUtils__/renderRequests';
import { review, reviewItem } from '../../__testUtils__/reviews';
import type { SluiceApi } from '../../api';
import { clearQueries } from '../QueryProvider';
import { ReviewsRoutes } from './ReviewsRoutes';

// Dialogs and lists of choices take jsdom long on a busy machine.
jest.setTimeout(20_000);

const PRODUCT = 'dataproduct:default/patients';
const startable = [{ entityRef: PRODUCT, title: 'Patients' }];
const inShort = { ...review([]), items: undefined };

const renderPage = (
  getReviews: SluiceApi['getReviews'],
  answers: Partial<SluiceApi> = {},
) =>
  renderRequests(<ReviewsRoutes />, {
    at: '/sluice/reviews',
    answers: { getReviews, ...answers },
  });

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('ReviewsPage', () => {
  afterEach(clearQueries);

  it('tells what is reviewed, by whom, until when, and how far it is', async () => {
    renderPage(async () => ({
      items: [
        { ...inShort, total: 8, kept: 3, revoked: 1, open: 3 },
        {
          ...inShort,
          id: 'review-0',
          title: 'Last year',
          startedBy: 'sluice',
          closedAt: '2025-03-15T12:00:00Z',
        },
      ],
    }));

    const [, running, closed] = within(
      await screen.findByRole('table', { name: 'Reviews' }),
    ).getAllByRole('row');
    expect(running).toHaveTextContent(
      /First quarter.*owen\.fisher.*2026.*2026.*5 of 8 answered: 3 kept, 1 revoked, 1 ended by itself/,
    );
    expect(
      within(running).getByRole('link', { name: 'First quarter' }),
    ).toHaveAttribute('href', '/sluice/reviews/review-1');
    expect(
      within(running).getByRole('progressbar', {
        name: 'Answered in First quarter',
      }),
    ).toHaveValue(5);
    expect(closed).toHaveTextContent(/sluice.*Closed.*2025/);
    // Whoever may have nothing reviewed has no button for it.
    expect(
      screen.queryByRole('button', { name: /Start/ }),
    ).not.toBeInTheDocument();
  });

  it('shows older reviews on demand', async () => {
    const getReviews = jest.fn(async ({ cursor }: { cursor?: string }) =>
      cursor
        ? { items: [{ ...inShort, id: 'review-0', title: 'Last year' }] }
        : { items: [inShort], nextCursor: 'page-2', startable },
    );
    renderPage(getReviews);

    await press('Show older reviews');

    expect(
      await screen.findByRole('link', { name: 'Last year' }),
    ).toBeInTheDocument();
    expect(getReviews).toHaveBeenLastCalledWith({
      cursor: 'page-2',
      limit: 25,
    });
    expect(
      screen.getByRole('button', { name: 'Start a review…' }),
    ).toBeInTheDocument();
  });

  it('says why there is none', async () => {
    renderPage(async () => ({ items: [] }));

    expect(
      await screen.findByRole('heading', { name: 'No reviews yet' }),
    ).toBeInTheDocument();
  });

  it('tells failure from refusal, and tries again', async () => {
    const getReviews = jest
      .fn<ReturnType<SluiceApi['getReviews']>, []>()
      .mockRejectedValueOnce(new Error('The database is away'))
      .mockResolvedValue({ items: [inShort] });
    renderPage(getReviews);

    expect(await screen.findByText('The database is away')).toBeInTheDocument();
    await press('Try again');
    expect(
      await screen.findByRole('table', { name: 'Reviews' }),
    ).toBeInTheDocument();
  });

  it('tells a person without permission so', async () => {
    renderPage(async () => {
      throw new NotAllowedError('Members only');
    });

    expect(
      await screen.findByText('You may not see the reviews'),
    ).toBeInTheDocument();
  });
});

describe('starting a review', () => {
  afterEach(clearQueries);

  it('takes a title, a data product and an end, and leads to the review', async () => {
    const startReview = jest.fn(async () => review([reviewItem('a')]));
    renderPage(async () => ({ items: [], startable }), { startReview });

    await press('Start a review…');
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole('button', { name: 'Start the review' });
    expect(confirm).toBeDisabled();
    await userEvent.type(dialog.getByLabelText(/Title/), ' First quarter ');
    await userEvent.click(dialog.getByRole('button', { name: /About$/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Patients' }),
    );
    fireEvent.change(dialog.getByLabelText('Due'), {
      target: { value: '2026-03-15T12:00' },
    });
    await userEvent.dblClick(confirm);

    expect(
      await screen.findByRole('heading', { name: 'First quarter' }),
    ).toBeInTheDocument();
    expect(startReview.mock.calls).toEqual([
      [
        {
          title: 'First quarter',
          product: PRODUCT,
          dueAt: new Date('2026-03-15T12:00').toISOString(),
        },
      ],
    ]);
  });

  it('says why there is nothing to review, and keeps what was typed', async () => {
    const startReview = jest.fn(async () => {
      throw new InputError('There is no agreed access');
    });
    renderPage(async () => ({ items: [], startable }), { startReview });

    await press('Start a review…');
    await userEvent.type(await screen.findByLabelText(/Title/), 'Mine');
    await press('Start the review');

    expect(
      await screen.findByText('There is no agreed access'),
    ).toBeInTheDocument();
    expect(screen.getByLabelText(/Title/)).toHaveValue('Mine');
    await waitFor(() =>
      expect(startReview.mock.calls).toEqual([[{ title: 'Mine' }]]),
    );
  });
});
