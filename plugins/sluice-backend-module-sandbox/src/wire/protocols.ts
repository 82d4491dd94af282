import type { Protocol } from './models';
import type { ProtocolCodec } from './protocolCodec';
import { restJson, restXml } from './restProtocols';
import { awsJson, awsQuery } from './rpcProtocols';

/** How each wire protocol is read and written. */
export const PROTOCOLS: Record<Protocol, ProtocolCodec> = {
  awsJson,
  restJson,
  awsQuery,
  restXml,
};
