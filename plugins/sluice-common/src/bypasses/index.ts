export { findBypasses } from './findBypasses';
export { BYPASS_KINDS } from './finding';
