#!/usr/bin/env node
/* Runs the TypeScript of src/cli.ts the way the Backstage CLI runs a backend. */
require('@backstage/cli/config/nodeTransform.cjs');
require('../src/cli')
  .main(process.argv.slice(2))
  .catch(error => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
