import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { ApplyOptions, attestationPath, withPlainErrors } from '../apply';
import { describeFailure } from './describeJob';
import { hasEnded, mayBeProvedYet } from './followJobRun';

/** Whether it is known of a run that {@link judgeRun} throws. */
export function isFailure(run: SluiceApi.JobRun, isStrict: boolean): boolean {
  if (!hasEnded(run) || mayBeProvedYet(run)) return false;
  return run.kind === 'verification' && run.attestation
    ? isStrict && run.attestation.verdict !== 'agrees'
    : run.state !== 'COMPLETED';
}

/**
 * Whether a run that has ended did what it was started for. Says in the log what
 * a verification has shown.
 *
 * @param options.isStrict - a verification that does not agree is a failure
 * @throws Error when it did not, with the reason and where to look
 */
export async function judgeRun(
  run: SluiceApi.JobRun,
  options: Pick<ApplyOptions, 'api' | 'appBaseUrl'> & {
    credentials: BackstageCredentials;
    logger: LoggerService;
    link: string;
    isStrict: boolean;
  },
): Promise<void> {
  const { attestation, kind, name, state } = run;
  const { api, appBaseUrl = '', credentials, logger, link, isStrict } = options;
  if (kind === 'verification' && attestation) {
    const { summary } = await withPlainErrors(() =>
      api.getAttestation({ attestationId: attestation.id }, { credentials }),
    );
    const page = `${appBaseUrl}${attestationPath(attestation.id)}`;
    const sentence = `${summary.text} See ${page}`;
    if (attestation.verdict === 'agrees') logger.info(sentence);
    else if (isStrict) throw new Error(sentence);
    else logger.warn(sentence);
    return;
  }
  if (state !== 'COMPLETED') {
    throw new Error(`${describeFailure(run)} See ${link}`);
  }
  if (kind === 'verification') {
    throw new Error(
      `${name} has ended, but its result was not taken in yet. Look for it later: ${link}`,
    );
  }
}
