/**
 * The ESLint configuration of every package: Backstage's, plus the one-way
 * dependencies of the house: `common ← node ← backend`, `node ← modules` (which
 * reach the backend by its API, not by its code) and `common ← frontend`. The
 * sandbox stands in for AWS, so production code must not know that it exists.
 */
const path = require('path');
const backstage = require('@backstage/cli/config/eslint-factory');

const SLUICE = name => [`@sluice/${name}`, `@sluice/${name}/*`];

/** Directory below the root → the packages of the house that it may import. */
const ALLOWED = {
  benchmarks: ['plugin-sluice-common'],
  'plugins/sluice-common': [],
  'plugins/sluice-node': ['plugin-sluice-common'],
  'plugins/sluice-backend': ['plugin-sluice-common', 'plugin-sluice-node'],
  'plugins/sluice-backend-module-sandbox': [
    'plugin-sluice-common',
    'plugin-sluice-node',
  ],
  'plugins/sluice': ['plugin-sluice-common'],
  'plugins/catalog-backend-module-sluice': [
    'plugin-sluice-common',
    'plugin-sluice-node',
  ],
  'plugins/scaffolder-backend-module-sluice': [
    'plugin-sluice-common',
    'plugin-sluice-node',
  ],
  'plugins/permission-backend-module-sluice': [
    'plugin-sluice-common',
    'plugin-sluice-node',
  ],
  'packages/app': ['plugin-sluice', 'plugin-sluice-common'],
};

const HOUSE = [
  'plugin-sluice',
  'plugin-sluice-common',
  'plugin-sluice-node',
  'plugin-sluice-backend',
  'plugin-sluice-backend-module-sandbox',
  'plugin-catalog-backend-module-sluice',
  'plugin-scaffolder-backend-module-sluice',
  'plugin-permission-backend-module-sluice',
];

const TESTS = [
  '**/*.test.ts',
  '**/*.test.tsx',
  '**/__testUtils__/**',
  'src/setupTests.ts',
  'dev/**',
];

function houseRules(dir) {
  const relative = path.relative(__dirname, dir).split(path.sep).join('/');
  const allowed = ALLOWED[relative];
  if (!allowed) return { production: [], tests: [] };
  const forbidden = HOUSE.filter(name => !allowed.includes(name));
  const pattern = names => ({
    group: names.flatMap(SLUICE),
    message: `${relative} may import only: ${
      allowed.join(', ') || 'nothing of the house'
    } (see docs/architecture.md).`,
  });
  return {
    production: [pattern(forbidden)],
    // Tests may start the sandbox; nothing else of the direction changes.
    tests: [
      pattern(
        forbidden.filter(
          name =>
            name !== 'plugin-sluice-backend-module-sandbox' &&
            name !== 'plugin-sluice-backend',
        ),
      ),
    ].filter(p => p.group.length > 0),
  };
}

/** Pure: runs in a browser and on a server, so it may touch neither. */
const NO_IO = {
  group: [
    'fs',
    'fs/*',
    'path',
    'crypto',
    'node:*',
    'http',
    'https',
    'knex',
    '@aws-sdk/*',
    '@kubernetes/*',
    'react',
  ],
  message: 'sluice-common is pure: no I/O, no platform modules.',
};

module.exports = dir => {
  const rules = houseRules(dir);
  const pure = dir.endsWith('sluice-common') ? [NO_IO] : [];
  const restrict = patterns => ({
    '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
  });
  return backstage(dir, {
    rules: {
      'no-console': 'error',
      ...restrict([...rules.production, ...pure]),
    },
    overrides: [{ files: TESTS, rules: restrict(rules.tests) }],
  });
};
