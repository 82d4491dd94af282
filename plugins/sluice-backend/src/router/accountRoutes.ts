import {
  AcceptResourceShareInvitationCommand,
  RAMClient,
  RejectResourceShareInvitationCommand,
  ResourceShareInvitation,
} from '@aws-sdk/client-ram';
import { AuditorService } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  sluiceAccountReadPermission,
  sluiceInvitationAnswerPermission,
} from '@sluice/plugin-sluice-common';
import {
  AwsConnectionService,
  ConnectedAccount,
} from '@sluice/plugin-sluice-node';
import { createHash } from 'crypto';
import { AccessService } from '../access';
import { ObservationService } from '../observer';
import { Reconciler } from '../reconciler';
import { audited } from './audited';
import { Authorizer } from './Authorizer';
import { OpenApiRouter } from './OpenApiRouter';

/** One connected account: what was observed of it, and what it is offered. */
export function addAccountRoutes(
  router: OpenApiRouter,
  options: {
    access: AccessService;
    authorizer: Authorizer;
    auditor: AuditorService;
    connection: AwsConnectionService;
    observations: ObservationService;
    reconciler: Reconciler;
  },
): void {
  const { access, authorizer, auditor, connection, reconciler } = options;

  router.get('/accounts/:accountName', async (req, res) => {
    await authorizer.require(req, sluiceAccountReadPermission);
    const account = requireAccount(connection, req.params.accountName);
    const { world } = await access.current();
    const observation = world.observations.find(
      each => each.accountName === account.name,
    );
    const declarations = await reconciler.declarations.list();
    res.json({
      ...account,
      ...(observation && { observedAt: observation.observedAt }),
      ...(observation?.settings && { settings: observation.settings }),
      shares: observation?.shares ?? [],
      invitations: observation?.invitations ?? [],
      declarations: declarations.filter(
        each =>
          (each.kind === 'producerAccount' ||
            each.kind === 'consumerAccount') &&
          each.account === account.name,
      ),
    });
  });

  router.post('/accounts/:accountName/invitations', async (req, res) => {
    await authorizer.require(req, sluiceInvitationAnswerPermission);
    const account = requireAccount(connection, req.params.accountName);
    const { invitationArn, answer } = req.body;
    const invitation = await audited(
      auditor,
      {
        eventId: 'invitation-answer',
        severityLevel: 'medium',
        request: req,
        meta: { accountName: account.name, invitationArn, answer },
      },
      () => answerInvitation(connection, account, { invitationArn, answer }),
    );
    await options.observations.trigger(account.name);
    res.json({
      arn: invitation.resourceShareInvitationArn!,
      shareArn: invitation.resourceShareArn!,
      senderAccountId: invitation.senderAccountId!,
      status: invitation.status!,
    });
  });
}

function requireAccount(
  connection: AwsConnectionService,
  name: string,
): ConnectedAccount {
  const account = connection.listAccounts().find(each => each.name === name);
  if (account) return account;
  throw new NotFoundError(`No account '${name}' is connected`);
}

/** @throws ConflictError when it was answered before, or has expired */
async function answerInvitation(
  connection: AwsConnectionService,
  account: ConnectedAccount,
  request: { invitationArn: string; answer: 'accept' | 'reject' },
): Promise<ResourceShareInvitation> {
  const client = new RAMClient(
    await connection.getClientConfiguration(account),
  );
  const input = {
    resourceShareInvitationArn: request.invitationArn,
    // The same answer twice, as by a double click, is one.
    clientToken: createHash('sha256')
      .update(`${request.answer} ${request.invitationArn}`)
      .digest('hex')
      .slice(0, 64),
  };
  try {
    const { resourceShareInvitation } =
      request.answer === 'accept'
        ? await client.send(new AcceptResourceShareInvitationCommand(input))
        : await client.send(new RejectResourceShareInvitationCommand(input));
    return resourceShareInvitation!;
  } catch (error) {
    const { name, message } = error as Error;
    if (/InvitationArnNotFound|MalformedArn/.test(name)) {
      throw new NotFoundError(message);
    }
    if (/AlreadyAccepted|AlreadyRejected|Expired/.test(name)) {
      throw new ConflictError(message);
    }
    throw error;
  } finally {
    client.destroy();
  }
}
