import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import { ConsumerTeamDeclaration } from '@sluice/plugin-sluice-common';
import { SluiceApiService } from '@sluice/plugin-sluice-node';

/** What is declared of a team now; undefined for one that is not onboarded. */
export async function presentDeclaration(
  api: SluiceApiService,
  team: string,
  credentials: BackstageCredentials,
): Promise<ConsumerTeamDeclaration | undefined> {
  const { namespace, name } = parseEntityRef(team);
  try {
    const { declaration } = await api.getTeamReadiness(
      { namespace, name },
      { credentials },
    );
    return declaration as ConsumerTeamDeclaration | undefined;
  } catch (error) {
    if (error instanceof ResponseError && error.statusCode === 404) {
      return undefined;
    }
    throw error;
  }
}

/**
 * A change that takes back what the team was given and is not at its end.
 * Nothing is declared of the team any more since the change began.
 */
export async function unfinishedRemoval(
  api: SluiceApiService,
  team: string,
  credentials: BackstageCredentials,
): Promise<string | undefined> {
  const { items } = await api.getChanges(
    { subject: team.toLocaleLowerCase('en-US'), limit: 1 },
    { credentials },
  );
  const [latest] = items;
  const isUnfinished =
    latest?.kind === 'remove' &&
    latest.status !== 'succeeded' &&
    latest.status !== 'abandoned';
  return isUnfinished ? latest.id : undefined;
}
