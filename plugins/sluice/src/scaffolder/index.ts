export { scaffolderFields } from './fields';
