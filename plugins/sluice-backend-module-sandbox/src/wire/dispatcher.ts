import { randomUUID } from 'crypto';
import { AwsError, Caller, SandboxService, SandboxWorld } from '../core';
import { FaultInjector } from './faults';
import { WireRequest, WireResponse } from './messages';
import { ErrorModel, SERVICE_MODELS, ServiceModel } from './models';
import { PROTOCOLS } from './protocols';
import { normaliseS3Request } from './s3Addressing';

/** Finds out who signed a call; the sandbox's STS knows the access keys. */
export type CallerResolver = (
  world: SandboxWorld,
  accessKeyId: string | undefined,
  sessionToken: string | undefined,
) => Caller;

/** One call and its answer, for checks against somebody else's model of AWS. */
export interface Exchange {
  service: string;
  operation: string;
  request: WireRequest;
  response: WireResponse;
}

export interface DispatcherOptions {
  world: SandboxWorld;
  services: SandboxService[];
  resolveCaller: CallerResolver;
  faults: FaultInjector;
  onExchange?: (exchange: Exchange) => void;
}

/** Access key, region and service of a signed request (SigV4 credential scope). */
function credentialScope(request: WireRequest) {
  const scope =
    /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(
      request.headers.authorization ?? '',
    ) ??
    /^([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request$/.exec(
      request.query.get('X-Amz-Credential') ?? '',
    );
  return (
    scope && { accessKeyId: scope[1], region: scope[2], service: scope[3] }
  );
}

/**
 * Answers AWS requests of every protocol: which service, who calls, which
 * operation, with which input; then the service's handler; then back. It does
 * not verify signatures: every key of the sandbox is public.
 */
export class Dispatcher {
  private readonly services: Map<string, SandboxService>;

  constructor(private readonly options: DispatcherOptions) {
    this.services = new Map(
      options.services.map(service => [service.id, service]),
    );
  }

  async handle(received: WireRequest): Promise<WireResponse> {
    const scope = credentialScope(received);
    const model = SERVICE_MODELS.get(scope?.service ?? serviceOfHost(received));
    const requestId = randomUUID();
    if (!model) {
      return {
        status: 400,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(
          JSON.stringify({
            __type: 'UnknownServiceException',
            message: `The sandbox does not model the service "${
              scope?.service ?? received.host
            }". It models: ${[...SERVICE_MODELS.keys()].join(', ')}.`,
          }),
        ),
      };
    }
    let request = received;
    let operation = 'unknown';
    const protocol = PROTOCOLS[model.protocol];
    const service = this.services.get(model.id);
    let response: WireResponse;
    try {
      if (model.id === 'S3') request = normaliseS3Request(received);
      const call = protocol.decode(
        model,
        request,
        name => service?.operations[name] !== undefined,
      );
      operation = call.operation.name;
      const caller = this.options.resolveCaller(
        this.options.world,
        scope?.accessKeyId,
        received.headers['x-amz-security-token'] ??
          received.query.get('X-Amz-Security-Token') ??
          undefined,
      );
      const { runningMs } = await this.options.faults.before(
        model.id,
        operation,
      );
      const handler = service?.operations[operation];
      if (!handler) throw notModelled(model, operation);
      const output =
        (await handler(call.input, {
          world: this.options.world,
          caller,
          region: scope?.region ?? 'us-east-1',
          requestId,
          runningMs,
        })) ?? {};
      response = protocol.encode(
        model,
        call.operation,
        output as Record<string, unknown>,
        requestId,
      );
    } catch (error) {
      const refusal = asAwsError(error, `${model.id}.${operation}`);
      response = protocol.encodeError(
        model,
        refusal,
        errorModel(model, refusal),
        requestId,
      );
      if (received.method === 'HEAD') {
        response = { ...response, body: new Uint8Array() };
      }
    }
    this.options.onExchange?.({
      service: model.signingName,
      operation,
      request: received,
      response,
    });
    return response;
  }
}

/** Unsigned calls (AssumeRoleWithWebIdentity) name their service by host. */
function serviceOfHost(request: WireRequest): string {
  return request.host.split('.')[0];
}

function notModelled(model: ServiceModel, operation: string): AwsError {
  return new AwsError(
    'UnsupportedOperationException',
    `The sandbox does not model ${model.id} ${operation}. Use a connected account for it, or add it to the sandbox's ${model.id} service.`,
    400,
  );
}

/** A defect of the sandbox must be visible as one, not as a refusal of AWS. */
function asAwsError(error: unknown, call: string): AwsError {
  if (error instanceof AwsError) return error;
  return new AwsError(
    'InternalFailure',
    `Defect of the sandbox in ${call}: ${
      error instanceof Error ? error.stack ?? error.message : String(error)
    }`,
    500,
  );
}

/** Codes that any service may return, beside those of its model (LF reference A12). */
const COMMON_STATUS: Record<string, number> = {
  AccessDeniedException: 400,
  ThrottlingException: 400,
  Throttling: 400,
  AccessDenied: 403,
  InvalidClientTokenId: 403,
  UnrecognizedClientException: 400,
  ExpiredToken: 400,
};

function errorModel(service: ServiceModel, error: AwsError): ErrorModel {
  const modelled = service.errors.get(error.code);
  return {
    code: modelled?.code ?? error.code,
    status:
      error.statusCode ?? modelled?.status ?? COMMON_STATUS[error.code] ?? 400,
    messageMember: modelled?.messageMember ?? 'message',
  };
}
