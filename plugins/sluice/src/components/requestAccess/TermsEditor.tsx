import { Flex } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { ErrorState, LoadingState } from '../states';
import { PeriodEditor } from './PeriodEditor';
import { TablesPicker } from './TablesPicker';
import { TableTerms } from './TableTerms';
import { findTermsProblems } from './terms';
import { useKnownTables } from './useKnownTables';
import { useRequestPolicy } from './useRequestPolicy';

export interface TermsEditorProps {
  value: SluiceApi.AskedTerms;
  onChange: (value: SluiceApi.AskedTerms) => void;
  /** Entity refs of the tables that lie at hand. */
  tables: string[];
  /** Terms that must not be exceeded: what was asked for, or what stands. */
  atMost?: SluiceApi.AccessTerms;
  /** What the backend says of the terms, to be shown beside what it is about. */
  check?: SluiceApi.RequestCheck;
}

/** What is to be read, from when, and for how long. */
export function TermsEditor({
  value,
  onChange,
  tables: offered,
  atMost,
  check,
}: TermsEditorProps) {
  const policy = useRequestPolicy();
  const chosen = value.tables.map(({ table }) => table);
  const { tables } = useKnownTables([...new Set([...offered, ...chosen])]);
  if (!policy.data) {
    return policy.error ? (
      <ErrorState
        error={policy.error}
        what="the rules of requests"
        onRetry={() => policy.refetch()}
      />
    ) : (
      <LoadingState what="the rules of requests" rows={2} />
    );
  }
  const problems = findTermsProblems(value, {
    tables,
    policy: policy.data,
    atMost,
  });
  const change = (part: Partial<SluiceApi.AskedTerms>) =>
    onChange(withoutUndefined({ ...value, ...part }));
  const choose = (refs: string[]) =>
    change({
      tables: refs.map(
        table =>
          value.tables.find(each => each.table === table) ??
          startOf(table, atMost),
      ),
    });
  return (
    <Flex direction="column" gap="5">
      <TablesPicker
        offered={atMost ? atMost.tables.map(({ table }) => table) : offered}
        value={chosen}
        onChange={choose}
        known={tables}
        canAdd={!atMost}
      />
      {value.tables.map(asked => (
        <TableTerms
          key={asked.table}
          value={asked}
          onChange={changed =>
            change({
              tables: value.tables.map(each =>
                each.table === changed.table ? changed : each,
              ),
            })
          }
          atMost={atMost?.tables.find(({ table }) => table === asked.table)}
          sensitiveClassifications={policy.data.sensitiveClassifications}
          problems={problems.filter(({ table }) => table === asked.table)}
          check={check}
        />
      ))}
      <PeriodEditor
        value={value}
        onChange={change}
        maxMinutes={atMost?.durationMinutes ?? policy.data.maxDurationMinutes}
        problems={problems}
      />
    </Flex>
  );
}

/** What is asked of a table that was just chosen: nothing yet, or what may be. */
function startOf(
  table: string,
  atMost: SluiceApi.AccessTerms | undefined,
): SluiceApi.AskedTable {
  const most = atMost?.tables.find(each => each.table === table);
  return {
    table,
    columns: [],
    ...(most?.rowFilter && { rowFilter: most.rowFilter }),
  };
}

/** Payloads hold what is asked for and no empty fields. */
function withoutUndefined(terms: SluiceApi.AskedTerms): SluiceApi.AskedTerms {
  const { startsAt, durationMinutes, tables } = terms;
  return {
    tables: tables.map(({ rowFilter, ...table }) => ({
      ...table,
      ...(rowFilter !== undefined && { rowFilter }),
    })),
    ...(startsAt !== undefined && { startsAt }),
    ...(durationMinutes !== undefined && { durationMinutes }),
  };
}
