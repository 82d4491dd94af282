import { execFile, execFileSync } from 'child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'fs';
import path from 'path';
import { promisify } from 'util';
import {
  ESTATE_ACCOUNTS,
  startEmptyEstate,
} from '../../__testUtils__/emptyEstate';

/** What a script needs beside an AWS CLI, and how each tells that it is there. */
const TOOLS = [
  ['bash', '--version'],
  ['jq', '--version'],
  ['kubectl', 'version', '--client'],
];

/**
 * The AWS CLI that `SLUICE_AWS_CLI` names, as an absolute path; undefined when
 * the variable is not set.
 */
export function namedAwsCli(): string | undefined {
  const { SLUICE_AWS_CLI: named } = process.env;
  return named ? path.resolve(named) : undefined;
}

/** Which of the tools do not run here, with the reason. */
export function missingTools(awsCli: string): string[] {
  return [[awsCli, '--version'], ...TOOLS].flatMap(([tool, ...args]) => {
    try {
      execFileSync(tool, args, { stdio: 'pipe' });
      return [];
    } catch (error) {
      return [`${tool}: ${(error as Error).message}`];
    }
  });
}

/** A shell in which exported scripts run against a sandbox, as somebody would run them against AWS. */
export class CommandLine {
  private readonly directory: string;
  private readonly environment: NodeJS.ProcessEnv;
  private scripts = 0;

  /** @param options - `directory`: made; for this shell alone */
  constructor(options: {
    directory: string;
    awsCli: string;
    estate: Awaited<ReturnType<typeof startEmptyEstate>>;
  }) {
    this.directory = options.directory;
    const { sandbox } = options.estate;
    const bin = this.put('bin');
    symlinkSync(options.awsCli, path.join(bin, 'aws'));
    this.environment = {
      // Of the rest nothing is passed on: not the profiles of who runs the test.
      HOME: this.directory,
      PATH: `${bin}${path.delimiter}${process.env.PATH}`,
      AWS_CONFIG_FILE: this.put('config', ''),
      AWS_SHARED_CREDENTIALS_FILE: this.put(
        'credentials',
        ESTATE_ACCOUNTS.map(({ name, accountId }) => {
          const keys = sandbox.credentialsFor(accountId);
          return [
            `[${name}]`,
            `aws_access_key_id = ${keys.accessKeyId}`,
            `aws_secret_access_key = ${keys.secretAccessKey}`,
            '',
          ].join('\n');
        }).join('\n'),
      ),
      AWS_ENDPOINT_URL: sandbox.url,
      PAUSE: '0.1',
      ...Object.fromEntries(
        ESTATE_ACCOUNTS.flatMap(account => [
          [`PROFILE_${variable(account.name)}`, account.name],
          ...account.eksClusters.map(clusterName => [
            `KUBECTL_SERVER_${variable(clusterName)}`,
            sandbox.kubeConfig({ ...account, clusterName }).clusters[0].server,
          ]),
        ]),
      ),
    };
  }

  /**
   * @returns what the script printed
   * @throws Error with what it printed, when its status is not 0
   */
  async run(script: string): Promise<string> {
    this.scripts += 1;
    const file = this.put(`script-${this.scripts}.sh`, script);
    try {
      const { stdout } = await promisify(execFile)('bash', [file], {
        cwd: this.directory,
        env: this.environment,
        maxBuffer: 10 * 1024 * 1024,
      });
      return stdout;
    } catch (error) {
      const { code, stdout, stderr } = error as any;
      throw new Error(`${file} ended with ${code}:\n${stdout}\n${stderr}`);
    }
  }

  /** Writes a file or, without contents, makes a directory. */
  private put(name: string, contents?: string): string {
    const place = path.join(this.directory, name);
    if (contents === undefined) mkdirSync(place, { recursive: true });
    else writeFileSync(place, contents);
    return place;
  }
}

/** A name as the variables of a script have it. */
function variable(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
