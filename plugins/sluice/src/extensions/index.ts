export { entityExtensions } from './entityExtensions';
export { pages } from './pages';
