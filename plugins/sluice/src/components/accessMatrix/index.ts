export { AccessMatrix } from './AccessMatrix';
export { columnsText, LEVELS, rowsText } from './level';
