import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Flex } from '@backstage/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { TableSelect } from '../catalog';
import { AnswersView } from './AnswersView';
import { ColumnSelect } from './ColumnSelect';
import { Examples } from './Examples';
import { AnswersExport } from './AnswersExport';
import { Question } from './question';
import { AskedRow, RowEditor } from './RowEditor';
import styles from './explorer.module.css';

const PAGE_SIZE = 50;

/** Who can see a table, one column, or one row of it. */
export function WhoCanSee({
  question,
  onChange,
}: {
  question: Question;
  onChange: (change: Partial<Question>) => void;
}) {
  const { table, column } = question;
  // Values of a row are asked about, and stand nowhere else: not in the URL.
  const [row, setRow] = useState<AskedRow>();
  return (
    <Flex direction="column" gap="4">
      <Flex align="end" gap="3" className={styles.wrap}>
        <TableSelect
          value={table}
          onChange={chosen => {
            setRow(undefined);
            onChange({ table: chosen, column: undefined, search: undefined });
          }}
          className={styles.select}
        />
        {table && (
          <ColumnSelect
            table={table}
            value={column}
            onChange={chosen => onChange({ column: chosen })}
          />
        )}
        {table && (
          <RowEditor key={table} table={table} row={row} onChange={setRow} />
        )}
      </Flex>
      {!table && <Examples />}
      {table && !row && (
        <Answers table={table} question={question} onChange={onChange} />
      )}
      {table && row && (
        <RowAnswers
          table={table}
          row={row}
          question={question}
          onChange={onChange}
        />
      )}
    </Flex>
  );
}

function Answers({
  table,
  question,
  onChange,
}: {
  table: string;
  question: Question;
  onChange: (change: Partial<Question>) => void;
}) {
  const api = useApi(sluiceApiRef);
  const { column, level, search, at } = question;
  const query = { table, column, level, search, at };
  const pages = useInfiniteQuery({
    queryKey: ['who-can-see', query],
    queryFn: ({ pageParam }) =>
      api.getWhoCanSee({ ...query, cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
  });
  return (
    <AnswersView
      pages={pages}
      of="principals"
      question={question}
      onChange={onChange}
      empty={
        column
          ? `Nobody reads ${column}.`
          : 'Nobody reads anything of this table.'
      }
      actions={
        <AnswersExport query={{ question: 'who-can-see', table, column, at }} />
      }
    />
  );
}

function RowAnswers({
  table,
  row,
  question,
  onChange,
}: {
  table: string;
  row: AskedRow;
  question: Question;
  onChange: (change: Partial<Question>) => void;
}) {
  const api = useApi(sluiceApiRef);
  const { at } = question;
  const pages = useInfiniteQuery({
    queryKey: ['who-can-see-row', table, row, at],
    queryFn: ({ pageParam }) =>
      api.findWhoCanSeeRow({
        table,
        row,
        at,
        cursor: pageParam,
        limit: PAGE_SIZE,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    // Values are kept no longer than they are looked at.
    gcTime: 0,
  });
  return (
    <AnswersView
      pages={pages}
      of="principals"
      question={question}
      onChange={onChange}
      empty="Nobody reads a row with these values."
      canFilter={false}
    />
  );
}
