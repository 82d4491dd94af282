export { AccountsRoutes } from './AccountsRoutes';
