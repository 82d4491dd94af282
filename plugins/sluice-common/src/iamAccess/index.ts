export { iamAllows, type IamQuestion } from './iamAllows';
export { type IamVerdict } from './verdicts';
