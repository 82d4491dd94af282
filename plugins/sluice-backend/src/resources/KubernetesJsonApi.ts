import type { JsonObject } from '@backstage/types';
import {
  HttpMethod,
  KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  ResponseContext,
  V1APIResourceList,
} from '@kubernetes/client-node';

/** A Kubernetes object as the API server writes it. */
export interface KubernetesJson extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: JsonObject & { name: string; namespace?: string };
}

/** What a cluster said of its types, by `apiVersion`. */
export type KubernetesTypes = Record<string, V1APIResourceList>;

/**
 * A refusal of the API server. It is named as the server names its reason, such
 * as `Forbidden` or `TooManyRequests`; the client's own names them all alike.
 */
export class KubernetesRefusal extends Error {
  constructor(
    readonly status: number,
    { reason, message }: { reason?: string; message?: string },
  ) {
    super(message || `The Kubernetes API answered with status ${status}`);
    this.name = reason || 'KubernetesRefusal';
  }
}

/**
 * Kubernetes objects of any kind, as the JSON that they are. The client's own
 * models know the fields of their release, drop others, and rename some: `from`
 * of a network policy would go unsent, and let everybody in.
 */
export class KubernetesJsonApi extends KubernetesObjectApi {
  /**
   * A client with what others learned of the cluster's types; a kind that is not
   * among them is asked for, and learned for others.
   */
  static over(
    kubeConfig: KubeConfig,
    types: KubernetesTypes,
  ): KubernetesJsonApi {
    const api = kubeConfig.makeApiClient(KubernetesJsonApi);
    api.apiVersionResourceCache = types;
    return api;
  }

  /** The object, or undefined if there is none. */
  async find(object: KubernetesJson): Promise<KubernetesJson | undefined> {
    try {
      return (await this.read(headerOf(object))) as unknown as KubernetesJson;
    } catch (error) {
      if (isRefusal(error, 404)) return undefined;
      throw error;
    }
  }

  /** @throws KubernetesRefusal 409 when it is there */
  async post(object: KubernetesJson): Promise<void> {
    const path = await this.specUriPath(headerOf(object), 'create');
    await this.send(HttpMethod.POST, path, object, 'application/json');
  }

  /** JSON merge patch: what the object does not mention stays, lists are replaced. */
  async merge(object: KubernetesJson): Promise<void> {
    const path = await this.specUriPath(headerOf(object), 'patch');
    await this.send(HttpMethod.PATCH, path, object, PatchStrategy.MergePatch);
  }

  /** Deletes it; one that is not there is deleted already. */
  async remove(object: KubernetesJson): Promise<void> {
    try {
      await this.delete(headerOf(object));
    } catch (error) {
      if (!isRefusal(error, 404)) throw error;
    }
  }

  private async send(
    method: HttpMethod,
    path: string,
    body: KubernetesJson,
    contentType: string,
  ): Promise<void> {
    const request = this.configuration.baseServer.makeRequestContext(
      path,
      method,
    );
    request.setHeaderParam('Accept', 'application/json');
    request.setHeaderParam('Content-Type', contentType);
    request.setBody(JSON.stringify(body));
    await this.requestPromise(request);
  }

  /** Discovery, which names its type, is read as it always is. */
  protected async processResponse<T extends object>(
    response: ResponseContext,
    type?: string,
  ): Promise<T> {
    const { httpStatusCode: status, body } = response;
    if (status < 200 || status > 299) {
      throw new KubernetesRefusal(status, parseStatus(await body.text()));
    }
    if (type !== undefined) return super.processResponse<T>(response, type);
    return JSON.parse(await body.text());
  }
}

/** Whether the API server refused with this status. */
export function isRefusal(error: unknown, status: number): boolean {
  return error instanceof KubernetesRefusal && error.status === status;
}

/** A proxy on the way may answer with something else than a `Status`. */
function parseStatus(text: string): { reason?: string; message?: string } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return { message: text.slice(0, 500) };
  }
}

/** The client completes what it is given in place. */
function headerOf({ apiVersion, kind, metadata }: KubernetesJson) {
  const { name, namespace } = metadata;
  return { apiVersion, kind, metadata: { name, namespace } };
}
