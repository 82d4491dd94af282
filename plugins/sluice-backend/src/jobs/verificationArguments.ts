import {
  expectationsDocument,
  TableExpectation,
} from '@sluice/plugin-sluice-common';
import { deflateSync } from 'zlib';

/** EMR takes 10 280 characters for one argument. */
const LONGEST_PART = 8_000;

/** What `verify_access.py` is started with. */
export function verificationArguments(verification: {
  runId: string;
  team: string;
  expectations: TableExpectation[];
  /** `s3://…` of the team. */
  logUri: string;
}): string[] {
  const { runId, team, expectations, logUri } = verification;
  const json = JSON.stringify(expectationsDocument(runId, team, expectations));
  const text = deflateSync(json).toString('base64');
  const parts = text.match(new RegExp(`.{1,${LONGEST_PART}}`, 'g')) ?? [];
  return [
    ...parts.flatMap(part => ['--expectations', part]),
    '--attestation',
    attestationUri({ runId, logUri }),
  ];
}

/** Where a verification leaves what it saw. */
export function attestationUri(run: { runId: string; logUri: string }): string {
  return `${run.logUri}/attestations/${run.runId}.json`;
}

/** Those that say something to people: not the packed expectations. */
export function shownArguments(args: string[]): string[] {
  return args.filter(
    (each, index) =>
      each !== '--expectations' && args[index - 1] !== '--expectations',
  );
}
