export { StandInsButton } from './StandInsButton';
