import { createHash } from 'crypto';
import { inflateSync } from 'zlib';
import type { ExpectationsDocument } from '@sluice/plugin-sluice-common';
import { parseS3Uri } from '../../s3/objectStore';

/** Arguments that say nothing, in whole sentences why. */
export class OptionsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OptionsError';
  }
}

/** What `jobs/verify_access.py` is told. */
export interface VerificationOptions {
  expectations: ExpectationsDocument;
  /** SHA-256, hex, of the JSON. */
  expectationsSha256: string;
  attestation: { uri: string; bucket: string; key: string };
}

/** More is no list of tables; what inflates without end is none either. */
const MOST_BYTES = 16 * 1024 * 1024;

/** @throws OptionsError */
export function readOptions(args: string[]): VerificationOptions {
  const parts: string[] = [];
  const targets: string[] = [];
  for (let i = 0; i < args.length; i += 2) {
    const [option, value] = args.slice(i, i + 2);
    const list = { '--expectations': parts, '--attestation': targets }[option];
    if (!list) {
      throw new OptionsError(
        `${option} is not known: say --expectations and --attestation.`,
      );
    }
    if (value === undefined) throw new OptionsError(`${option} has no value.`);
    list.push(value);
  }
  if (parts.length === 0 || targets.length !== 1) {
    throw new OptionsError(
      'Give --expectations, as often as it takes, and --attestation once.',
    );
  }
  const place = parseS3Uri(targets[0]);
  if (!place?.key) {
    throw new OptionsError(
      `--attestation ${targets[0]} is not an S3 location (s3://bucket/key).`,
    );
  }
  const json = inflated(parts.join(''));
  return {
    expectations: documentOf(json),
    expectationsSha256: createHash('sha256').update(json).digest('hex'),
    attestation: { uri: targets[0], ...place },
  };
}

function inflated(base64: string): Buffer {
  try {
    return inflateSync(Buffer.from(base64, 'base64'), {
      maxOutputLength: MOST_BYTES,
    });
  } catch (error) {
    throw new OptionsError(
      `--expectations is not base64 of what zlib's deflate has compressed: ${
        (error as Error).message
      }.`,
    );
  }
}

function documentOf(json: Buffer): ExpectationsDocument {
  let document: ExpectationsDocument;
  try {
    document = JSON.parse(json.toString('utf8'));
  } catch {
    throw new OptionsError('--expectations is not JSON.');
  }
  if (document?.version !== 1) {
    throw new OptionsError(
      `Expectations of version ${document?.version} are not known, only of version 1.`,
    );
  }
  const isText = (value: unknown) => typeof value === 'string';
  const isTexts = (value: unknown) =>
    Array.isArray(value) && value.every(isText);
  const isOptional = (value: unknown, is: (value: unknown) => boolean) =>
    value === undefined || value === null || is(value);
  const isDocument =
    isText(document.runId) &&
    isText(document.team) &&
    Array.isArray(document.tables) &&
    document.tables.every(
      table =>
        isText(table?.name) &&
        ['readable', 'denied'].includes(table.access) &&
        isTexts(table.columns) &&
        isOptional(table.rowFilter, isText) &&
        isOptional(table.rows, Number.isInteger) &&
        (!table.groups ||
          (isText(table.groups.column) && isTexts(table.groups.values))),
    );
  if (!isDocument) {
    throw new OptionsError(
      'The expectations lack a member, or one has the wrong type.',
    );
  }
  return document;
}
