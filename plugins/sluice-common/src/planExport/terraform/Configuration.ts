import { PlanStep } from '../../changes';
import { DesiredResource } from '../../resources';
import { accountOf, ExportedPlan } from '../ExportedPlan';
import { Dependencies } from './Dependencies';
import { TERRAFORM_EXPORTERS } from './exporters';
import { expression, printBlock, printComment, references } from './hcl';
import { namesOf } from './names';
import { aliasOf, clusterAliasOf } from './providers';
import {
  isSetting,
  printSettingsSource,
  settingsAddress,
  settingsBody,
  SETTINGS_WARNING,
} from './settings';
import { TerraformExport, TerraformExporter } from './TerraformExporter';

/** The part of a configuration that comes of steps. */
export class Configuration {
  private readonly exports = new Map<string, TerraformExport>();
  private readonly names: Map<string, string>;
  private readonly dependencies: Dependencies;
  private readonly printedSettings = new Set<string>();
  private readonly printedVariables = new Set<string>();

  constructor(
    private readonly plan: ExportedPlan,
    private readonly steps: PlanStep[],
    private readonly made: PlanStep[],
  ) {
    this.names = namesOf(made);
    for (const step of made) {
      if (!isSetting(step)) this.exports.set(step.id, this.exportOf(step));
    }
    this.dependencies = new Dependencies(
      steps,
      new Map(made.flatMap(step => this.addressesOf(step))),
    );
  }

  print(): string[] {
    return this.steps.map(step =>
      [this.heading(step), ...this.blocks(step)].join('\n'),
    );
  }

  private heading({ action, title, account, why }: PlanStep): string {
    return printComment(`${action}: ${title} (${account}). ${why}`);
  }

  private blocks(step: PlanStep): string[] {
    if (step.action === 'delete') {
      return [
        printComment(
          'Terraform deletes only what it made: take it out of that configuration, or use the shell export of the plan.',
        ),
      ];
    }
    if (!this.made.includes(step)) return [];
    if (isSetting(step)) return this.settings(step);
    const exported = this.exports.get(step.id)!;
    return 'instead' in exported
      ? [printComment(exported.instead)]
      : this.resources(step, exported);
  }

  private resources(
    step: PlanStep,
    exported: Exclude<TerraformExport, { instead: string }>,
  ): string[] {
    const { resources, variables = {}, importId, remark, cluster } = exported;
    const account = accountOf(this.plan, step);
    const provider = expression(
      cluster
        ? `kubernetes.${clusterAliasOf({ account, cluster })}`
        : `aws.${aliasOf(account)}`,
    );
    const dependsOn = references(this.dependencies.of(step));
    const name = this.names.get(step.id)!;
    const newVariables = Object.entries(variables).filter(
      ([variable]) => !this.printedVariables.has(variable),
    );
    newVariables.forEach(([variable]) => this.printedVariables.add(variable));
    return [
      ...(remark ? [printComment(remark)] : []),
      ...this.takeOver(step, importId),
      ...newVariables.map(([variable, body]) =>
        printBlock('variable', [variable], body),
      ),
      ...resources.map(({ type, suffix, body }) =>
        printBlock('resource', [type, suffix ? `${name}_${suffix}` : name], {
          provider,
          ...body,
          depends_on: dependsOn,
        }),
      ),
    ];
  }

  /** Terraform changes what is there only if it knows that it is. */
  private takeOver(step: PlanStep, importId: string | undefined): string[] {
    if (step.action !== 'update') return [];
    const [[, to]] = this.addressesOf(step);
    return [
      importId
        ? printBlock('import', [], { to: expression(to), id: importId })
        : printComment(
            'It is there already, and Terraform cannot import it: check what it would do to it first.',
          ),
    ];
  }

  /** All settings of an account are one resource, in the place of the first. */
  private settings(step: PlanStep): string[] {
    const account = accountOf(this.plan, step);
    const alias = aliasOf(account);
    if (this.printedSettings.has(alias)) {
      return [printComment(`A part of ${settingsAddress(alias)}.`)];
    }
    this.printedSettings.add(alias);
    const members = this.made.filter(
      each => isSetting(each) && each.account === step.account,
    );
    const provider = expression(`aws.${alias}`);
    return [
      printComment(SETTINGS_WARNING),
      printSettingsSource(alias, provider),
      printBlock('resource', ['aws_lakeformation_data_lake_settings', alias], {
        provider,
        ...settingsBody(
          alias,
          members.map(({ resource }) => resource),
        ),
        depends_on: references(this.dependencies.ofAll(members)),
      }),
    ];
  }

  private exportOf(step: PlanStep): TerraformExport {
    const exporter = TERRAFORM_EXPORTERS[
      step.type as keyof typeof TERRAFORM_EXPORTERS
    ] as TerraformExporter<DesiredResource['type']>;
    return exporter(step.resource.properties, {
      account: accountOf(this.plan, step),
      name: this.names.get(step.id)!,
      securityConfiguration: name => this.securityConfiguration(step, name),
    });
  }

  private securityConfiguration({ account }: PlanStep, name: string) {
    const maker = this.made.find(
      ({ resource }) =>
        resource.type === 'emrSecurityConfiguration' &&
        resource.account === account &&
        resource.properties.name === name,
    );
    return (
      maker &&
      expression(`aws_cloudcontrolapi_resource.${this.names.get(maker.id)!}`)
    );
  }

  private addressesOf(step: PlanStep): [string, string][] {
    if (isSetting(step)) {
      const address = settingsAddress(aliasOf(accountOf(this.plan, step)));
      return [[step.id, address]];
    }
    const exported = this.exports.get(step.id)!;
    return 'instead' in exported
      ? []
      : [
          [
            step.id,
            `${exported.resources[0].type}.${this.names.get(step.id)!}`,
          ],
        ];
  }
}
