import { version } from '@duckdb/node-api';
import {
  ATTESTATION_MARK,
  type AttestationVerdict,
  type ObservationsDocument,
} from '@sluice/plugin-sluice-common';
import { Caller, CallContext, SandboxWorld } from '../../../core';
import { s3Service } from '../../s3';
import { observe } from './observe';
import { OptionsError, readOptions, VerificationOptions } from './options';
import { judgeTable } from './verdict';

/** A job that is done without Spark, and how it ended. */
export interface EmbeddedRun {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Those of `jobs/verify_access.py`, after sysexits.h. */
const EXIT = { agrees: 0, differs: 65, unproved: 70, badArguments: 64 };

/**
 * Does what `jobs/verify_access.py` does, with DuckDB in the place of Spark: for a
 * machine that has none. It reads as the caller and by the same calls.
 */
export async function verifyEmbedded(options: {
  world: SandboxWorld;
  caller: Caller;
  region: string;
  /** Of the job: `--expectations`, `--attestation`. */
  arguments: string[];
  jobRunId: string;
}): Promise<EmbeddedRun> {
  const { world, caller, region, jobRunId } = options;
  let given: VerificationOptions;
  try {
    given = readOptions(options.arguments);
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    return {
      exitCode: EXIT.badArguments,
      stdout: '',
      stderr: `${error.message}\n`,
    };
  }
  const context: CallContext = { world, caller, region, requestId: jobRunId };
  const { expectations } = given;
  const lines = [
    `Reading ${expectations.tables.length} tables as ${expectations.team}, by the embedded engine, not by Spark`,
  ];
  const document: ObservationsDocument = {
    version: 1,
    runId: expectations.runId,
    team: expectations.team,
    engine: `DuckDB ${version().replace(/^v/, '')} (embedded, not Spark)`,
    startedAt: world.clock.now().toISOString(),
    finishedAt: '',
    expectationsSha256: given.expectationsSha256,
    tables: [],
  };
  const verdicts: AttestationVerdict[] = [];
  for (const expected of expectations.tables) {
    const observation = await observe(expected, context);
    const { verdict, line } = judgeTable(expected, observation);
    document.tables.push(observation);
    verdicts.push(verdict);
    lines.push(`${verdict.padEnd(8)}  ${expected.name}: ${line}`);
  }
  document.finishedAt = world.clock.now().toISOString();
  const json = JSON.stringify(document);
  let stderr = '';
  try {
    await s3Service.operations.PutObject(
      {
        Bucket: given.attestation.bucket,
        Key: given.attestation.key,
        Body: Buffer.from(json, 'utf8'),
        ContentType: 'application/json',
      },
      context,
    );
    lines.push(`Written to ${given.attestation.uri}`);
  } catch (error) {
    const { name, message } = error as Error;
    stderr = `Not written to ${given.attestation.uri}: ${name}: ${message}\n`;
  }
  // The last line: whoever cannot read the object finds the same here.
  lines.push(`${ATTESTATION_MARK}${json}`);
  return {
    exitCode: EXIT[together(verdicts)],
    stdout: `${lines.join('\n')}\n`,
    stderr,
  };
}

function together(verdicts: AttestationVerdict[]): AttestationVerdict {
  if (verdicts.includes('differs')) return 'differs';
  return verdicts.includes('unproved') ? 'unproved' : 'agrees';
}
