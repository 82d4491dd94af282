import { AwsError } from '../core';
import { textOf, WireRequest, WireResponse } from './messages';
import type { ErrorModel, OperationModel, ServiceModel } from './models';
import { serializationError } from './scalars';

/** A request that was understood: which operation, with which input. */
export interface DecodedCall {
  operation: OperationModel;
  input: Record<string, unknown>;
}

/** One wire protocol: requests in, answers and refusals out. */
export interface ProtocolCodec {
  /** @throws AwsError when the request means no operation, or does not fit it. */
  decode(
    service: ServiceModel,
    request: WireRequest,
    /** Whether the sandbox models an operation; routes of those are tried first. */
    isModelled: (operation: string) => boolean,
  ): DecodedCall;
  encode(
    service: ServiceModel,
    operation: OperationModel,
    output: Record<string, unknown>,
    requestId: string,
  ): WireResponse;
  encodeError(
    service: ServiceModel,
    error: AwsError,
    model: ErrorModel,
    requestId: string,
  ): WireResponse;
}

export function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

export function unknownOperation(
  service: ServiceModel,
  what: string,
): AwsError {
  return new AwsError(
    'UnknownOperationException',
    `${service.id} has no operation for ${what}.`,
    404,
  );
}

export function parseJsonBody(body: Uint8Array): unknown {
  if (body.byteLength === 0) return {};
  const text = textOf(body);
  try {
    return JSON.parse(text);
  } catch {
    throw serializationError('The body', 'JSON', text.slice(0, 80));
  }
}

export function jsonError(error: AwsError, model: ErrorModel): Uint8Array {
  return bytes(
    JSON.stringify({
      __type: model.code,
      [model.messageMember]: error.message,
      ...error.details,
    }),
  );
}
