import { checkRowFilter, parseRowFilter, RowFilterProblem } from '../rowFilter';
import { RowFilterError } from '../rowFilter/RowFilterError';
import { askedGrants, knownTable, titleOfTable } from './askedGrants';
import { Check, finding } from './setUp';

/** V12 */
export const rowFiltersAreValid: Check = setUp =>
  askedGrants(setUp).flatMap(grant => {
    const { grantee, rowFilter } = grant;
    if (rowFilter === undefined) return [];
    const what = `The row filter for ${grantee} on ${titleOfTable(grant)}`;
    const table = knownTable(setUp, grant);
    if (table.kind === 'table') {
      return checkRowFilter(rowFilter, table.columns).problems.map(problem =>
        finding('V12', 'error', sentence(what, rowFilter, problem)),
      );
    }
    const problem = parseProblem(rowFilter);
    if (problem) {
      return [finding('V12', 'error', sentence(what, rowFilter, problem))];
    }
    return table.kind === 'unknown'
      ? [
          finding(
            'V12',
            'warning',
            `${what} was not checked against the columns, which Sluice does not know. Observe ${grant.producerAccount} first, or declare the data product.`,
          ),
        ]
      : [];
  });

function parseProblem(text: string): RowFilterProblem | undefined {
  try {
    parseRowFilter(text);
    return undefined;
  } catch (error) {
    if (error instanceof RowFilterError) return error;
    throw error;
  }
}

function sentence(
  what: string,
  text: string,
  { message, start, end, expected }: RowFilterProblem,
): string {
  const at = text.slice(start, end);
  const place = `${what} is wrong at character ${start + 1}${
    at && at.length < text.length ? `, "${at}"` : ''
  }: ${message}.`;
  return expected.length > 0
    ? `${place} Expected there: ${expected.slice(0, 10).join(', ')}.`
    : `${place} Correct the row filter.`;
}
