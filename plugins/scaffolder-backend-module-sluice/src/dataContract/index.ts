export { readDataContract } from './readDataContract';
