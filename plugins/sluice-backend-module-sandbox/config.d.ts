export interface Config {
  sluice?: {
    sandbox?: {
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
