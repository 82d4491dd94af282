import { AuditorService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import { AccessService } from '../access';
import { Reverification } from '../attestations';
import { DriftParts } from '../drift';
import {
  daysOf,
  JobRunPosition,
  Jobs,
  KeptJobRun,
  LONGEST_SCRIPT_BYTES,
  VERIFICATION_SCRIPT,
} from '../jobs';
import { audited } from './audited';
import { Authorizer } from './Authorizer';
import { callerName } from './callerName';
import { decodeCursor, encodeCursor } from './cursor';
import { entityRefOf } from './entityRefOf';
import { JobRights } from './JobRights';
import { OpenApiRouter } from './OpenApiRouter';
import { viewJobRun } from './viewJobRun';
import { viewTeam } from './views';

/** Runs of one page, unless the caller says how many. */
const DEFAULT_LIMIT = 50;
/** Bytes of one page of a log, unless the caller says how many. */
const DEFAULT_LOG_BYTES = 64 * 1024;

type AnyRequest = Parameters<Authorizer['accessScope']>[0];

/** Job runs of teams: who may start, see and stop them, and read what they printed. */
export function addJobRoutes(
  router: OpenApiRouter,
  options: {
    access: AccessService;
    auditor: AuditorService;
    authorizer: Authorizer;
    connection: AwsConnectionService;
    drift: Pick<DriftParts, 'stages'>;
    jobs: Jobs;
    reverification?: Reverification;
  },
): void {
  const { access, auditor, authorizer, connection, drift, jobs } = options;
  const { config, service, preparation, store } = jobs;

  router.get('/job-options', async (req, res) => {
    const team = entityRefOf(req.query.team, 'team');
    const { rights } = await lookOf(req);
    await rights.require('read', team);
    const found = await preparation.teamOf(team);
    const place = await jobs.places.of(found);
    const { account } = place;
    const scripts = await jobs.library.list();
    const canVerify = scripts.some(({ name }) => name === VERIFICATION_SCRIPT);
    res.json({
      team: viewTeam(found),
      missing: place.missing,
      notices: [
        ...(account ? (await connection.getNotices?.(account)) ?? [] : []),
        ...(canVerify
          ? []
          : [
              `Nothing can be verified: the script ${VERIFICATION_SCRIPT} of the house was not found. Set sluice.jobs.directory to the folder that holds it.`,
            ]),
      ],
      ...(account && { accountName: account.name }),
      ...(place.roleArn && { roleArn: place.roleArn }),
      ...(place.virtualCluster && { virtualCluster: place.virtualCluster }),
      ...(place.logUri && { logLocation: place.logUri }),
      releaseLabel: config.releaseLabel,
      scripts: scripts
        .filter(({ offered }) => offered)
        .map(({ name, title, description, sha256 }) => ({
          name,
          title,
          description,
          sha256,
        })),
      defaults: config.defaults,
      limits: {
        resources: config.limits.resources,
        runsAtOnce: config.limits.runsAtOnce,
        scriptBytes: LONGEST_SCRIPT_BYTES,
      },
      ...(await reverificationOf(team)),
      actions: rights
        .onTeam(team)
        .filter(action => action !== 'verify' || canVerify),
    });
  });

  router.post('/job-checks', async (req, res) => {
    const draft = draftOf(req.body);
    const { rights } = await lookOf(req);
    await rights.require(rightTo(draft), draft.team);
    // The id stands for the one that the run will have.
    const job = await preparation.prepare(draft, 'the-id-of-the-run');
    res.json({
      problems: job.problems,
      cost: job.cost,
      ...(job.start && {
        request: job.start.request as unknown as Record<string, unknown>,
      }),
      ...(job.expectations && { expectations: job.expectations }),
    } as any);
  });

  router.get('/job-runs', async (req, res) => {
    const { limit = DEFAULT_LIMIT, kind, state, cursor } = req.query;
    const asked = req.query.team && entityRefOf(req.query.team, 'team');
    const before = positionOf(cursor);
    const look = await lookOf(req);
    if (asked) await look.rights.require('read', asked);
    const teams = (asked ? [asked] : await store.teams()).filter(team =>
      look.rights.may('read', team),
    );
    const { items, next } = await store.page(
      { teams, kind, state },
      { limit, before },
    );
    res.json({
      items: items.map(run => viewOf({ run }, look)),
      ...(next && {
        nextCursor: encodeCursor(`${next.requestedAt} ${next.id}`),
      }),
    } as any);
  });

  router.post('/job-runs', async (req, res) => {
    const draft = draftOf(req.body);
    const look = await lookOf(req);
    await look.rights.require(rightTo(draft), draft.team);
    const kept = await audited(
      auditor,
      {
        eventId: 'job-run-start',
        severityLevel: 'medium',
        request: req,
        meta: {
          team: draft.team,
          kind: draft.kind,
          ...(draft.script && { script: draft.script.name }),
        },
      },
      () =>
        service.start(draft, {
          ref: callerName(look.rights.credentials),
          origin: draft.origin ?? 'person',
        }),
      ({ run }) => ({
        jobRunId: run.id,
        state: run.state,
        roleArn: run.roleArn,
        scriptSha256: run.script.sha256,
      }),
    );
    res.status(202).json(viewOf(kept, look) as any);
  });

  router.get('/job-runs/:jobRunId', async (req, res) => {
    const look = await lookOf(req);
    const kept = await seenOne(req.params.jobRunId, look);
    res.json(viewOf(kept, look) as any);
  });

  router.post('/job-runs/:jobRunId/cancel', async (req, res) => {
    const look = await lookOf(req);
    const { run } = await seenOne(req.params.jobRunId, look);
    await look.rights.require('cancel', run.team);
    const kept = await audited(
      auditor,
      {
        eventId: 'job-run-cancel',
        severityLevel: 'medium',
        request: req,
        meta: { jobRunId: run.id, team: run.team, before: run.state },
      },
      () => service.cancel(run.id),
      after => ({ after: after.run.state }),
    );
    res.status(202).json(viewOf(kept, look) as any);
  });

  router.get('/job-runs/:jobRunId/logs/:stream', async (req, res) => {
    const { offset = 0, bytes = DEFAULT_LOG_BYTES } = req.query;
    const { stream } = req.params as { stream: SluiceApi.JobLog['stream'] };
    const look = await lookOf(req);
    const { run } = await seenOne(req.params.jobRunId, look);
    await look.rights.require('readLogs', run.team);
    const log = await audited(
      auditor,
      {
        eventId: 'job-log-read',
        severityLevel: 'low',
        request: req,
        meta: { jobRunId: run.id, team: run.team, stream, offset },
      },
      () => jobs.logs.read(run, stream, { offset, bytes }),
      // What it said is data of the team's.
      ({ nextOffset }) => ({ nextOffset }),
    );
    res.json(log as any);
  });

  async function lookOf(req: AnyRequest) {
    const snapshot = await access.current();
    const rights = await JobRights.of(req, { authorizer, drift, snapshot });
    return { snapshot, rights };
  }

  /** Of a run that one may not see it is not said that it is there. */
  async function seenOne(
    id: string,
    { rights }: Awaited<ReturnType<typeof lookOf>>,
  ): Promise<KeptJobRun> {
    const kept = await store.get(id);
    if (rights.may('read', kept.run.team)) return kept;
    throw new NotFoundError(`There is no job run ${id}`);
  }

  function viewOf(
    { run, trouble }: Pick<KeptJobRun, 'run'> & { trouble?: string },
    { snapshot, rights }: Awaited<ReturnType<typeof lookOf>>,
  ): SluiceApi.JobRun {
    return viewJobRun(run, {
      snapshot,
      prices: config.prices,
      connection,
      actions: rights.onRun(run),
      trouble,
    });
  }

  async function reverificationOf(team: string) {
    const { reverification } = options;
    if (!reverification) return {};
    const { everyMs, runsPerDay } = reverification.config;
    const nextAt = await reverification.nextAt(team);
    return {
      reverification: {
        everyDays: daysOf(everyMs),
        runsPerDay,
        ...(nextAt && { nextAt }),
      },
    };
  }
}

/** @throws InputError for a team or a table that is no entity ref */
function draftOf(body: SluiceApi.JobDraft): SluiceApi.JobDraft {
  return {
    ...body,
    team: entityRefOf(body.team, 'team'),
    ...(body.expectedRows && {
      expectedRows: body.expectedRows.map(({ table, rows }) => ({
        table: entityRefOf(table, 'expectedRows.table'),
        rows,
      })),
    }),
  };
}

function rightTo({ kind }: SluiceApi.JobDraft): 'run' | 'verify' {
  return kind === 'verification' ? 'verify' : 'run';
}

/** @throws InputError for a cursor of another list */
function positionOf(cursor?: string): JobRunPosition | undefined {
  if (cursor === undefined) return undefined;
  const [requestedAt, id] = decodeCursor(cursor).split(' ');
  if (requestedAt && id) return { requestedAt, id };
  throw new InputError('The cursor is not one of this list');
}
