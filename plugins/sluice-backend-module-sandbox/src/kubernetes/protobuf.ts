import { KubernetesObject } from './objects';
import { KubernetesError } from './status';

/** Before every protobuf body of Kubernetes (API concepts, "Protobuf encoding"). */
const MAGIC = Buffer.from('k8s\0');

const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;

/** Length-delimited fields of a message, by number; other fields are skipped. */
function bytesFields(message: Buffer): Map<number, Buffer[]> {
  const fields = new Map<number, Buffer[]>();
  let at = 0;
  const varint = () => {
    let value = 0;
    let factor = 1;
    for (;;) {
      if (at >= message.length) throw unreadable();
      const byte = message[at];
      at += 1;
      value += (byte % 128) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const wireType = tag % 8;
    const field = Math.floor(tag / 8);
    if (wireType === BYTES) {
      const length = varint();
      if (at + length > message.length) throw unreadable();
      const value = message.subarray(at, at + length);
      fields.set(field, [...(fields.get(field) ?? []), value]);
      at += length;
    } else if (wireType === VARINT) varint();
    else if (wireType === FIXED_64) at += 8;
    else if (wireType === FIXED_32) at += 4;
    else throw unreadable();
  }
  return fields;
}

function unreadable(): KubernetesError {
  return new KubernetesError(
    'BadRequest',
    'the object provided is not a protobuf message of Kubernetes',
  );
}

function text(fields: Map<number, Buffer[]>, field: number): string {
  return fields.get(field)?.[0]?.toString('utf8') ?? '';
}

function submessage(fields: Map<number, Buffer[]>, field: number) {
  return bytesFields(fields.get(field)?.[0] ?? Buffer.alloc(0));
}

function stringMap(entries: Buffer[] = []): Record<string, string> {
  return Object.fromEntries(
    entries.map(entry => {
      const fields = bytesFields(entry);
      return [text(fields, 1), text(fields, 2)];
    }),
  );
}

/** Kinds that are their metadata, as far as `kubectl create` sends them. */
const METADATA_ONLY = ['Namespace', 'ServiceAccount'];

/**
 * Reads what `kubectl create namespace` and `kubectl create serviceaccount`
 * send: runtime.Unknown around an object whose first field is its ObjectMeta
 * (field numbers of k8s.io/apimachinery's generated.proto).
 *
 * @throws KubernetesError `UnsupportedMediaType` for kinds with more in them
 */
export function readProtobuf(body: Buffer): KubernetesObject {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC)) throw unreadable();
  const unknown = bytesFields(body.subarray(MAGIC.length));
  const typeMeta = submessage(unknown, 1);
  const apiVersion = text(typeMeta, 1);
  const kind = text(typeMeta, 2);
  if (!METADATA_ONLY.includes(kind)) {
    throw new KubernetesError(
      'UnsupportedMediaType',
      `the sandbox does not read a ${kind} as protobuf: use kubectl apply with a manifest`,
    );
  }
  const metadata = submessage(submessage(unknown, 2), 1);
  return {
    apiVersion,
    kind,
    metadata: {
      name: text(metadata, 1),
      ...(metadata.has(2) && { generateName: text(metadata, 2) }),
      ...(text(metadata, 3) && { namespace: text(metadata, 3) }),
      labels: stringMap(metadata.get(11)),
      annotations: stringMap(metadata.get(12)),
    },
  };
}
