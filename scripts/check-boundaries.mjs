/**
 * Proves that the dependency direction of the house (docs/architecture.md) is
 * really guarded: lints one forbidden and one allowed import per package, as if
 * they stood in its source, and fails when ESLint's verdict is not the one
 * expected. Without this a typing error in eslint-factory.js would switch the
 * rule off and nobody would notice.
 */
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const { ESLint } = require('eslint');

const SANDBOX = '@sluice/plugin-sluice-backend-module-sandbox';
const BACKEND = '@sluice/plugin-sluice-backend';
const NODE = '@sluice/plugin-sluice-node';
const COMMON = '@sluice/plugin-sluice-common';

/** [file as if it existed, imported module, whether that is allowed] */
const CASES = [
  ['benchmarks/src/x.ts', COMMON, true],
  ['benchmarks/src/x.ts', BACKEND, false],
  ['plugins/sluice-common/src/x.ts', NODE, false],
  ['plugins/sluice-common/src/x.ts', 'node:fs', false],
  ['plugins/sluice-common/src/x.ts', '@aws-sdk/client-glue', false],
  ['plugins/sluice-node/src/x.ts', COMMON, true],
  ['plugins/sluice-node/src/x.ts', BACKEND, false],
  ['plugins/sluice-backend/src/x.ts', NODE, true],
  ['plugins/sluice-backend/src/x.ts', SANDBOX, false],
  ['plugins/sluice-backend/src/x.test.ts', SANDBOX, true],
  ['plugins/sluice/src/x.tsx', COMMON, true],
  ['plugins/sluice/src/x.tsx', BACKEND, false],
  ['plugins/catalog-backend-module-sluice/src/x.ts', NODE, true],
  ['plugins/catalog-backend-module-sluice/src/x.ts', SANDBOX, false],
  ['plugins/permission-backend-module-sluice/src/x.ts', NODE, true],
  ['plugins/permission-backend-module-sluice/src/x.ts', BACKEND, false],
  ['plugins/permission-backend-module-sluice/src/x.ts', SANDBOX, false],
  ['packages/app/src/x.tsx', BACKEND, false],
  ['packages/backend/src/x.ts', SANDBOX, true],
];

const RULES = [
  '@typescript-eslint/no-restricted-imports',
  'no-restricted-imports',
];

let wrong = 0;
for (const [file, imported, allowed] of CASES) {
  const root = file.split('/').slice(0, 2).join('/');
  const eslint = new ESLint({ cwd: path.resolve(root) });
  const [result] = await eslint.lintText(
    `import * as x from '${imported}';\nexport { x };\n`,
    {
      filePath: path.resolve(file),
    },
  );
  const refused = result.messages.some(message =>
    RULES.includes(message.ruleId),
  );
  if (refused === allowed) {
    wrong += 1;
    console.error(
      `${file} importing ${imported}: expected to be ${
        allowed ? 'allowed' : 'refused'
      }.`,
    );
  }
}
console.log(
  `${CASES.length - wrong} of ${
    CASES.length
  } imports judged as the design says.`,
);
process.exit(wrong === 0 ? 0 : 1);
