export { GrantStages } from './GrantStages';
export { MatrixPage } from './MatrixPage';
