import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { Button, Flex, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { EmptyState } from '../states';
import { AnswerSelected } from './AnswerSelected';
import { ReviewGrantsTable } from './ReviewGrantsTable';
import type { Answer } from './answer';
import { AnswerDialog } from './AnswerDialog';
import { AnswerFailures, Failures } from './AnswerFailures';

/** Rows that are drawn at first, and more on demand; a review may ask about thousands. */
const ROWS = 50;

const SHOWN = ['open', 'answered', 'all'] as const;
type Shown = (typeof SHOWN)[number];

const NOTHING: Record<Shown, [title: string, text: string]> = {
  open: [
    'Every grant is answered',
    'Nothing is left to keep or revoke. What was answered is under Answered.',
  ],
  answered: [
    'Nothing is answered yet',
    'Grants come here once they are kept or revoked, or have ended.',
  ],
  all: [
    'No grant that you may see',
    'The review asks about grants of others, or about none.',
  ],
};

/** The grants of a review, to be kept or revoked. What is shown stands in the URL. */
export function ReviewGrants({ review }: { review: SluiceApi.Review }) {
  const { id: reviewId, items = [], open, total, closedAt } = review;
  const [search, setSearch] = useSearchParams();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [rows, setRows] = useState(ROWS);
  // As they were when the dialog opened: what is answered is what was read.
  const [asked, setAsked] = useState<{
    answer: Answer;
    requests: SluiceApi.AccessRequestSummary[];
  }>();
  const [failures, setFailures] = useState<Failures>();
  const shown =
    SHOWN.find(each => each === search.get('show')) ??
    (closedAt ? 'all' : 'open');
  const matching = items.filter(
    ({ outcome }) => shown === 'all' || (shown === 'open') === !outcome,
  );
  const visible = matching.slice(0, rows);
  const selected = visible.filter(
    ({ request, mayAnswer }) => mayAnswer && chosen.has(request.id),
  );
  const [title, text] = NOTHING[shown];
  const ask = (answer: Answer, requests: SluiceApi.AccessRequestSummary[]) => {
    setFailures(undefined);
    setAsked({ answer, requests });
  };
  return (
    <Flex direction="column" gap="4">
      <ToggleButtonGroup
        aria-label="Which grants"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[shown]}
        onSelectionChange={([next]) =>
          setSearch(
            current => {
              const changed = new URLSearchParams(current);
              changed.set('show', String(next));
              return changed;
            },
            { replace: true },
          )
        }
      >
        <ToggleButton id="open">{`Open (${open})`}</ToggleButton>
        <ToggleButton id="answered">{`Answered (${
          total - open
        })`}</ToggleButton>
        <ToggleButton id="all">{`All (${total})`}</ToggleButton>
      </ToggleButtonGroup>
      {visible.some(({ mayAnswer }) => mayAnswer) && (
        <AnswerSelected
          count={selected.length}
          onAnswer={answer =>
            ask(
              answer,
              selected.map(({ request }) => request),
            )
          }
        />
      )}
      {failures && <AnswerFailures {...failures} />}
      {matching.length === 0 ? (
        <EmptyState title={title}>{text}</EmptyState>
      ) : (
        <ReviewGrantsTable
          reviewId={reviewId}
          items={visible}
          chosen={chosen}
          onChoose={setChosen}
          onRevoke={request => ask('revoke', [request])}
        />
      )}
      {visible.length < matching.length && (
        <div>
          <Button variant="secondary" onPress={() => setRows(rows + ROWS)}>
            {`Show more of ${matching.length.toLocaleString()} grants`}
          </Button>
        </div>
      )}
      {asked && (
        <AnswerDialog
          {...asked}
          reviewId={reviewId}
          onClose={({ left, failed }) => {
            setAsked(undefined);
            setFailures({ answer: asked.answer, failed });
            const done = asked.requests
              .map(({ id }) => id)
              .filter(id => !left.includes(id));
            setChosen(new Set([...chosen].filter(id => !done.includes(id))));
          }}
        />
      )}
    </Flex>
  );
}
