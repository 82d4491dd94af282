export { PreviewButton } from './PreviewButton';
