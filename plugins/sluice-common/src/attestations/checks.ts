import { hiddenFilterColumns } from './expectationsDocument';
import { AttestationCheck, TableExpectation, TableObservation } from './types';
import { countOf, formatGroups, listNames } from './words';

type Check = AttestationCheck | undefined;

/** Whether the team got at the table at all, which is to be as expected. */
export function accessCheck(
  { name, access }: TableExpectation,
  observation: TableObservation | undefined,
): AttestationCheck {
  const base = { check: 'access' as const, expected: access };
  if (!observation || observation.outcome === 'error') {
    const text = observation
      ? `What a job reads of ${name} is not known: ${sentenceOf(
          observation.error ?? 'it ended in an error',
        )}`
      : `The job says nothing of ${name}.`;
    const observed = observation ? 'error' : 'nothing';
    return { ...base, verdict: 'unproved', observed, text };
  }
  const { outcome, rows } = observation;
  const observed = outcome;
  if (access === 'readable') {
    return outcome === 'read'
      ? { ...base, verdict: 'agrees', observed, text: `${name} was read.` }
      : {
          ...base,
          verdict: 'differs',
          observed,
          text:
            outcome === 'denied'
              ? `The job was denied ${name}, which the team is to read.`
              : `The job found no ${name}, which the team is to read.`,
        };
  }
  if (outcome === 'read') {
    const read = rows === undefined ? '' : `${countOf(rows, 'row')} of `;
    return {
      ...base,
      verdict: 'differs',
      observed,
      text: `The job read ${read}${name}, of which the team is to read nothing.`,
    };
  }
  return {
    ...base,
    verdict: 'agrees',
    observed,
    text:
      outcome === 'denied'
        ? `The job was denied ${name}, as is to be.`
        : `The job found no ${name}, so that nothing of it is read, as is to be.`,
  };
}

/** Whether just the columns were there that are to be. */
export function columnsCheck(
  { name, columns: expected }: TableExpectation,
  { columns: observed }: TableObservation,
): AttestationCheck {
  const base = {
    check: 'columns' as const,
    expected: expected.join(', '),
    observed: observed?.join(', ') ?? 'not known',
  };
  if (!observed) {
    const text = `Which columns of ${name} were read is not known.`;
    return { ...base, verdict: 'unproved', text };
  }
  const missing = without(expected, observed);
  const extra = without(observed, expected);
  if (missing.length === 0 && extra.length === 0) {
    const text = `${countOf(expected.length, 'column')} of ${name} ${
      expected.length === 1 ? 'was' : 'were'
    } read, as is to be.`;
    return { ...base, verdict: 'agrees', text };
  }
  const faults = [
    ...(extra.length > 0
      ? [`the job read ${listNames(extra)}, which the team is not to read`]
      : []),
    ...(missing.length > 0
      ? [`it did not find ${listNames(missing)}, which the team is to read`]
      : []),
  ];
  const text = `Of ${name} ${faults.join('; ')}.`;
  return { ...base, verdict: 'differs', text };
}

/** Whether no row came that the row filter keeps away; undefined without one. */
export function rowFilterCheck(
  expectation: TableExpectation,
  { rows, rowsOutside, groups }: TableObservation,
): Check {
  const { name, rowFilter } = expectation;
  if (rowFilter === undefined) return undefined;
  const base = {
    check: 'rowFilter' as const,
    expected: `rows where ${rowFilter}`,
  };
  const hidden = hiddenFilterColumns(expectation);
  if (hidden.length > 0) {
    // The count alone can then say that the rows are right.
    return expectation.rows !== undefined && expectation.rows === rows
      ? undefined
      : {
          ...base,
          verdict: 'unproved',
          observed: 'not known',
          text: `Whether the rows of ${name} meet its row filter cannot be told by a job of the team, which may not read ${listNames(
            hidden,
          )}; give the number of rows that are to be there.`,
        };
  }
  if (rowsOutside === undefined || rows === undefined) {
    return {
      ...base,
      verdict: 'unproved',
      observed: 'not known',
      text: `Whether the rows of ${name} meet its row filter was not counted.`,
    };
  }
  const counted = groups?.length ? `: ${formatGroups(groups)}` : '';
  if (rowsOutside === 0) {
    const observed = `${countOf(rows, 'row')}${counted}`;
    const text = `${observed}. The row filter of ${name} lets all of them through.`;
    return { ...base, verdict: 'agrees', observed, text };
  }
  const observed = `${countOf(
    rows,
    'row',
  )}, ${rowsOutside} of which the row filter keeps away${counted}`;
  return {
    ...base,
    verdict: 'differs',
    observed,
    text: `The job read ${observed}, of ${name}.`,
  };
}

/** Whether as many rows came as are to be; undefined where that is not known. */
export function rowsCheck(
  { name, rows: expected, rowsFrom }: TableExpectation,
  { rows }: TableObservation,
): Check {
  if (expected === undefined) return undefined;
  const base = {
    check: 'rows' as const,
    expected: countOf(expected, 'row'),
    observed: rows === undefined ? 'not known' : countOf(rows, 'row'),
  };
  if (rows === undefined) {
    const text = `How many rows of ${name} were read is not known.`;
    return { ...base, verdict: 'unproved', text };
  }
  if (rows === expected) {
    const text = `${base.observed} of ${name} ${
      rows === 1 ? 'was' : 'were'
    } read, as is to be.`;
    return { ...base, verdict: 'agrees', text };
  }
  if (rowsFrom === 'snapshot') {
    const then = `The job read ${base.observed} of ${name}, which had ${expected} when Sluice last looked`;
    // What was written since, all may read; what is not there may be kept away.
    return rows > expected
      ? {
          ...base,
          verdict: 'agrees',
          text: `${then}; others were written since.`,
        }
      : {
          ...base,
          verdict: 'unproved',
          text: `${then}; whether the others were deleted or are kept from the team cannot be told. Verify again, or give the number of rows that are to be there.`,
        };
  }
  return {
    ...base,
    verdict: 'differs',
    text: `The job read ${base.observed} of ${name} instead of ${expected}.`,
  };
}

function without(names: string[], others: string[]): string[] {
  const known = new Set(others.map(name => name.toLowerCase()));
  return names.filter(name => !known.has(name.toLowerCase()));
}

function sentenceOf(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
