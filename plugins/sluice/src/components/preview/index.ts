export { CompareButton } from './CompareButton';
export { PreviewButton } from './PreviewButton';
