/**
 * The REST client, generated from the backend's OpenAPI document. Its models
 * are under a namespace of their own, since they are views of the domain types
 * of the same name: `SluiceApi.EffectiveAccess` is what the wire carries.
 */
export { DefaultApiClient as SluiceApiClient } from '../schema/openapi/generated/apis';
export type {
  RequestOptions,
  TypedResponse,
} from '../schema/openapi/generated/apis';
export type * as SluiceApi from '../schema/openapi/generated/models';
