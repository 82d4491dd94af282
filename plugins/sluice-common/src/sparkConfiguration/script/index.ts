export { checkScript } from './checkScript';
