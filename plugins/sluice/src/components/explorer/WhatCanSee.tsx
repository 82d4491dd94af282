import { useApi } from '@backstage/frontend-plugin-api';
import { Flex } from '@backstage/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { EmptyState } from '../states';
import { AnswersView } from './AnswersView';
import { AnswersExport } from './AnswersExport';
import { PrincipalSelect, Who } from './PrincipalSelect';
import { Question, whoIn } from './question';

const PAGE_SIZE = 50;

/** What a team, or another principal, can see. */
export function WhatCanSee({
  question,
  onChange,
}: {
  question: Question;
  onChange: (change: Partial<Question>) => void;
}) {
  const who = whoIn(question);
  return (
    <Flex direction="column" gap="4">
      <PrincipalSelect
        value={question}
        onChange={({ team, principal }) =>
          onChange({ team, principal, search: undefined })
        }
      />
      {who ? (
        <Answers
          key={JSON.stringify(who)}
          who={who}
          question={question}
          onChange={onChange}
        />
      ) : (
        <EmptyState title="Choose a team or a role">
          Then you see every table of which it reads something, or of which that
          is not known.
        </EmptyState>
      )}
    </Flex>
  );
}

function Answers({
  who,
  question,
  onChange,
}: {
  who: Who;
  question: Question;
  onChange: (change: Partial<Question>) => void;
}) {
  const api = useApi(sluiceApiRef);
  const { level, search, at } = question;
  const query = { ...who, level, search, at };
  const pages = useInfiniteQuery({
    queryKey: ['what-can-see', query],
    queryFn: ({ pageParam }) =>
      api.getWhatCanSee({ ...query, cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
  });
  return (
    <AnswersView
      pages={pages}
      of="tables"
      question={question}
      onChange={onChange}
      empty="It reads nothing of any table."
      actions={
        <AnswersExport query={{ question: 'what-can-see', ...who, at }} />
      }
    />
  );
}
