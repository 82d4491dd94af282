/** How large an estate is. */
export interface EstateSize {
  tables: number;
  tablesPerDatabase: number;
  /** IAM roles, in the consumers' accounts. */
  principals: number;
  /** As Sluice counts them: rows that Lake Formation splits are one. */
  permissions: number;
  producers: number;
  consumers: number;
}

/** What one run measures. */
export interface BenchmarkSize {
  estate: EstateSize;
  /** Smaller estates, on which Cedar is asked so many cells and lists. */
  cedar: { estate: EstateSize; cells: number; lists: number }[];
  /** How often each question is asked. */
  samples: {
    whoCanSee: number;
    accessOf: number;
    effectiveAccess: number;
    scan: number;
    updates: number;
  };
}

const SMALL: EstateSize = {
  tables: 200,
  tablesPerDatabase: 20,
  principals: 200,
  permissions: 10_000,
  producers: 2,
  consumers: 4,
};
const TINY: EstateSize = { ...SMALL, tables: 20, permissions: 1_000 };

/** By the value of `SLUICE_BENCH_SIZE`. */
export const SIZES: Record<string, BenchmarkSize> = {
  smoke: {
    estate: SMALL,
    cedar: [{ estate: TINY, cells: 100, lists: 2 }],
    samples: {
      whoCanSee: 100,
      accessOf: 50,
      effectiveAccess: 1_000,
      scan: 50,
      updates: 10,
    },
  },
  full: {
    estate: {
      tables: 10_000,
      tablesPerDatabase: 100,
      principals: 2_000,
      permissions: 1_000_000,
      producers: 5,
      consumers: 20,
    },
    cedar: [
      { estate: TINY, cells: 200, lists: 5 },
      { estate: SMALL, cells: 200, lists: 2 },
      {
        estate: {
          ...SMALL,
          tables: 1_000,
          principals: 400,
          permissions: 100_000,
        },
        cells: 40,
        lists: 0,
      },
    ],
    samples: {
      whoCanSee: 2_000,
      accessOf: 1_000,
      effectiveAccess: 50_000,
      scan: 20,
      updates: 100,
    },
  },
};
