import {
  EMRContainersClient,
  paginateListVirtualClusters,
} from '@aws-sdk/client-emr-containers';

/** A virtual cluster that was just made appears within this time. */
const LIFETIME_MS = 10_000;

/** Ids of virtual clusters that run, by account and name. */
export class VirtualClusters {
  private readonly cached = new Map<
    string,
    { value: Promise<Map<string, string>>; expiresAt: number }
  >();

  constructor(private readonly now: () => number = Date.now) {}

  /** @returns undefined when none of that name runs */
  async idOf(
    client: EMRContainersClient,
    place: { accountName: string; eksCluster: string; name: string },
  ): Promise<string | undefined> {
    const { accountName, eksCluster, name } = place;
    const key = `${accountName}/${eksCluster}`;
    let known = this.cached.get(key);
    if (!known || known.expiresAt <= this.now()) {
      const value = list(client, eksCluster);
      known = { value, expiresAt: this.now() + LIFETIME_MS };
      this.cached.set(key, known);
      // A failed call is not kept: the next caller tries again.
      value.catch(() => this.cached.delete(key));
    }
    return (await known.value).get(name);
  }
}

async function list(
  client: EMRContainersClient,
  eksCluster: string,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const pages = paginateListVirtualClusters(
    { client },
    {
      containerProviderId: eksCluster,
      containerProviderType: 'EKS',
      states: ['RUNNING'],
    },
  );
  for await (const { virtualClusters = [] } of pages) {
    for (const { id, name } of virtualClusters) {
      if (id && name) ids.set(name, id);
    }
  }
  return ids;
}
