export { ChangesRoutes } from './ChangesRoutes';
