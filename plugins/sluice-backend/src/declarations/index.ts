export { DeclarationStore } from './DeclarationStore';
