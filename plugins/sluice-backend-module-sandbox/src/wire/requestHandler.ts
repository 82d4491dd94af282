import { Readable } from 'stream';
import type { Dispatcher } from './dispatcher';

/** The part of an SDK request that the sandbox reads. */
export interface SdkRequest {
  method: string;
  hostname: string;
  path: string;
  query?: Record<string, string | string[] | null | undefined>;
  headers: Record<string, string>;
  body?: unknown;
}

async function toBytes(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  if (body instanceof Uint8Array) {
    // Without the SDK's own subclass, which warns when it is read as text.
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  }
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (
    typeof body === 'object' &&
    (Symbol.asyncIterator in body || Symbol.iterator in body)
  ) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body as AsyncIterable<Uint8Array | string>) {
      chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    }
    return Buffer.concat(chunks);
  }
  throw new TypeError('The sandbox cannot read a request body of this kind');
}

function toQuery(query: SdkRequest['query']): URLSearchParams {
  const result = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      result.append(key, one ?? '');
    }
  }
  return result;
}

/**
 * A `requestHandler` for AWS SDK clients that ends in the dispatcher instead of
 * a socket: serialisation, signing, retries and error classes stay the SDK's.
 */
export function createRequestHandler(dispatcher: Dispatcher) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: SdkRequest) {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([key, value]) => [
          key.toLowerCase(),
          value,
        ]),
      );
      const {
        status,
        headers: answered,
        body,
      } = await dispatcher.handle({
        method: request.method,
        path: request.path,
        query: toQuery(request.query),
        host: request.hostname,
        headers,
        body: await toBytes(request.body),
      });
      return {
        response: {
          statusCode: status,
          headers: {
            'content-length': String(body.byteLength),
            ...answered,
          },
          // A stream, as from a socket: S3's GetObject insists on one.
          body: Readable.from(body.byteLength ? [Buffer.from(body)] : []),
        },
      };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  };
}
