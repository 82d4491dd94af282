import { ResponseError } from '@backstage/errors';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { SluiceApiService } from '@sluice/plugin-sluice-node';
import { jobCheck, jobRun } from './jobs';

/**
 * The API of the Sluice backend as actions see it: one plan, a change that goes
 * on with each look at it, and what was asked, in order.
 */
export class FakeSluice implements SluiceApiService {
  readonly asked: string[] = [];
  readonly plans: SluiceApi.CreatePlanRequest[] = [];
  readonly requests: SluiceApi.RequestDraft[] = [];
  declaration?: SluiceApi.Declaration;
  /** What is said of terms. */
  check: SluiceApi.RequestCheck = {
    findings: [],
    overlaps: [],
    consequences: [],
    permissions: [],
    steps: [],
  };
  changes: SluiceApi.ChangeSummary[] = [];
  readonly jobs: SluiceApi.JobDraft[] = [];
  /** What is said of a job before it runs. */
  jobCheck: SluiceApi.JobCheck = jobCheck();
  /** What each look at a job run sees; the last one stays. */
  runs: SluiceApi.JobRun[] = [];
  /** What an attestation says. */
  proof = 'Population Research reads what it is to read.';
  /** Called with each look at the change. */
  onLook: () => void = () => {};

  /** @param looks - what each look at the change sees; the last one stays */
  constructor(
    readonly plan: SluiceApi.Plan,
    private looks: SluiceApi.Change[] = [],
  ) {}

  /** What happens after the present look. */
  goesOn(...looks: SluiceApi.Change[]): void {
    this.looks = looks;
  }

  async createPlan(request: SluiceApi.CreatePlanRequest) {
    this.asked.push(`plan to ${request.kind}`);
    this.plans.push(request);
    return this.plan;
  }

  async createChange({ planId, reason }: SluiceApi.CreateChangeRequest) {
    this.asked.push(`change of ${planId}: ${reason}`);
    return this.looks[0];
  }

  async getChange() {
    this.onLook();
    return this.looks.length > 1 ? this.looks.shift()! : this.looks[0];
  }

  async resumeChange({ changeId }: { changeId: string }) {
    this.asked.push(`resume ${changeId}`);
    return this.looks[0];
  }

  async cancelChange({ changeId }: { changeId: string }) {
    this.asked.push(`cancel ${changeId}`);
    return this.looks[0];
  }

  async getChanges({ subject }: { subject?: string }) {
    return { items: this.changes.filter(each => each.subject === subject) };
  }

  async getTeamReadiness({ namespace, name }: any) {
    if (!this.declaration) throw await refusal(404, 'NotFoundError', 'Nothing');
    return {
      subject: `group:${namespace}/${name}`,
      declaration: this.declaration,
      checkedAt: '2026-01-01T00:00:00Z',
      items: [],
    };
  }

  async checkTerms({ team }: SluiceApi.CheckTermsRequest) {
    this.asked.push(`check for ${team}`);
    return this.check;
  }

  async createRequest(draft: SluiceApi.RequestDraft) {
    this.asked.push(`request for ${draft.team}`);
    this.requests.push(draft);
    return {
      summary: { id: `request-${this.requests.length}` },
    } as SluiceApi.AccessRequest;
  }

  async checkJob(draft: SluiceApi.JobDraft) {
    this.asked.push(`check ${draft.kind} of ${draft.team}`);
    return this.jobCheck;
  }

  async createJobRun(draft: SluiceApi.JobDraft) {
    this.asked.push(`run ${draft.kind} of ${draft.team}`);
    this.jobs.push(draft);
    const keys = new Set(this.jobs.map(({ requestKey }) => requestKey));
    return jobRun('SUBMITTING', { id: `run-${keys.size}` });
  }

  async getJobRun({ jobRunId }: { jobRunId: string }) {
    this.onLook();
    const run = this.runs.length > 1 ? this.runs.shift()! : this.runs[0];
    return { ...run, id: jobRunId };
  }

  async getAttestation({ attestationId }: { attestationId: string }) {
    return {
      summary: { id: attestationId, text: this.proof },
    } as SluiceApi.Attestation;
  }

  getAccounts = notAsked;
  getCatalogFeed = notAsked;
  getEffectiveAccess = notAsked;
  startObservation = notAsked;
}

/** As the API client throws it. */
export async function refusal(status: number, name: string, message: string) {
  return ResponseError.fromResponse(
    new Response(
      JSON.stringify({
        error: { name, message },
        response: { statusCode: status },
      }),
      { status, headers: { 'Content-Type': 'application/json' } },
    ) as any,
  );
}

async function notAsked(): Promise<never> {
  throw new Error('No action asks this');
}
