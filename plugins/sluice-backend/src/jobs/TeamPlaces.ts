import {
  BlueprintFacts,
  ConsumerAccountDeclaration,
  ConsumerTeamDeclaration,
  Declaration,
  JobPlace,
  ProducerAccountDeclaration,
  teamOutputs,
} from '@sluice/plugin-sluice-common';
import { ConnectedAccount } from '@sluice/plugin-sluice-node';
import { Team } from '../access';
import { DeclarationStore } from '../declarations';
import { ResourceContexts } from '../reconciler';
import { errorNameOf } from './awsErrors';
import { VirtualClusters } from './VirtualClusters';

/** Where a team's jobs run, as far as that is known. */
export interface TeamPlace {
  /** Absent where anything is missing. */
  place?: Omit<JobPlace, 'releaseLabel'>;
  /** Whole sentences: what has to be there first, and how it gets there. */
  missing: string[];
  account?: ConnectedAccount;
  roleArn?: string;
  /** Name. */
  virtualCluster?: string;
  /** `s3://…` */
  logUri?: string;
  scripts?: { bucket: string; prefix: string };
}

/** Finds where the jobs of a team run, from what is declared and what EMR has. */
export class TeamPlaces {
  private readonly clusters: VirtualClusters;

  constructor(
    private readonly options: {
      contexts: ResourceContexts;
      declarations: Pick<DeclarationStore, 'list'>;
      clusters?: VirtualClusters;
    },
  ) {
    this.clusters = options.clusters ?? new VirtualClusters();
  }

  async of(team: Team): Promise<TeamPlace> {
    const declarations = await this.options.declarations.list();
    const declaration = declarations.find(
      (each): each is ConsumerTeamDeclaration =>
        each.kind === 'consumerTeam' &&
        each.team.toLocaleLowerCase('en-US') === team.entityRef,
    );
    if (!declaration) {
      return {
        missing: [
          `${team.title} was not onboarded by Sluice, so it is not known where its jobs run. Onboard it with the template for consumer teams, or name it in sluice.declarations.`,
        ],
      };
    }
    const accounts = this.options.contexts.accounts();
    const account = accounts.find(({ name }) => name === declaration.account);
    if (!account) {
      return {
        missing: [
          `The account ${declaration.account} of ${team.title} is not connected. Add it to sluice.accounts.`,
        ],
      };
    }
    const consumer = declarations.find(
      (each): each is ConsumerAccountDeclaration =>
        each.kind === 'consumerAccount' && each.account === account.name,
    );
    if (!consumer) {
      return {
        account,
        missing: [
          `Account ${account.name} is not set up as a consumer account. Connect it as one first.`,
        ],
      };
    }
    return this.placeIn({
      team,
      declaration,
      account,
      consumer,
      declarations,
      accounts,
    });
  }

  private async placeIn(parts: {
    team: Team;
    declaration: ConsumerTeamDeclaration;
    account: ConnectedAccount;
    consumer: ConsumerAccountDeclaration;
    declarations: Declaration[];
    accounts: ConnectedAccount[];
  }): Promise<TeamPlace> {
    const { team, declaration, account, consumer, declarations } = parts;
    const facts: BlueprintFacts = {
      accounts: parts.accounts,
      declarations,
      oidcIssuers: {},
      heldShares: {},
    };
    const outputs = teamOutputs(declaration, facts);
    const warehouse = warehouseOf(parts);
    const { id, problem } = await this.virtualClusterId(
      account,
      consumer.eksCluster,
      outputs.virtualCluster,
    );
    const logUri = outputs.logLocation.replace(/\/+$/, '');
    const roleArn = outputs.jobExecutionRoleArn;
    const missing = [
      ...(problem ? [problem] : []),
      ...(warehouse
        ? []
        : [
            `No producer account is declared whose tables ${team.title} reads, so it is not known where the data lies. Connect the producer account first.`,
          ]),
    ];
    return {
      account,
      roleArn,
      virtualCluster: outputs.virtualCluster,
      logUri,
      scripts: { bucket: consumer.jobsBucket, prefix: consumer.scriptPrefix },
      missing,
      ...(id &&
        warehouse && {
          place: {
            region: account.region,
            accountId: account.accountId,
            virtualClusterId: id,
            roleArn,
            warehouse,
            logUri,
          },
        }),
    };
  }

  private async virtualClusterId(
    account: ConnectedAccount,
    eksCluster: string,
    name: string,
  ): Promise<{ id?: string; problem?: string }> {
    try {
      const { clients } = await this.options.contexts.forReading(account.name);
      const id = await this.clusters.idOf(clients.emrContainers, {
        accountName: account.name,
        eksCluster,
        name,
      });
      return id
        ? { id }
        : {
            problem: `No virtual cluster ${name} runs on EKS cluster ${eksCluster} in account ${account.name}. Set the account, or the team's namespace, up first.`,
          };
    } catch (error) {
      return {
        problem: `It is not known whether virtual cluster ${name} runs: EMR on EKS in account ${
          account.name
        } answered ${errorNameOf(error)} (${
          (error as Error).message
        }). Let Sluice's role call emr-containers:ListVirtualClusters, or try again.`,
      };
    }
  }
}

/** Of the producer whose tables the team reads; of its own account where that is one. */
function warehouseOf(parts: {
  team: Team;
  declaration: ConsumerTeamDeclaration;
  account: ConnectedAccount;
  consumer: ConsumerAccountDeclaration;
  declarations: Declaration[];
  accounts: ConnectedAccount[];
}): string | undefined {
  const { team, declaration, account, consumer, declarations } = parts;
  const agreed = declarations.flatMap(each =>
    each.kind === 'accessGrant' &&
    each.team.toLocaleLowerCase('en-US') === team.entityRef
      ? each.tables
      : [],
  );
  const sharing = consumer.producerAccountIds.flatMap(
    id => parts.accounts.find(({ accountId }) => accountId === id)?.name ?? [],
  );
  const names = [
    ...[...declaration.grants, ...agreed].map(
      ({ producerAccount }) => producerAccount,
    ),
    ...sharing,
    account.name,
  ];
  for (const name of names) {
    const producer = declarations.find(
      (each): each is ProducerAccountDeclaration =>
        each.kind === 'producerAccount' && each.account === name,
    );
    if (producer) {
      return `s3://${producer.dataBucket}/${producer.warehousePrefix}`;
    }
  }
  return undefined;
}
