export interface Config {
  sluice?: {
    /**
     * The AWS accounts that Sluice is connected to, one entry per account and
     * region. Credentials come from `aws.accounts`, by account id.
     */
    accounts?: Array<{
      /**
       * Unique name; also the catalog namespace of what is found in the
       * account, so it must be a valid one: `healthcare-producer`.
       * @visibility frontend
       */
      name: string;
      /**
       * Twelve digits, quoted, since YAML reads a leading zero as octal.
       * @visibility backend
       */
      accountId: string;
      /**
       * The region whose Data Catalog is observed: `us-west-2`.
       * @visibility backend
       */
      region: string;
      /**
       * Names of the EKS clusters whose namespaces belong to consumer teams.
       * @visibility backend
       */
      eksClusters?: string[];
    }>;
  };
}
