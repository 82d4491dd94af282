import { createServer, IncomingMessage, request } from 'http';
import { AddressInfo } from 'net';
import { buffer } from 'stream/consumers';
import {
  ESTATE_ACCOUNTS,
  startEmptyEstate,
} from '../../__testUtils__/emptyEstate';
import { Network } from './connectionOver';

/** A call to AWS or to Kubernetes, as it goes over the wire. */
export interface WireCall {
  /** `GrantPermissions`; where the body says it not, `POST /virtualclusters`. */
  name: string;
  isWrite: boolean;
}

export interface Wire {
  network: Network;
  close(): Promise<void>;
}

/**
 * A stretch of network before a sandbox on which things happen: it sees each
 * call, those to Kubernetes, too, and may hold it, or keep back its answer.
 */
export async function startWire(
  { sandbox }: Awaited<ReturnType<typeof startEmptyEstate>>,
  options: {
    /** Before the call arrives. */
    onCall?: (call: WireCall) => Promise<void>;
    /** After it took effect, before its answer arrives. @returns whether it may */
    onAnswer?: (call: WireCall, status: number) => boolean;
  },
): Promise<Wire> {
  const { onCall, onAnswer } = options;
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const call = callOf(incoming, body);
    await onCall?.(call);
    const answer = await forward(sandbox.url!, incoming, body);
    const arrives = onAnswer?.(call, answer.statusCode!) ?? true;
    if (arrives) {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    } else {
      answer.resume();
      outgoing.destroy();
    }
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    network: {
      url: `http://127.0.0.1:${port}`,
      accounts: ESTATE_ACCOUNTS.map(account => ({
        ...account,
        credentials: sandbox.credentialsFor(account.accountId),
      })),
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(
  to: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<IncomingMessage> {
  const { hostname, port } = new URL(to);
  return new Promise((resolve, reject) => {
    request({ hostname, port, method, path: url, headers }, resolve)
      .on('error', reject)
      .end(body);
  });
}

const READ = /^(Get|List|Describe|Head|Search|BatchGet)/i;

function callOf({ method, url, headers }: IncomingMessage, body: Buffer) {
  const target = headers['x-amz-target'] as string | undefined;
  const [, action] = /(?:^|&)Action=(\w+)/.exec(body.toString()) ?? [];
  const [path] = url!.split('?');
  const operation = target?.split('.')[1] ?? action;
  const name = operation ?? `${method} ${path}`;
  // RAM and Lake Formation have their operations for paths, without a target.
  const isRead =
    method === 'GET' ||
    method === 'HEAD' ||
    READ.test(operation ?? path.slice(1));
  return { name, isWrite: !isRead };
}
