export { CatalogFeedService } from './CatalogFeedService';
