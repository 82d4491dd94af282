export {
  PersonSelect,
  ProductSelect,
  TableSelect,
  TeamSelect,
} from './entitySelects';
export { nameOf } from './nameOf';
export { SearchSelect, useSearchText } from './SearchSelect';
export { useEntityOptions, type EntityOption } from './useEntityOptions';
export { PersonPicker } from './PersonPicker';
