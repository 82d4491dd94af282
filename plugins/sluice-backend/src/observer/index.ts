export { AccountObserver } from './AccountObserver';
export { ObservationService } from './ObservationService';
