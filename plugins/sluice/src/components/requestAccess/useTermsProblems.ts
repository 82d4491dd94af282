import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { findTermsProblems, type TermsProblem } from './terms';
import { useKnownTables } from './useKnownTables';
import { useRequestPolicy } from './useRequestPolicy';

/**
 * What keeps terms of a {@link TermsEditor} from being sent. Undefined until
 * that is known.
 */
export function useTermsProblems(
  terms: SluiceApi.AskedTerms,
  atMost?: SluiceApi.AccessTerms,
): TermsProblem[] | undefined {
  const policy = useRequestPolicy().data;
  const { tables, isPending } = useKnownTables(
    terms.tables.map(({ table }) => table),
  );
  if (!policy || isPending) return undefined;
  return findTermsProblems(terms, { tables, policy, atMost });
}
