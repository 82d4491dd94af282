import { NormalizedSchema } from '@smithy/core/schema';
import type { SchemaRef } from '@smithy/types';
import * as athena from '@aws-sdk/client-athena';
import * as eks from '@aws-sdk/client-eks';
import * as glue from '@aws-sdk/client-glue';
import * as iam from '@aws-sdk/client-iam';
import * as lakeFormation from '@aws-sdk/client-lakeformation';
import * as ram from '@aws-sdk/client-ram';
import * as s3 from '@aws-sdk/client-s3';
import * as sts from '@aws-sdk/client-sts';

/** The wire protocols that AWS services of the sandbox speak. */
export type Protocol = 'awsJson' | 'restJson' | 'awsQuery' | 'restXml';

/** One operation, as the SDK's own schema describes it. */
export interface OperationModel {
  name: string;
  /** Method, path template and success status; absent for RPC protocols. */
  http?: { method: string; path: string; status: number };
  /** Absent where the SDK's client carries no schema (EMR containers). */
  input?: NormalizedSchema;
  output?: NormalizedSchema;
}

/** How an error of a service looks on the wire. */
export interface ErrorModel {
  /** Code on the wire; IAM and STS drop the `Exception`. */
  code: string;
  status: number;
  /** `Message` or `message`: services differ. */
  messageMember: string;
}

/** One service: its protocol, operations and errors. */
export interface ServiceModel {
  /** As in SandboxService. */
  id: string;
  /** Name in the credential scope of a signature. */
  signingName: string;
  protocol: Protocol;
  /** `X-Amz-Target` prefix of awsJson services. */
  targetPrefix?: string;
  /** XML namespace of awsQuery and restXml answers. */
  xmlNamespace?: string;
  operations: Map<string, OperationModel>;
  /** By SDK name and by wire code. */
  errors: Map<string, ErrorModel>;
}

type StaticSchema = [
  kind: number,
  namespace: string,
  name: string,
  traits: unknown,
  ...rest: unknown[],
];

interface OperationTraits {
  http?: [method: string, path: string, status: number];
}

const OPERATION = 9;
const ERROR = -3;

function readSdkModel(
  exported: Record<string, unknown>,
  service: Omit<ServiceModel, 'operations' | 'errors'>,
): ServiceModel {
  const operations = new Map<string, OperationModel>();
  const errors = new Map<string, ErrorModel>();
  for (const [key, schema] of Object.entries(exported)) {
    if (!key.endsWith('$') || !Array.isArray(schema)) continue;
    const [kind, , name, traits, ...rest] = schema as StaticSchema;
    if (kind === OPERATION) {
      // Flags without values are a number instead of an object.
      const [method, path, status] =
        (typeof traits === 'object' && (traits as OperationTraits).http) || [];
      operations.set(name, {
        name,
        http:
          method && path ? { method, path, status: status ?? 200 } : undefined,
        input: NormalizedSchema.of((rest[0] as () => SchemaRef)()),
        output: NormalizedSchema.of((rest[1] as () => SchemaRef)()),
      });
    } else if (kind === ERROR) {
      const error = traits as {
        error?: string;
        httpError?: number;
        awsQueryError?: [string, number];
      };
      const members = (rest[0] as string[]) ?? [];
      // RAM's schemas carry query codes too, though it speaks restJson.
      const query =
        service.protocol === 'awsQuery' ? error.awsQueryError : undefined;
      const model: ErrorModel = {
        code: query?.[0] ?? name,
        status:
          query?.[1] ??
          error.httpError ??
          (error.error === 'server' ? 500 : 400),
        messageMember: members.includes('Message') ? 'Message' : 'message',
      };
      errors.set(name, model);
      errors.set(model.code, model);
    }
  }
  return { ...service, operations, errors };
}

type Route = [name: string, method: string, path: string];

/** Operations of which the SDK has no schema: members keep their names. */
function withoutSchema(routes: Route[]): Map<string, OperationModel> {
  return new Map(
    routes.map(([name, method, path]) => [
      name,
      { name, http: { method, path, status: 200 } },
    ]),
  );
}

/**
 * Lake Formation, with what its API reference documents and no SDK has yet: row-
 * level-security policies (governance reference 0.1).
 */
function lakeFormationModel(): ServiceModel {
  const model = readSdkModel(lakeFormation, {
    id: 'LakeFormation',
    signingName: 'lakeformation',
    protocol: 'restJson',
  });
  const unlisted = withoutSchema([
    ['AttachRLSPolicy', 'POST', '/AttachRLSPolicy'],
    ['DetachRLSPolicy', 'POST', '/DetachRLSPolicy'],
  ]);
  return {
    ...model,
    operations: new Map([...unlisted, ...model.operations]),
  };
}

/**
 * EMR containers is served with a client (3.623) from before schemas, so its
 * routes stand here, from botocore's model of the service. Bodies are JSON with
 * ISO 8601 times, which is what `JSON.stringify` makes of a Date.
 */
function emrContainersModel(): ServiceModel {
  const routes: Route[] = [
    ['CreateSecurityConfiguration', 'POST', '/securityconfigurations'],
    [
      'DescribeSecurityConfiguration',
      'GET',
      '/securityconfigurations/{securityConfigurationId}',
    ],
    ['ListSecurityConfigurations', 'GET', '/securityconfigurations'],
    ['CreateVirtualCluster', 'POST', '/virtualclusters'],
    ['DescribeVirtualCluster', 'GET', '/virtualclusters/{id}'],
    ['ListVirtualClusters', 'GET', '/virtualclusters'],
    ['DeleteVirtualCluster', 'DELETE', '/virtualclusters/{id}'],
    ['StartJobRun', 'POST', '/virtualclusters/{virtualClusterId}/jobruns'],
    [
      'DescribeJobRun',
      'GET',
      '/virtualclusters/{virtualClusterId}/jobruns/{id}',
    ],
    ['ListJobRuns', 'GET', '/virtualclusters/{virtualClusterId}/jobruns'],
    [
      'CancelJobRun',
      'DELETE',
      '/virtualclusters/{virtualClusterId}/jobruns/{id}',
    ],
  ];
  const errors: [code: string, status: number][] = [
    ['ValidationException', 400],
    ['ResourceNotFoundException', 400],
    ['InternalServerException', 500],
    ['EKSRequestThrottledException', 429],
  ];
  return {
    id: 'EMRContainers',
    signingName: 'emr-containers',
    protocol: 'restJson',
    operations: withoutSchema(routes),
    errors: new Map(
      errors.map(([code, status]) => [
        code,
        { code, status, messageMember: 'message' },
      ]),
    ),
  };
}

/** Every service that the sandbox speaks for, by signing name. */
export const SERVICE_MODELS: ReadonlyMap<string, ServiceModel> = new Map(
  [
    readSdkModel(glue, {
      id: 'Glue',
      signingName: 'glue',
      protocol: 'awsJson',
      targetPrefix: 'AWSGlue',
    }),
    readSdkModel(athena, {
      id: 'Athena',
      signingName: 'athena',
      protocol: 'awsJson',
      targetPrefix: 'AmazonAthena',
    }),
    lakeFormationModel(),
    readSdkModel(ram, {
      id: 'RAM',
      signingName: 'ram',
      protocol: 'restJson',
    }),
    readSdkModel(eks, {
      id: 'EKS',
      signingName: 'eks',
      protocol: 'restJson',
    }),
    emrContainersModel(),
    readSdkModel(iam, {
      id: 'IAM',
      signingName: 'iam',
      protocol: 'awsQuery',
      xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    }),
    readSdkModel(sts, {
      id: 'STS',
      signingName: 'sts',
      protocol: 'awsQuery',
      xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    }),
    readSdkModel(s3, {
      id: 'S3',
      signingName: 's3',
      protocol: 'restXml',
      xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    }),
  ].map(model => [model.signingName, model]),
);
