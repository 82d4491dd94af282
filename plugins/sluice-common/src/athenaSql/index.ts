export { createTableStatement, insertStatement } from './statements';
