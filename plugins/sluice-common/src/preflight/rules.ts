import { PreflightFinding } from '../changes';

/**
 * `V8`…`V23` as in the reference of the system; `NAMES` is Sluice's own.
 * @public
 */
export type SetupRuleId =
  | 'V8'
  | 'V11'
  | 'V12'
  | 'V13'
  | 'V14'
  | 'V15'
  | 'V16'
  | 'V17'
  | 'V18'
  | 'V19'
  | 'V20'
  | 'V21'
  | 'V22'
  | 'V23'
  | 'NAMES';

/** A rule that a set-up is checked against before anything is made. @public */
export interface SetupRule {
  id: SetupRuleId;
  title: string;
  /** Whole sentences: what AWS asks for, and what happens otherwise. */
  explanation: string;
  /** Page of AWS's documentation that says so. */
  docsUrl: string;
  /** Of the gravest finding that the rule makes. */
  severity: PreflightFinding['severity'];
}

const LAKE_FORMATION = 'https://docs.aws.amazon.com/lake-formation/latest';
const EMR_ON_EKS =
  'https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide';

/**
 * The rules V1 to V23 that can be judged before anything is made, from what is
 * declared and observed. The others (V1 to V7, V9, V10) are about jobs.
 * @public
 */
export const SETUP_RULES: readonly SetupRule[] = [
  {
    id: 'V8',
    title: 'Tables of other accounts are read through resource links',
    explanation:
      'EMR on EKS reads a table of another account only when the table was shared through AWS RAM, the share was accepted, and the consumer account has a resource link to the table.',
    docsUrl: `${EMR_ON_EKS}/security_iam_fgac-considerations.html`,
    severity: 'error',
  },
  {
    id: 'V11',
    title: 'A registered location is read as its registered role',
    explanation:
      'Once a location is registered with Lake Formation, every access goes through the role it was registered with. If that role cannot be assumed by Lake Formation or cannot read the location, jobs fail, even those with rights of their own in S3. A table outside of every registered location is not governed by Lake Formation at all.',
    docsUrl: `${LAKE_FORMATION}/dg/registration-role.html`,
    severity: 'error',
  },
  {
    id: 'V12',
    title: 'A row filter is in the language of Lake Formation',
    explanation:
      'A row filter compares columns with constants, joined by AND, OR and NOT; there are no functions, and no column is compared with another. The columns are strings, numbers, booleans or fields of structs, and the constants are of their types. It has fewer than 2048 characters. Some column names are reserved on tables with filters, and tables with arrays or maps may not be filtered.',
    docsUrl: `${LAKE_FORMATION}/dg/partiql-support.html`,
    severity: 'error',
  },
  {
    id: 'V13',
    title:
      'Data cells filters are for SELECT, on tables, and limited in number',
    explanation:
      'Only SELECT is granted on a data cells filter. A principal can hold SELECT on at most 100 filters of one table, and one grant names at most 10. A filter is made for a table, never for a resource link to it.',
    docsUrl: `${LAKE_FORMATION}/dg/data-filtering-notes.html`,
    severity: 'error',
  },
  {
    id: 'V14',
    title: 'A part of a table does not go with other permissions on it',
    explanation:
      'SELECT on some columns with the grant option takes an include list, and column filtering cannot be applied to partition keys. A principal that has SELECT on a part of a table cannot also have DESCRIBE, ALTER, DROP, DELETE or INSERT on the table; if it has one of them before, the narrower SELECT has no effect.',
    docsUrl: `${LAKE_FORMATION}/dg/data-filtering-notes.html`,
    severity: 'error',
  },
  {
    id: 'V15',
    title: 'Only who holds a permission with the grant option passes it on',
    explanation:
      'An account can give its principals what it holds of a shared table with the grant option, and nothing more. To give SELECT on some columns or rows, it must hold SELECT on all rows with the grant option.',
    docsUrl: `${LAKE_FORMATION}/dg/data-filtering-notes.html`,
    severity: 'error',
  },
  {
    id: 'V16',
    title: 'What is shared is governed by Lake Formation alone',
    explanation:
      'Where IAM_ALLOWED_PRINCIPALS holds a permission, IAM policies decide instead of Lake Formation, which shares nothing of it, unless the location is in hybrid access mode. Granting to a role of another account needs cross-account version 3 or later. What was shared with an account cannot be shared by it with a third one. A catalog that is encrypted with the AWS managed key of Glue cannot be shared, which Sluice cannot see.',
    docsUrl: `${LAKE_FORMATION}/dg/cross-account-prereqs.html`,
    severity: 'error',
  },
  {
    id: 'V17',
    title:
      'The settings of Lake Formation let the engine filter, within limits',
    explanation:
      'An account has at most 30 data lake administrators and lets the engines of at most 30 accounts filter data. The producer must allow the consumer account, and the session tag value must be the same in the settings of both accounts, in the security configuration and in the conditions of the IAM documents.',
    docsUrl: `${LAKE_FORMATION}/APIReference/API_DataLakeSettings.html`,
    severity: 'error',
  },
  {
    id: 'V18',
    title:
      'One virtual cluster for each namespace, apart from the system namespace',
    explanation:
      'A namespace of an EKS cluster has one virtual cluster. A virtual cluster and its security configuration cannot be changed, only replaced. The system namespace is another one than the user namespace, on the same EKS cluster.',
    docsUrl: `${EMR_ON_EKS}/virtual-cluster.html`,
    severity: 'error',
  },
  {
    id: 'V19',
    title: 'The EKS cluster has an OIDC issuer and room for jobs',
    explanation:
      'Pods assume their roles through the OIDC issuer of the EKS cluster. The cluster runs Kubernetes 1.23 or later with access entries or a mapping in aws-auth. Each job runs two drivers and two sets of executors, half of them in the namespace of the team.',
    docsUrl: `${EMR_ON_EKS}/setting-up-enable-IAM-service-accounts.html`,
    severity: 'error',
  },
  {
    id: 'V20',
    title: 'Nobody but EMR works in the namespaces of jobs',
    explanation:
      'Whoever may act in the system namespace can read unfiltered data, and whoever may create pods, config maps or secrets in a user namespace can act as the team. Only the user emr-containers has rights there.',
    docsUrl: `${EMR_ON_EKS}/security_iam_fgac-considerations.html`,
    severity: 'error',
  },
  {
    id: 'V21',
    title: 'Names and texts fit the services',
    explanation:
      'AWS and Kubernetes limit the length of names and the characters in them, each in its own way, and refuse what does not fit half-way through a set-up.',
    docsUrl:
      'https://docs.aws.amazon.com/emr-on-eks/latest/APIReference/API_CreateVirtualCluster.html',
    severity: 'error',
  },
  {
    id: 'V22',
    title: 'Producer and consumer are in one Region',
    explanation:
      'Sluice shares within one Region. Resource links across Regions exist, but AWS does not say that EMR on EKS reads through them under fine-grained access control.',
    docsUrl: `${LAKE_FORMATION}/dg/x-region-considerations.html`,
    severity: 'error',
  },
  {
    id: 'V23',
    title: 'Locations are not registered with the service-linked role',
    explanation:
      'AWS asks for a role of your own where EMR reads a location or where it is shared with other accounts. Where data or the catalog are encrypted with a customer managed key, that role and the roles of the consumer need rights on the key, which Sluice cannot see.',
    docsUrl: `${LAKE_FORMATION}/dg/registration-role.html`,
    severity: 'warning',
  },
  {
    id: 'NAMES',
    title: 'What is referred to is there',
    explanation:
      'A declaration names accounts, tables and columns. Lake Formation refuses a filter or a grant on what does not exist.',
    docsUrl: `${LAKE_FORMATION}/dg/data-filters-about.html`,
    severity: 'error',
  },
];
