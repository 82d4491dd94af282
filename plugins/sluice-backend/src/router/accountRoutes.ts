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
import { AccessService } from '../access';
import { ObservationService } from '../observer';
import { Reconciler } from '../reconciler';
import { sha256 } from '../store/digest';
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
    observations: ObservationService;
    reconciler: Reconciler;
  },
): void {
  const { access, authorizer, auditor, observations, reconciler } = options;
  const { contexts } = reconciler;

  router.get('/accounts/:accountName', async (req, res) => {
    await authorizer.require(req, sluiceAccountReadPermission);
    const account = contexts.account(req.params.accountName);
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
    const account = contexts.account(req.params.accountName);
    const { invitationArn, answer } = req.body;
    const invitation = await audited(
      auditor,
      {
        eventId: 'invitation-answer',
        severityLevel: 'medium',
        request: req,
        meta: { accountName: account.name, invitationArn, answer },
      },
      async () => {
        const { clients } = await contexts.forReading(account.name);
        return answerInvitation(clients.ram, { invitationArn, answer });
      },
    );
    observations.triggerAfterChange([account.name]);
    res.json({
      arn: invitation.resourceShareInvitationArn!,
      shareArn: invitation.resourceShareArn!,
      senderAccountId: invitation.senderAccountId!,
      status: invitation.status!,
    });
  });
}

/** @throws ConflictError when it was answered before, or has expired */
async function answerInvitation(
  ram: RAMClient,
  request: { invitationArn: string; answer: 'accept' | 'reject' },
): Promise<ResourceShareInvitation> {
  const input = {
    resourceShareInvitationArn: request.invitationArn,
    // The same answer twice, as by a double click, is one.
    clientToken: sha256(`${request.answer} ${request.invitationArn}`),
  };
  try {
    const { resourceShareInvitation } =
      request.answer === 'accept'
        ? await ram.send(new AcceptResourceShareInvitationCommand(input))
        : await ram.send(new RejectResourceShareInvitationCommand(input));
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
  }
}
