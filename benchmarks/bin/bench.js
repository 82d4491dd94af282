#!/usr/bin/env node
/* Runs the TypeScript of src/cli.ts the way the Backstage CLI runs a backend. */
require('@backstage/cli/config/nodeTransform.cjs');
require('../src/cli')
  .main(require('path').resolve(__dirname, '../results'))
  .catch(error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
