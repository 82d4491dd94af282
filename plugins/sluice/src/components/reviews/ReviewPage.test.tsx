import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  fakeSignals,
  renderRequests,
} from '../../__testUtils__/renderRequests';
import { OWEN } from '../../__testUtils__/requests';
import { review, reviewItem } from '../../__testUtils__/reviews';
import type { SluiceApi } from '../../api';
import { downloadFile } from '../download/downloadFile';
import { clearQueries } from '../QueryProvider';
import { ReviewsRoutes } from './ReviewsRoutes';

// Dialogs and lists of choices take jsdom long on a busy machine.
jest.setTimeout(20_000);

jest.mock('../download/downloadFile', () => ({ downloadFile: jest.fn() }));

const kept = (id: string, overrides: Partial<Models.ReviewItem> = {}) =>
  reviewItem(id, {
    mayAnswer: false,
    outcome: 'kept',
    decidedBy: OWEN,
    decidedAt: '2026-03-02T12:00:00Z',
    ...overrides,
  });

/** A backend that keeps what is answered. */
function backend(items: Models.ReviewItem[]) {
  const held = [...items];
  const answerReview = jest.fn(
    async (
      _: string,
      { requestId, answer, reason }: Models.AnswerReviewRequest,
    ) => {
      const i = held.findIndex(({ request }) => request.id === requestId);
      held[i] = kept(requestId, {
        outcome: answer === 'keep' ? 'kept' : 'revoked',
        reason,
      });
      return held[i];
    },
  );
  return { getReview: async () => review(held), answerReview };
}

const renderPage = (
  answers: Partial<SluiceApi>,
  options: {
    search?: string;
    signals?: ReturnType<typeof fakeSignals>;
  } = {},
) =>
  renderRequests(<ReviewsRoutes />, {
    at: `/sluice/reviews/review-1${options.search ?? ''}`,
    answers,
    signals: options.signals,
  });

const rowsOf = async () =>
  within(await screen.findByRole('table', { name: 'Grants' }))
    .getAllByRole('row')
    .slice(1);

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

const select = async (name: RegExp) =>
  userEvent.click(await screen.findByRole('checkbox', { name }));

describe('ReviewPage', () => {
  afterEach(() => {
    clearQueries();
    jest.mocked(downloadFile).mockReset();
  });

  it('tells all that an answer needs: who reads what, why, since when, who agreed', async () => {
    renderPage(
      backend([
        reviewItem('a'),
        reviewItem('b', { reviewedAt: '2025-12-01T12:00:00Z' }),
      ]),
    );

    const [first, second] = await rowsOf();
    expect(first).toHaveTextContent(
      /Team a → healthcare_db\.patients.*Active.*2 of 9 columns, rows where state = 'Texas': patient_id, city.*Plan visits in Texas.*Jan 2, 2026.*Jun 2, 2026.*owen\.fisher.*Not reviewed before/,
    );
    expect(
      within(first).getByRole('link', {
        name: 'Team a → healthcare_db.patients',
      }),
    ).toHaveAttribute('href', '/sluice/requests/a');
    expect(second).toHaveTextContent(/Kept Dec 1, 2025/);
    expect(screen.getByText('0 of 2 answered')).toBeInTheDocument();
    expect(
      screen.getByText(/What nobody answers for by .*2026.* is revoked\./),
    ).toBeInTheDocument();
  });

  it.each<[string, Partial<Models.ReviewItem>, RegExp]>([
    [
      'was kept',
      { outcome: 'kept', decidedBy: OWEN, decidedAt: '2026-03-02T12:00:00Z' },
      /Kept.*owen\.fisher.*Mar 2, 2026/,
    ],
    [
      'was revoked for a reason',
      { outcome: 'revoked', decidedBy: OWEN, reason: 'The study is over' },
      /Revoked.*The study is over/,
    ],
    [
      'was kept since nobody answered',
      {
        outcome: 'kept',
        unanswered: true,
        decidedAt: '2026-03-02T12:00:00Z',
      },
      /Kept.*Nobody answered in time/,
    ],
    ['ended', { outcome: 'ended' }, /Ended by itself/],
    ['is for others to answer', {}, /Not answered/],
  ])('says of a grant that it %s, without a button', async (_, item, text) => {
    renderPage(
      {
        getReview: async () =>
          review([reviewItem('a', { ...item, mayAnswer: false })]),
      },
      { search: '?show=all' },
    );

    const [row] = await rowsOf();
    expect(row).toHaveTextContent(text);
    expect(within(row).queryByRole('button')).not.toBeInTheDocument();
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
  });

  it('shows what is open first; the rest by a filter that stands in the URL', async () => {
    const items = [reviewItem('a'), kept('b')];
    renderPage(backend(items));
    expect((await rowsOf()).map(row => row.textContent)).toEqual([
      expect.stringContaining('Team a'),
    ]);

    await userEvent.click(screen.getByRole('radio', { name: 'Answered (1)' }));
    expect((await rowsOf()).map(row => row.textContent)).toEqual([
      expect.stringContaining('Team b'),
    ]);
    await userEvent.click(screen.getByRole('radio', { name: 'All (2)' }));
    expect(await rowsOf()).toHaveLength(2);
  });

  it.each([
    ['?show=open', [kept('a')], 'Every grant is answered'],
    ['?show=answered', [reviewItem('a')], 'Nothing is answered yet'],
    ['', [], 'Every grant is answered'],
    ['?show=all', [], 'No grant that you may see'],
  ])('says why there is nothing at "%s"', async (search, items, title) => {
    renderPage({ getReview: async () => review(items) }, { search });

    expect(
      await screen.findByRole('heading', { name: title }),
    ).toBeInTheDocument();
  });

  it('tells what became of a review that is closed', async () => {
    renderPage({
      getReview: async () =>
        review([kept('a', { unanswered: true })], {
          unanswered: 'keep',
          closedAt: '2026-03-15T12:00:00Z',
        }),
    });

    expect(
      await screen.findByText(/What nobody answered for by .* was kept\./),
    ).toBeInTheDocument();
    // There is nothing left to answer, so all of it is shown.
    expect(await rowsOf()).toHaveLength(1);
  });

  it('keeps a grant with one press', async () => {
    const { getReview, answerReview } = backend([
      reviewItem('a'),
      reviewItem('b'),
    ]);
    renderPage({ getReview, answerReview });

    await userEvent.dblClick(
      await screen.findByRole('button', {
        name: 'Keep Team a → healthcare_db.patients',
      }),
    );

    expect(
      await screen.findByText('1 of 2 answered: 1 kept'),
    ).toBeInTheDocument();
    expect(answerReview.mock.calls).toEqual([
      ['review-1', { requestId: 'a', answer: 'keep' }],
    ]);
    expect(await rowsOf()).toHaveLength(1);
  });

  it('says beside the grant why it could not be kept', async () => {
    const answers = backend([reviewItem('a')]);
    renderPage({
      ...answers,
      answerReview: async () => {
        throw new ConflictError('The review takes no more answers');
      },
    });

    await press(/^Keep Team a/);

    expect(
      await screen.findByText(/The review takes no more answers/),
    ).toBeInTheDocument();
  });

  it('revokes with a reason, and not without', async () => {
    const { getReview, answerReview } = backend([reviewItem('a')]);
    renderPage({ getReview, answerReview });

    await press('Revoke Team a → healthcare_db.patients');
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole('button', { name: 'Revoke 1 grant' });
    expect(confirm).toBeDisabled();
    await userEvent.type(dialog.getByLabelText(/Reason/), ' Study over ');
    await userEvent.dblClick(confirm);

    expect(
      await dialog.findByText('All of them are answered.'),
    ).toBeInTheDocument();
    expect(answerReview.mock.calls).toEqual([
      ['review-1', { requestId: 'a', answer: 'revoke', reason: 'Study over' }],
    ]);
  });

  it('answers for several one by one, and keeps selected what failed', async () => {
    const { getReview, answerReview } = backend(
      ['a', 'b', 'c'].map(id => reviewItem(id)),
    );
    const failing: SluiceApi['answerReview'] = async (id, answer) => {
      if (answer.requestId === 'a') throw new ConflictError('It has ended');
      return answerReview(id, answer);
    };
    renderPage({ getReview, answerReview: failing });

    await select(/Select Team a/);
    await select(/Select Team b/);
    expect(screen.getByText('2 grants selected.')).toBeInTheDocument();
    await press('Keep selected…');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.queryByText(/Team c/)).not.toBeInTheDocument();
    await userEvent.click(
      dialog.getByRole('button', { name: 'Keep 2 grants' }),
    );

    expect(await dialog.findByText('Kept')).toBeInTheDocument();
    expect(await dialog.findByText('It has ended')).toBeInTheDocument();
    expect(
      dialog.getByText(/1 of 2 grants answered\. The others stay selected\./),
    ).toBeInTheDocument();
    await userEvent.click(dialog.getAllByRole('button', { name: 'Close' })[1]);

    expect(
      await screen.findByText('1 grant could not be kept'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Team a → healthcare_db.patients: It has ended'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('checkbox', { name: /Select Team a/ }),
    ).toBeChecked();
    expect(
      screen.queryByRole('checkbox', { name: /Select Team b/ }),
    ).not.toBeInTheDocument();
    expect(answerReview.mock.calls).toEqual([
      ['review-1', { requestId: 'b', answer: 'keep' }],
    ]);
  });

  it('selects only what the person may answer', async () => {
    renderPage(
      backend([reviewItem('a'), reviewItem('b', { mayAnswer: false })]),
    );

    await select(/Select all/);

    expect(screen.getByText('1 grant selected.')).toBeInTheDocument();
    expect(
      screen.queryByRole('checkbox', { name: /Select Team b/ }),
    ).not.toBeInTheDocument();
  });

  it('leaves the selection as it is when nothing was answered', async () => {
    renderPage(backend([reviewItem('a')]));

    await select(/Select Team a/);
    await press('Revoke selected…');
    await press('Cancel');

    expect(screen.getByText('1 grant selected.')).toBeInTheDocument();
  });

  it('draws many grants part by part', async () => {
    renderPage(
      backend(Array.from({ length: 60 }, (_, i) => reviewItem(`${i}`))),
    );

    // Roles of so many elements take jsdom seconds to work out.
    await screen.findByText('0 of 60 answered', {}, { timeout: 10_000 });
    expect(screen.getAllByText(/^Team \d+ →/)).toHaveLength(50);
    await userEvent.click(screen.getByText('Show more of 60 grants'));
    expect(screen.getAllByText(/^Team \d+ →/)).toHaveLength(60);
  }, 20_000);

  it('goes on by itself when somebody else answers', async () => {
    const signals = fakeSignals();
    const { getReview, answerReview } = backend([reviewItem('a')]);
    renderPage({ getReview }, { signals });
    await rowsOf();

    await answerReview('review-1', { requestId: 'a', answer: 'keep' });
    await signals.say('a');

    expect(
      await screen.findByText('1 of 1 answered: 1 kept'),
    ).toBeInTheDocument();
  });

  it('exports the answers, and leads to them in the history', async () => {
    const exportHistory = jest.fn(async () => ({
      filename: 'history.csv',
      contentType: 'text/csv',
      content: 'id,at',
    }));
    renderPage({ ...backend([kept('a')]), exportHistory });

    await press('Export the answers as CSV');

    await waitFor(() =>
      expect(downloadFile).toHaveBeenCalledWith('history.csv', 'id,at'),
    );
    expect(exportHistory.mock.calls).toEqual([
      [{ review: 'review-1', format: 'csv' }],
    ]);
    expect(
      screen.getByRole('link', { name: 'Answers in the history' }),
    ).toHaveAttribute('href', '/sluice/history?review=review-1');
  });

  it.each([
    [new NotAllowedError('Not yours'), 'You may not see the review'],
    [new NotFoundError('No such review'), 'Could not load the review'],
  ])('says why it cannot be seen: %s', async (error, title) => {
    renderPage({
      getReview: async () => {
        throw error;
      },
    });

    expect(await screen.findByText(title)).toBeInTheDocument();
  });
});
