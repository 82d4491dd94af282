import type {
  AttestationVerdict,
  ExpectationsDocument,
  TableObservation,
} from '@sluice/plugin-sluice-common';

type ExpectedTable = ExpectationsDocument['tables'][number];

/** How a table was found to be, in a line. */
export interface TableVerdict {
  verdict: AttestationVerdict;
  line: string;
}

/** Whether what was seen of a table is what was to be. */
export function judgeTable(
  expected: ExpectedTable,
  observation: TableObservation,
): TableVerdict {
  const { outcome, error } = observation;
  if (outcome === 'error') {
    return { verdict: 'unproved', line: `not told (${error})` };
  }
  if (expected.access === 'denied' || outcome !== 'read') {
    const agrees = expected.access === 'denied' && outcome !== 'read';
    return {
      verdict: agrees ? 'agrees' : 'differs',
      line: `${seen(observation)}, expected ${
        expected.access === 'denied' ? 'to be denied' : 'to be read'
      }`,
    };
  }
  const differences = differencesOf(expected, observation);
  return {
    verdict: differences.length === 0 ? 'agrees' : 'differs',
    line: [seen(observation), ...differences].join('; '),
  };
}

function differencesOf(
  expected: ExpectedTable,
  { columns = [], rows, rowsOutside }: TableObservation,
): string[] {
  const extra = without(columns, expected.columns);
  const missing = without(expected.columns, columns);
  return [
    ...(extra.length > 0 ? [`columns not expected: ${extra.join(', ')}`] : []),
    ...(missing.length > 0 ? [`columns missing: ${missing.join(', ')}`] : []),
    ...(rowsOutside ? [`${rowsOutside} rows outside the row filter`] : []),
    // Null from a writer that has no absent members.
    ...(typeof expected.rows === 'number' && expected.rows !== rows
      ? [`${expected.rows} rows expected`]
      : []),
  ];
}

function seen({ outcome, columns, rows, groups, error }: TableObservation) {
  if (outcome !== 'read') return `${outcome} (${error})`;
  const counted = groups
    ?.map(({ value, rows: count }) => `${value ?? 'others'} ${count}`)
    .join(', ');
  return `read ${rows} rows x ${columns?.length} columns${
    counted ? ` (${counted})` : ''
  }`;
}

function without(names: string[], others: string[]): string[] {
  const known = new Set(others.map(name => name.toLowerCase()));
  return names.filter(name => !known.has(name.toLowerCase()));
}
