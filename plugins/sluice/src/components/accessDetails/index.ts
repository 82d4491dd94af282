export { AccessDetails } from './AccessDetails';
export { AccessDetailsDialog } from './AccessDetailsDialog';
