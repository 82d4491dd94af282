export { consequencesOf, type KnownReader } from './consequencesOf';
