export { CatalogFeedService } from './CatalogFeedService';
export { LiveAgreements } from './LiveAgreements';
