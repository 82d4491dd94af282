export { AsOfBanner } from './AsOfBanner';
export { AsOfBar } from './AsOfBar';
