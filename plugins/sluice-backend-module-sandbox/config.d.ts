export interface Config {
  sluice?: {
    sandbox?: {
      /**
       * Put an embedded AWS and Kubernetes, with the healthcare scenario in it,
       * in the place of real accounts. Refused next to `sluice.accounts`,
       * `aws.*` or AWS credentials in the environment. Default: false.
       * @visibility frontend
       */
      enabled?: boolean;
      /**
       * Where the objects of the embedded S3 are kept as files, relative to the
       * directory in which the backend runs. Default: `.sandbox`.
       * @visibility backend
       */
      dataDirectory?: string;
      /**
       * Loopback port on which boto3, the AWS CLI and kubectl reach the sandbox;
       * 0, the default, takes any free one and logs it.
       * @visibility backend
       */
      port?: number;
      /**
       * The Spark that job runs of the sandbox are done by. Where Java or PySpark
       * is not found, verifications are done by the embedded engine instead.
       */
      spark?: {
        /**
         * False for never; true, the default, where it is found.
         * @visibility backend
         */
        enabled?: boolean;
        /**
         * Directory that `scripts/spark-install` made, relative to the directory
         * in which the backend runs; `../../.spark` by default.
         * @visibility backend
         */
        directory?: string;
      };
      /**
       * What goes wrong with calls, on purpose, once the scenario is loaded.
       * @visibility backend
       */
      faults?: {
        /**
         * The same seed and calls give the same faults. Default: 1.
         * @visibility backend
         */
        seed?: number;
        rules?: Array<{
          /**
           * `Glue.GetTables`, `Glue.*` or `*`.
           * @visibility backend
           */
          operation: string;
          /**
           * Milliseconds before a call is answered.
           * @visibility backend
           */
          latencyMs?: number;
          /**
           * Milliseconds that a query of Athena stays `RUNNING`; for
           * `Athena.StartQueryExecution`.
           * @visibility backend
           */
          runningMs?: number;
          /**
           * Share of calls that are hit, 0 to 1; all if neither this nor `every` is set.
           * @visibility backend
           */
          rate?: number;
          /**
           * Every n-th call is hit.
           * @visibility backend
           */
          every?: number;
          /** Refuse the call so; without it the rule only takes time. */
          error?: {
            /**
             * Error name of the service's model, e.g. `ThrottlingException`.
             * @visibility backend
             */
            code: string;
            /**
             * What the error says; that it was injected, by default.
             * @visibility backend
             */
            message?: string;
            /**
             * HTTP status, where the model leaves it open.
             * @visibility backend
             */
            status?: number;
          };
        }>;
      };
      /**
       * Who a visitor of the demo can sign in as, without a password. Has no
       * effect unless the sandbox is enabled and `auth.providers` has the key
       * `sluice-demo`.
       */
      personas?: Array<{
        /**
         * Name of a `User` entity in the default namespace.
         * @visibility frontend
         */
        name: string;
        /**
         * Display name.
         * @visibility frontend
         */
        title: string;
        /**
         * The team, and what the persona can see, in one line.
         * @visibility frontend
         */
        description: string;
        /**
         * What the persona comes to Sluice for.
         * @visibility frontend
         */
        role: 'consumer' | 'owner' | 'platform' | 'auditor';
      }>;
    };
  };
}
