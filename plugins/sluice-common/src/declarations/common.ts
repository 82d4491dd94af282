import { z } from 'zod';

/** What AWS, Glue, Kubernetes and Sluice each take for a name, with the rule they give for it. */

/** Name of a connected account, as `sluice.accounts` has it. */
export const accountNameSchema = z
  .string()
  .regex(
    /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
    'is no name of a connected account: lower-case letters, digits and single dashes',
  )
  .max(63);

export const accountIdSchema = z
  .string()
  .regex(/^\d{12}$/, 'is no AWS account id: 12 digits');

/** S3 bucket names (S3 User Guide, bucket naming rules; no dots, which break TLS). */
export const bucketNameSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    'is no bucket name: 3 to 63 lower-case letters, digits and dashes',
  );

export const roleNameSchema = z
  .string()
  .regex(
    /^[\w+=,.@-]{1,64}$/,
    'is no name of an IAM role: 1 to 64 characters of letters, digits and +=,.@-_',
  );

export const roleArnSchema = z
  .string()
  .regex(
    /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    'is no ARN of an IAM role',
  );

/** Glue folds names to lower case (LF reference A1), so no others are taken. */
export const glueNameSchema = z
  .string()
  .regex(
    /^[a-z0-9_][a-z0-9_-]{0,254}$/,
    'is no name in Glue: 1 to 255 lower-case letters, digits, underscores and dashes',
  );

export const columnNameSchema = z
  .string()
  .regex(
    /^[a-z_][a-z0-9_]{0,254}$/,
    'is no column name: lower-case letters, digits and underscores, not a digit first',
  );

/** RFC 1123 label. */
export const kubernetesNameSchema = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'is no name in Kubernetes: 1 to 63 lower-case letters, digits and dashes',
  );

/** EMR containers (rule V21). */
export const emrNameSchema = z
  .string()
  .regex(
    /^[.\-_/#A-Za-z0-9]{1,64}$/,
    'is no name in EMR on EKS: 1 to 64 letters, digits and .-_/#',
  );

export const eksClusterNameSchema = z
  .string()
  .regex(
    /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/,
    'is no name of an EKS cluster: 1 to 100 letters, digits, dashes and underscores',
  );

/** Pattern of EMR, length of Lake Formation, which both keep it (seed 1.7h, rule V17). */
export const sessionTagValueSchema = z
  .string()
  .regex(
    /^[.\-_/#A-Za-z0-9 ]{1,255}$/,
    'is no session tag value: 1 to 255 letters, digits, spaces and .-_/#',
  );

/** S3 key prefix, without slashes at its ends. */
export const prefixSchema = z
  .string()
  .regex(
    /^[\w.-]+(?:\/[\w.-]+)*$/,
    'is no key prefix: letters, digits and ._- between single slashes, none at the ends',
  )
  .max(512);

export const entityRefSchema = z
  .string()
  .regex(
    /^[^:/\s]+:[^:/\s]+\/[^:/\s]+$/,
    'is no full entity ref, such as group:default/patients-care',
  );

/** Session tag that EMR on EKS proves itself with (seed reference 1.0). @public */
export const DEFAULT_SESSION_TAG_VALUE = 'EMR on EKS Engine';
