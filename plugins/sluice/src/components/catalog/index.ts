export {
  PersonSelect,
  ProductSelect,
  TableSelect,
  TeamSelect,
} from './entitySelects';
export { nameOf } from './nameOf';
export { useEntityOptions, type EntityOption } from './useEntityOptions';
export { PersonPicker } from './PersonPicker';
