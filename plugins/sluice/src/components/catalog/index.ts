export { EntitySelect } from './EntitySelect';
export { nameOf } from './nameOf';
export { useEntityOptions, type EntityOption } from './useEntityOptions';
export { PersonPicker } from './PersonPicker';
