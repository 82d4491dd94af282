import { createServer, IncomingMessage, Server } from 'http';
import type { AddressInfo } from 'net';
import type { Dispatcher } from './dispatcher';
import type { SandboxWorld } from '../core';
import { handleKubernetesRequest } from '../kubernetes';
import { kubernetesOf, kubernetesPath } from '../services/eks';

/** A listening sandbox. */
export interface SandboxServer {
  /** `http://127.0.0.1:<port>` */
  url: string;
  port: number;
  close(): Promise<void>;
}

const KUBERNETES = /^\/kubernetes\/(\d{12})\/([^/]+)\/([^/]+)(\/.*)?$/;

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Serves AWS and the Kubernetes APIs on one loopback port, for clients outside
 * this process: boto3, the AWS CLI, kubectl.
 *
 * @param port - 0 takes any free one
 */
export async function listen(
  world: SandboxWorld,
  dispatcher: Dispatcher,
  port: number,
): Promise<SandboxServer> {
  const server = createServer((request, response) => {
    answer(world, dispatcher, request).then(
      ({ status, headers, body }) => {
        // S3 answers HEAD with the length of the object that it does not send.
        const length = { 'content-length': String(body.byteLength) };
        response.writeHead(
          status,
          request.method === 'HEAD'
            ? { ...length, ...headers }
            : { ...headers, ...length },
        );
        response.end(request.method === 'HEAD' ? undefined : body);
      },
      error => {
        response.writeHead(500, { 'content-type': 'text/plain' });
        response.end(`Defect of the sandbox: ${error?.stack ?? error}`);
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${bound}`;
  world.endpoint = url;
  return {
    url,
    port: bound,
    close: () => {
      world.endpoint = undefined;
      return stop(server);
    },
  };
}

async function stop(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.close(error => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}

async function answer(
  world: SandboxWorld,
  dispatcher: Dispatcher,
  request: IncomingMessage,
) {
  // Not by URL, which would resolve the `..` of an S3 key.
  const [, path, search] = /^([^?]*)\??(.*)$/s.exec(request.url ?? '/')!;
  const query = new URLSearchParams(search);
  const body = await readBody(request);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.join(', ') : value ?? '',
    ]),
  );
  const cluster = KUBERNETES.exec(path);
  if (cluster) {
    const [, accountId, region, clusterName, below = '/'] = cluster;
    const address = { accountId, region, clusterName };
    const kubernetes = kubernetesOf(world, address);
    const { status, body: answered } = kubernetes
      ? handleKubernetesRequest(kubernetes, {
          method: request.method ?? 'GET',
          path: below,
          prefix: kubernetesPath(address),
          query,
          contentType: headers['content-type'] ?? '',
          accept: headers.accept ?? '',
          body,
        })
      : {
          status: 404,
          body: {
            message: `No EKS cluster ${clusterName} in account ${accountId}, region ${region}.`,
          },
        };
    return {
      status,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(answered)),
    };
  }
  return dispatcher.handle({
    method: request.method ?? 'GET',
    path,
    query,
    host: (headers.host ?? '').split(':')[0],
    headers,
    body,
  });
}
