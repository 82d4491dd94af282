export { TermsEditor, type TermsEditorProps } from './TermsEditor';
export { askedOf, type TermsProblem } from './terms';
export { useKnownTables } from './useKnownTables';
export { type TermsCheck, useTermsCheck } from './useTermsCheck';
export { useTermsProblems } from './useTermsProblems';
