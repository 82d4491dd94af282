export { type AskedAccess } from './askedAccess';
export { RequestAccessButton } from './RequestAccessButton';
export {
  RequestAccessDialog,
  type RequestAccessDialogProps,
} from './RequestAccessDialog';
export { RequestAccessPage } from './RequestAccessPage';
export { TermsEditor, type TermsEditorProps } from './TermsEditor';
export { askedOf, type TermsProblem } from './terms';
export { useKnownTables } from './useKnownTables';
export { type TermsCheck, useTermsCheck } from './useTermsCheck';
export { useTermsProblems } from './useTermsProblems';
