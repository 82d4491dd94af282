export interface Config {
  sluice?: {
    sandbox?: {
      /**
       * Whether the embedded AWS stands in for real accounts; the sign-in page
       * then offers personas.
       * @visibility frontend
       */
      enabled?: boolean;
      /**
       * Who a visitor of the demo can sign in as.
       * @deepVisibility frontend
       */
      personas?: Array<{
        /** Name of a `User` entity in the default namespace. */
        name: string;
        /** Display name. */
        title: string;
        /** The team, and what the persona can see, in one line. */
        description: string;
        /** What the persona comes to Sluice for. */
        role: 'consumer' | 'owner' | 'platform' | 'auditor';
      }>;
    };
  };
}
