export { RunJobButtons } from './RunJobButtons';
