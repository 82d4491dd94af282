export { sluiceApiRef } from './SluiceApi';
export type { SluiceApi } from './SluiceApi';
export { SluiceClient } from './SluiceClient';
