import {
  GetResourcePolicyCommand,
  GlueClient,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-glue';
import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListPolicyVersionsCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  GetDataLakeSettingsCommand,
  LakeFormationClient,
  PutDataLakeSettingsCommand,
} from '@aws-sdk/client-lakeformation';
import {
  ESTATE_ACCOUNTS,
  startEmptyEstate,
} from '../../__testUtils__/emptyEstate';

const [{ accountId: PRODUCER }, { accountId: CONSUMER, region: REGION }] =
  ESTATE_ACCOUNTS;
export const QUERY_ROLE = 'emr_on_eks_fgac_query_execution_role';
const PolicyArn = `arn:aws:iam::${CONSUMER}:policy/${QUERY_ROLE}-policy`;

/** A document that is only ever read and written as a whole. */
export interface SharedDocument {
  /** As `DocumentLocks` knows it. */
  lock: string;
  /** Operation by which everybody reads it. */
  readBy: string;
  read(): Promise<any>;
  write(document: any): Promise<void>;
}

/** Documents that Sluice writes parts of, reached without Sluice's own code. */
export function sharedDocuments({
  configurationOf,
}: Awaited<ReturnType<typeof startEmptyEstate>>) {
  const lakeFormation = new LakeFormationClient(configurationOf(PRODUCER));
  const glue = new GlueClient(configurationOf(PRODUCER));
  const iam = new IAMClient(configurationOf(CONSUMER));

  const settings: SharedDocument = {
    lock: `${PRODUCER}/${REGION}/lakeFormationSettings`,
    readBy: 'GetDataLakeSettings',
    read: async () =>
      (await lakeFormation.send(new GetDataLakeSettingsCommand({})))
        .DataLakeSettings,
    write: async DataLakeSettings => {
      await lakeFormation.send(
        new PutDataLakeSettingsCommand({ DataLakeSettings }),
      );
    },
  };

  const catalogPolicy: SharedDocument = {
    lock: `${PRODUCER}/${REGION}/glueResourcePolicy`,
    readBy: 'GetResourcePolicy',
    async read() {
      try {
        const { PolicyInJson } = await glue.send(
          new GetResourcePolicyCommand({}),
        );
        return JSON.parse(PolicyInJson!);
      } catch (error) {
        if ((error as Error).name !== 'EntityNotFoundException') throw error;
        return { Version: '2012-10-17', Statement: [] };
      }
    },
    async write(document) {
      await glue.send(
        new PutResourcePolicyCommand({
          PolicyInJson: JSON.stringify(document),
          EnableHybrid: 'TRUE',
        }),
      );
    },
  };

  const versions = async () =>
    (await iam.send(new ListPolicyVersionsCommand({ PolicyArn }))).Versions!;
  const queryPolicy: SharedDocument = {
    lock: `${CONSUMER}/${REGION}/iamPolicy/${QUERY_ROLE}-policy`,
    readBy: 'GetPolicyVersion',
    async read() {
      const inForce = (await versions()).find(each => each.IsDefaultVersion)!;
      const { PolicyVersion } = await iam.send(
        new GetPolicyVersionCommand({
          PolicyArn,
          VersionId: inForce.VersionId,
        }),
      );
      return JSON.parse(decodeURIComponent(PolicyVersion!.Document!));
    },
    async write(document) {
      const old = (await versions()).filter(each => !each.IsDefaultVersion);
      for (const { VersionId } of old) {
        await iam.send(
          new DeletePolicyVersionCommand({ PolicyArn, VersionId }),
        );
      }
      await iam.send(
        new CreatePolicyVersionCommand({
          PolicyArn,
          PolicyDocument: JSON.stringify(document),
          SetAsDefault: true,
        }),
      );
    },
  };

  const queryRoleTrust: SharedDocument = {
    lock: `${CONSUMER}/${REGION}/iamRole/${QUERY_ROLE}`,
    readBy: 'GetRole',
    async read() {
      const { Role } = await iam.send(
        new GetRoleCommand({ RoleName: QUERY_ROLE }),
      );
      return JSON.parse(decodeURIComponent(Role!.AssumeRolePolicyDocument!));
    },
    async write(document) {
      await iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: QUERY_ROLE,
          PolicyDocument: JSON.stringify(document),
        }),
      );
    },
  };

  return { settings, catalogPolicy, queryPolicy, queryRoleTrust };
}
