import { parseEntityRef } from '@backstage/catalog-model';
import type { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  SluiceApiClient,
  type TypedResponse,
} from '@sluice/plugin-sluice-common';
import type { SluiceApi } from './SluiceApi';

/** The REST client of {@link SluiceApi}. */
export class SluiceClient implements SluiceApi {
  private readonly client: SluiceApiClient;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.client = new SluiceApiClient(options);
  }

  getAccessMatrix({
    products,
    cursor,
    limit,
  }: Parameters<SluiceApi['getAccessMatrix']>[0]) {
    return read(
      this.client.getAccessMatrix({
        query: { product: products, cursor, limit },
      }),
    );
  }

  getEffectiveAccess(query: { team: string; table: string }) {
    return read(this.client.getEffectiveAccess({ query }));
  }

  getTeamAccess(teamRef: string) {
    return read(this.client.getTeamAccess({ path: parseEntityRef(teamRef) }));
  }

  getTable(tableRef: string) {
    return read(this.client.getTable({ path: parseEntityRef(tableRef) }));
  }

  getMyAccess() {
    return read(this.client.getMyAccess({}));
  }

  async getAccounts() {
    return (await read(this.client.getAccounts({}))).items;
  }

  startObservation(accountName?: string) {
    return read(this.client.startObservation({ body: { accountName } }));
  }
}

async function read<T>(response: Promise<TypedResponse<T>>): Promise<T> {
  const answered = await response;
  if (!answered.ok) {
    throw await ResponseError.fromResponse(answered as Response);
  }
  return answered.json();
}
