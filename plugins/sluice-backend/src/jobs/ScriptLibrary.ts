import { LoggerService } from '@backstage/backend-plugin-api';
import { createHash } from 'crypto';
import { readFile, stat } from 'fs/promises';
import path from 'path';
import { z } from 'zod';

/** Verifies what a team reads; Sluice runs it, and teams do not. */
export const VERIFICATION_SCRIPT = 'verify_access';

const INDEX = 'scripts.json';

const indexSchema = z.array(
  z.object({
    name: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
    title: z.string().min(1),
    description: z.string(),
    /** Beside the index. */
    file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*\.py$/),
    /** Whether teams are offered it. */
    offered: z.boolean(),
  }),
);

/** A script of the house. */
export interface HouseScript {
  name: string;
  title: string;
  description: string;
  offered: boolean;
  text: string;
  sha256: string;
}

/** The scripts of the house, from a directory; read again when a file of it changes. */
export class ScriptLibrary {
  private last: { stamp: string; scripts: HouseScript[] } | undefined;
  private saidProblem: string | undefined;

  constructor(
    private readonly options: { directory: string; logger: LoggerService },
  ) {}

  async list(): Promise<HouseScript[]> {
    try {
      const scripts = await this.read();
      this.saidProblem = undefined;
      return scripts;
    } catch (error) {
      this.say(error as Error);
      return [];
    }
  }

  async find(name: string): Promise<HouseScript | undefined> {
    return (await this.list()).find(each => each.name === name);
  }

  private async read(): Promise<HouseScript[]> {
    const indexFile = path.join(this.options.directory, INDEX);
    const index = indexSchema.parse(
      JSON.parse(await readFile(indexFile, 'utf8')),
    );
    const stamp = (
      await Promise.all(
        [indexFile, ...index.map(({ file }) => this.pathOf(file))].map(stampOf),
      )
    ).join(' ');
    if (this.last?.stamp !== stamp) {
      const scripts = await Promise.all(
        index.map(async ({ file, ...about }) => {
          const text = await readFile(this.pathOf(file), 'utf8');
          return { ...about, text, sha256: sha256Of(text) };
        }),
      );
      this.last = { stamp, scripts };
    }
    return this.last.scripts;
  }

  private pathOf(file: string): string {
    return path.join(this.options.directory, file);
  }

  /** Once for each problem: this is asked for with every page of a team. */
  private say(error: Error): void {
    if (this.saidProblem === error.message) return;
    this.saidProblem = error.message;
    this.options.logger.warn(
      `There are no scripts of the house: ${this.options.directory} could not be read. Set sluice.jobs.directory to the folder that holds ${INDEX}.`,
      error,
    );
  }
}

/** Of a script's text, as hex. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function stampOf(file: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(file);
  return `${file}:${mtimeMs}:${size}:${ino}`;
}
