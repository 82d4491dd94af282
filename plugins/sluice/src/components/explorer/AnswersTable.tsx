import type { ReactNode } from 'react';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import tables from '../entity/entity.module.css';
import { LevelChip } from './LevelChip';
import { shortName } from './PrincipalSelect';
import { Question, searchOf } from './question';
import { wayTitle } from './ways';
import styles from './explorer.module.css';

const ROW_ANSWERS: Record<
  NonNullable<SluiceApi.AccessAnswer['row']>,
  string
> = {
  yes: 'Reads it',
  no: 'Does not read it',
  depends: 'Depends on other values',
};

/** Names of people beyond these are counted. */
const MAX_PEOPLE = 3;

export interface AnswersTableProps {
  answers: SluiceApi.AccessAnswer[];
  /** Whether rows are principals, or tables. */
  of: 'principals' | 'tables';
  question: Question;
}

/** Answers, each with the way to its reasons. */
export function AnswersTable({ answers, of, question }: AnswersTableProps) {
  const asksForRow = answers.some(({ row }) => row !== undefined);
  return (
    <div className={tables.scroll}>
      <table
        className={tables.table}
        aria-label={of === 'principals' ? 'Who can see it' : 'What is seen'}
      >
        <thead>
          <tr>
            <th scope="col">{of === 'principals' ? 'Who' : 'Table'}</th>
            {of === 'principals' && <th scope="col">People</th>}
            <th scope="col">How much</th>
            {asksForRow && <th scope="col">The row</th>}
            <th scope="col">By</th>
            <th scope="col">
              <span aria-hidden>Why</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {answers.map(answer => (
            <tr
              key={`${answer.principal} ${answer.team?.entityRef} ${answer.tableEntityRef}`}
            >
              <th scope="row" className={styles.who}>
                {of === 'principals' ? (
                  <Principal answer={answer} />
                ) : (
                  <TableName answer={answer} />
                )}
              </th>
              {of === 'principals' && (
                <td>
                  <People answer={answer} />
                </td>
              )}
              <td className={styles.much}>
                <LevelChip level={answer.level} />
                <Note>{answer.text}</Note>
                {answer.warnings > 0 && (
                  <Note>
                    {answer.warnings === 1
                      ? '1 warning'
                      : `${answer.warnings} warnings`}
                  </Note>
                )}
              </td>
              {asksForRow && (
                <td>
                  <RowAnswer answer={answer} />
                </td>
              )}
              <td>
                <ul className={styles.chips}>
                  {answer.ways.map(way => (
                    <li key={way}>{wayTitle(way)}</li>
                  ))}
                </ul>
              </td>
              <td className={tables.short}>
                <Link
                  href={`?${searchOf({
                    question: 'why',
                    table: answer.tableEntityRef,
                    column: question.column,
                    at: question.at,
                    ...(answer.team
                      ? { team: answer.team.entityRef }
                      : { principal: answer.principal }),
                  })}`}
                >
                  Why?
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Principal({ answer }: { answer: SluiceApi.AccessAnswer }) {
  const { team, principal, accountId, accountName } = answer;
  return (
    <>
      {team ? (
        <EntityRefLink entityRef={team.entityRef} title={team.title} hideIcon />
      ) : (
        <Text weight="bold">{shortName(principal)}</Text>
      )}
      <Note>
        {team && `${shortName(principal)}, `}
        {accountName ? `${accountName} (${accountId})` : accountId}
      </Note>
    </>
  );
}

function TableName({ answer }: { answer: SluiceApi.AccessAnswer }) {
  const { tableEntityRef, table, productRef, productTitle } = answer;
  return (
    <>
      <EntityRefLink
        entityRef={tableEntityRef}
        title={`${table.databaseName}.${table.tableName}`}
        hideIcon
      />
      {productRef && (
        <Note>
          <EntityRefLink entityRef={productRef} title={productTitle} hideIcon />
        </Note>
      )}
    </>
  );
}

function People({ answer }: { answer: SluiceApi.AccessAnswer }) {
  const { people = [], peopleCount = 0, team } = answer;
  if (!team) return <Note>Whoever may become it</Note>;
  if (peopleCount === 0) return <Note>Nobody</Note>;
  const names = people.slice(0, MAX_PEOPLE).map(({ title }) => title);
  const more = peopleCount - names.length;
  if (more <= 0) return <>{names.join(', ')}</>;
  const unnamed = peopleCount - people.length;
  return (
    <details className={styles.people}>
      <summary>{`${names.join(', ')} and ${more} more`}</summary>
      <ul>
        {people.map(({ entityRef, title }) => (
          <li key={entityRef}>{title}</li>
        ))}
        {unnamed > 0 && <li>{`${unnamed} who are not listed here`}</li>}
      </ul>
    </details>
  );
}

function RowAnswer({ answer }: { answer: SluiceApi.AccessAnswer }) {
  const { row, cells = [] } = answer;
  if (!row) return null;
  const hidden = namesOf(cells, 'no');
  const open = namesOf(cells, 'depends');
  return (
    <>
      {ROW_ANSWERS[row]}
      {row !== 'no' && hidden && <Note>Hidden of it: {hidden}</Note>}
      {row !== 'no' && open && <Note>May be hidden of it: {open}</Note>}
    </>
  );
}

function namesOf(
  cells: NonNullable<SluiceApi.AccessAnswer['cells']>,
  seen: SluiceApi.AccessAnswerRowEnum,
): string {
  return cells
    .filter(cell => cell.seen === seen)
    .map(({ name }) => name)
    .join(', ');
}

function Note({ children }: { children: ReactNode }) {
  return (
    <Text as="div" variant="body-small" color="secondary">
      {children}
    </Text>
  );
}
