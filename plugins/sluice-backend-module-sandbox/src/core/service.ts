import { SandboxWorld } from './world';

/** Who signed a call, as the sandbox's STS knows the access key. */
export interface Caller {
  accountId: string;
  /** ARN that `sts:GetCallerIdentity` answers, e.g. `arn:aws:sts::…:assumed-role/name/session`. */
  arn: string;
  /** The IAM principal behind it: the role or user ARN; the account root for seed credentials. */
  principalArn: string;
  userId: string;
  sessionTags: Record<string, string>;
  /**
   * Id of the job run whose query engine calls, as the role of the job: EMR's
   * system driver, which Lake Formation lets read what it then filters.
   */
  engineOf?: string;
}

/** What a handler may know beside its input. */
export interface CallContext {
  world: SandboxWorld;
  caller: Caller;
  region: string;
  requestId: string;
  /** Milliseconds that what the call starts goes on for, when that was asked for. */
  runningMs?: number;
}

/**
 * Answers one AWS operation. Input and output have the shapes of the AWS SDK's
 * command (`GetTableCommandInput` without `$metadata`); refusals are thrown as
 * {@link AwsError}.
 */
export type OperationHandler = (
  input: any,
  context: CallContext,
) => Promise<object | void> | object | void;

/** The operations of one service that the sandbox models, by AWS operation name. */
export interface SandboxService {
  /** SDK client name without `Client`: `Glue`, `LakeFormation`, `IAM`, `EMRContainers`. */
  id: string;
  operations: Record<string, OperationHandler>;
}

/** A refusal, with the error name of the service's model (`EntityNotFoundException`, `NoSuchEntity`). */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** Only where the service's model leaves the status to us. */
    readonly statusCode?: number,
    /** Further members of the modelled error shape. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = code;
  }
}
