import { IamStatement } from '../resources';
import { glueArn } from './arns';

/**
 * Lets AWS RAM share the catalog's tables. Lake Formation needs it in an account
 * whose catalog has a resource policy (seed reference 1.1).
 * @public
 */
export function ramSharingStatement(owner: {
  region: string;
  accountId: string;
}): IamStatement {
  return {
    Sid: 'LetResourceAccessManagerShare',
    Effect: 'Allow',
    Principal: { Service: ['ram.amazonaws.com'] },
    Action: ['glue:ShareResource'],
    Resource: ['table/*/*', 'database/*', 'catalog'].map(resource =>
      glueArn(owner, resource),
    ),
  };
}
