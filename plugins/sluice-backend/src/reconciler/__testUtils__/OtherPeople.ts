import { SharedDocument, sharedDocuments } from './sharedDocuments';

/** Lists that several people have entries in, and the document that each is in. */
export const SHARED_LISTS = {
  administrators: 'settings',
  filteringAllowList: 'settings',
  sessionTags: 'settings',
  catalogPolicy: 'catalogPolicy',
  queryPolicyStatements: 'queryPolicy',
  queryPolicyMembers: 'queryPolicy',
  queryRoleTrust: 'queryRoleTrust',
} as const satisfies Record<string, keyof ReturnType<typeof sharedDocuments>>;
export type SharedList = keyof typeof SHARED_LISTS;

/** A statement that every team's role is a member of. */
const MEMBERS = {
  Sid: 'AssumeJobRoleOnly',
  Effect: 'Allow',
  Action: ['sts:AssumeRole'],
};

/** In each entry of other people: an account id that ends in the entry's number. */
const MARK = '99990000000';

/**
 * Others who edit the documents that Sluice edits, with care: they read a
 * document, change what is theirs and put the rest back as it was.
 */
export class OtherPeople {
  private readonly documents: ReturnType<typeof sharedDocuments>;

  constructor(estate: Parameters<typeof sharedDocuments>[0]) {
    this.documents = sharedDocuments(estate);
  }

  documentOf(list: SharedList): SharedDocument {
    return this.documents[SHARED_LISTS[list]];
  }

  /** Numbers of their entries in a list. */
  async entries(list: SharedList): Promise<number[]> {
    const items = itemsOf(list, await this.documentOf(list).read());
    return items
      .map(numberOf)
      .filter(number => number !== undefined)
      .sort();
  }

  /** What of a list is not theirs. */
  async notTheirs(list: SharedList): Promise<unknown[]> {
    const items = itemsOf(list, await this.documentOf(list).read());
    return items.filter(item => numberOf(item) === undefined);
  }

  async edit(
    list: SharedList,
    action: 'add' | 'remove',
    number: number,
  ): Promise<void> {
    const { read, write } = this.documentOf(list);
    const document = await read();
    const others = itemsOf(list, document).filter(
      item => numberOf(item) !== number,
    );
    await write(
      withItems(
        list,
        document,
        action === 'add' ? [...others, newItem(list, number)] : others,
      ),
    );
  }
}

/** By its Sid where it has one: a statement that is not theirs may have them for members. */
function numberOf(item: any): number | undefined {
  const text = item.Sid ?? JSON.stringify(item);
  const match = new RegExp(`${MARK}(\\d)`).exec(text);
  return match ? Number(match[1]) : undefined;
}

function newItem(list: SharedList, number: number): unknown {
  const account = `${MARK}${number}`;
  switch (list) {
    case 'administrators':
      return {
        DataLakePrincipalIdentifier: `arn:aws:iam::111122223333:role/admin-${account}`,
      };
    case 'filteringAllowList':
      return { DataLakePrincipalIdentifier: account };
    case 'sessionTags':
      return `Engine ${account}`;
    case 'catalogPolicy':
      return {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'glue:GetDatabases',
        Resource: 'arn:aws:glue:us-west-2:111122223333:catalog',
      };
    case 'queryPolicyStatements':
      return {
        Sid: `Theirs${account}`,
        Effect: 'Allow',
        Action: 's3:ListAllMyBuckets',
        Resource: '*',
      };
    case 'queryPolicyMembers':
      return `arn:aws:iam::${account}:role/theirs`;
    case 'queryRoleTrust':
      return {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'sts:AssumeRole',
      };
    default:
      throw new Error(`No such list: ${list satisfies never}`);
  }
}

function itemsOf(list: SharedList, document: any): unknown[] {
  switch (list) {
    case 'administrators':
      return document.DataLakeAdmins ?? [];
    case 'filteringAllowList':
      return document.ExternalDataFilteringAllowList ?? [];
    case 'sessionTags':
      return document.AuthorizedSessionTagValueList ?? [];
    case 'queryPolicyMembers':
      return [membersOf(document)?.Resource ?? []].flat();
    default:
      return document.Statement;
  }
}

function withItems(list: SharedList, document: any, items: unknown[]): any {
  switch (list) {
    case 'administrators':
      return { ...document, DataLakeAdmins: items };
    case 'filteringAllowList':
      return {
        ...document,
        AllowExternalDataFiltering: items.length > 0,
        ExternalDataFilteringAllowList: items,
      };
    case 'sessionTags':
      return { ...document, AuthorizedSessionTagValueList: items };
    case 'queryPolicyMembers': {
      const { Statement } = document;
      const members = membersOf(document);
      const rest = Statement.filter((each: any) => each !== members);
      return {
        ...document,
        Statement:
          items.length > 0
            ? [...rest, { ...(members ?? MEMBERS), Resource: items }]
            : rest,
      };
    }
    default:
      return { ...document, Statement: items };
  }
}

function membersOf({ Statement }: any): any {
  return Statement.find(({ Sid }: any) => Sid === MEMBERS.Sid);
}
