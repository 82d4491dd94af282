import { formatColumnCount, formatRowAccess } from '../effectiveAccess';
import { RowAccess } from '../accessModel';
import { Decision } from '../rowFilter';
import { StageProof } from '../stages';
import { JudgedTable } from './types';
import { countOf, dayOf } from './words';

/**
 * What an attestation says of one team and table, as the fourth stage of access.
 * What is not proved, or was proved of another grant, says nothing of this one.
 * @public
 */
export function proofOf(
  judged: JudgedTable,
  about: {
    attestationId: string;
    attestedAt: string;
    /** Whether the grant is still the one that was proved. */
    current: Decision;
    /** How many the table has. */
    tableColumns: number;
  },
): StageProof {
  const { attestationId: evidence, attestedAt: at, current } = about;
  const base = { at, evidence };
  if (judged.verdict === 'unproved') {
    return {
      ...base,
      level: 'notProved',
      text: `not proved on ${dayOf(at)}: ${judged.text}`,
    };
  }
  if (current !== 'yes') {
    const was =
      judged.verdict === 'agrees' ? 'proved' : 'something else was read';
    const then =
      current === 'no'
        ? ' for an earlier grant; verify again'
        : '; whether the grant is still the same is not known';
    return {
      ...base,
      level: 'notProved',
      text: `${was} on ${dayOf(at)}${then}`,
    };
  }
  const { expectation } = judged;
  if (judged.verdict === 'agrees') {
    return { ...base, ...agreed(judged, about.tableColumns) };
  }
  return {
    ...base,
    // How much is open beside what should be, the job cannot tell.
    level: wasRead(judged) ? 'partial' : 'none',
    ...(judged.columns && { columns: judged.columns }),
    text: judged.text.replace(/\.$/, ''),
    differsFrom: expectation.basis,
  };
}

function wasRead({ checks }: JudgedTable): boolean {
  return checks.some(
    ({ check, observed }) => check === 'access' && observed === 'read',
  );
}

function agreed(
  { expectation, rows: count }: JudgedTable,
  tableColumns: number,
): StageProof {
  const { access, columns, rowFilter } = expectation;
  if (access === 'denied') {
    return { level: 'none', text: 'no access: a job got nothing' };
  }
  const rows: RowAccess =
    rowFilter === undefined
      ? { kind: 'all' }
      : { kind: 'expression', expression: rowFilter };
  const isFull = columns.length === tableColumns && rows.kind === 'all';
  const what = isFull
    ? 'full access'
    : `${formatColumnCount(columns.length, tableColumns)}, ${formatRowAccess(
        rows,
      )}`;
  return {
    level: isFull ? 'full' : 'partial',
    columns,
    rows,
    text: count === undefined ? what : `${what}; ${countOf(count, 'row')} read`,
  };
}
