import { BlueprintAccount } from '../../blueprints/facts';
import { inOrder, PlanStep, stepsToDo } from '../../changes';
import { partitionOf } from '../../iamDocuments';
import { ResourceTypeName } from '../../resources';
import { accountOf, ExportedPlan } from '../ExportedPlan';
import { serverVariable } from './eks';
import { SHELL_EXPORTERS } from './exporters';
import { PRELUDE } from './prelude';
import { ShellExporter } from './ShellExporter';
import { comment, quote } from './text';

/**
 * A bash script that does the steps with the AWS CLI and kubectl, for people who
 * must apply by other means. It can be run again, and stops at the first failure.
 * @public
 */
export function exportShell(plan: ExportedPlan): string {
  const steps = inOrder(plan.steps);
  const toDo = stepsToDo(steps);
  const accounts = plan.accounts.filter(({ name }) =>
    toDo.some(({ account }) => account === name),
  );
  const needsKubectl = toDo.some(({ type }) => type === 'kubernetesObject');
  return `${[
    '#!/usr/bin/env bash',
    ...introduction(accounts, toDo),
    '',
    PRELUDE,
    ...functionsOf(toDo),
    `need aws jq${needsKubectl ? ' kubectl' : ''}`,
    ...accounts.map(account => `check_account ${accountArguments(account)}`),
    '',
    ...steps.flatMap(step => [
      headingOf(step),
      ...(toDo.includes(step) ? linesOf(step, accountOf(plan, step)) : []),
      '',
    ]),
    "echo 'Done.'",
  ].join('\n')}\n`;
}

function introduction(
  accounts: BlueprintAccount[],
  toDo: PlanStep[],
): string[] {
  const clusters = new Set(
    toDo.flatMap(({ resource }) =>
      resource.type === 'kubernetesObject' ? [resource.properties.cluster] : [],
    ),
  );
  return [
    comment('Exported from a plan of Sluice. It can be run again.'),
    comment('Profiles of the AWS CLI for the accounts:'),
    ...accounts.map(({ name, accountId, region }) =>
      comment(`  ${profileVariable(name)}: ${name}, ${accountId} in ${region}`),
    ),
    ...(clusters.size > 0
      ? [comment('Addresses of Kubernetes, if not those that EKS tells:')]
      : []),
    ...[...clusters].map(cluster => comment(`  ${serverVariable(cluster)}`)),
  ];
}

function functionsOf(toDo: PlanStep[]): string[] {
  const texts = toDo.flatMap(({ type }) => SHELL_EXPORTERS[type].functions);
  return [...new Set(texts)];
}

function headingOf({ action, title, account, why }: PlanStep): string {
  return comment(`${action}: ${title} (${account}). ${why}`);
}

function linesOf(step: PlanStep, account: BlueprintAccount): string[] {
  const commands = commandsOf(step, account);
  if (commands.length === 0) return [comment(step.undo)];
  return [
    `use_account ${accountArguments(account)}`,
    `echo ${quote(`${step.action}: ${step.title}`)}`,
    ...commands,
  ];
}

function commandsOf(step: PlanStep, account: BlueprintAccount): string[] {
  const { action, resource } = step;
  const exporter = SHELL_EXPORTERS[
    resource.type
  ] as ShellExporter<ResourceTypeName>;
  const apply = () => [exporter.apply(resource.properties, account)].flat();
  const remove = () =>
    [exporter.remove?.(resource.properties, account) ?? []].flat();
  switch (action) {
    case 'delete':
      return remove();
    case 'replace':
      return [...remove(), ...apply()];
    default:
      return apply();
  }
}

function accountArguments({
  name,
  accountId,
  region,
}: BlueprintAccount): string {
  const variable = profileVariable(name);
  return [
    `"\${${variable}:?is to name the profile of account ${accountId}}"`,
    ...[region, accountId, partitionOf(region)].map(quote),
  ].join(' ');
}

function profileVariable(account: string): string {
  return `PROFILE_${account.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}
