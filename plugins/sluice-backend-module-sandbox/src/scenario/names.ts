/**
 * Names of the healthcare scenario: those of AWS's post and sample on
 * fine-grained access control with EMR on EKS (seed reference 1.0), including
 * their typo in the security configuration.
 */
export const REGION = 'us-west-2';
export const PRODUCER = '111122223333';
export const CONSUMER = '444455556666';

export const PRODUCER_NAME = 'healthcare-producer';
export const CONSUMER_NAME = 'healthcare-consumer';

/** One value in four places: both accounts' settings, security configuration, IAM conditions. */
export const SESSION_TAG_VALUE = 'EMR on EKS Engine';

export const producer = {
  dataBucket: `blog-emr-eks-fgac-data-${PRODUCER}-${REGION}-dev`,
  athenaBucket: `athena-results-${PRODUCER}-${REGION}`,
  dataAccessRole: 'lf_data_access_execution_role',
  database: 'healthcare_db',
  patients: 'patients',
  claims: 'claims',
  patientsFilter: 'patients_column_row_filter',
};

export const consumer = {
  jobsBucket: `blog-emr-eks-fgac-test-${CONSUMER}-${REGION}-dev`,
  database: 'consumer_healthcare_db',
  patientsLink: 'rl_patients',
  claimsLink: 'rl_claims',
  queryRole: 'emr_on_eks_fgac_query_execution_role',
  /** The Patients Care Team. */
  team1Role: 'emr_on_eks_fgac_job_team1_execution_role',
  /** The Claims Care Team. */
  team2Role: 'emr_on_eks_fgac_job_team2_execution_role',
  cluster: 'fgac-blog',
  userNamespace: 'lf-fgac-user',
  secureNamespace: 'lf-fgac-secure',
  securityConfiguration: 'emr-on-eks-fgac-sec-conifg',
  virtualCluster: 'emr-on-eks-fgac-blog',
};

/** The second domain, which the seed does not have. */
export const operations = {
  database: 'operations_db',
  facilities: 'facilities',
  staffAssignments: 'staff_assignments',
  tagKey: 'sensitivity',
  tagValues: ['public', 'internal', 'restricted'],
  linkDatabase: 'consumer_operations_db',
  facilitiesLink: 'rl_facilities',
  staffAssignmentsLink: 'rl_staff_assignments',
};

/** Where the tables of a database live; one registered location covers all. */
export function warehouseUri(...path: string[]): string {
  return [`s3://${producer.dataBucket}/warehouse`, ...path, ''].join('/');
}

/** Where a table of the producer lives. */
export function producerTable(database: string, name: string) {
  return {
    database,
    name,
    location: warehouseUri(database, name),
    queryResults: `s3://${producer.athenaBucket}/`,
  };
}

export function consumerRoleArn(roleName: string): string {
  return `arn:aws:iam::${CONSUMER}:role/${roleName}`;
}
