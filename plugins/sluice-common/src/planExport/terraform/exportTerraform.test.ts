import { parseToObject } from 'hcl2-parser';
import {
  accounts,
  everyResource,
  everyStep,
  NASTY,
  stepOf,
} from '../__testUtils__/everyType';
import { grantBeforeShare } from '../__testUtils__/grantBeforeShare';
import { exportTerraform } from './exportTerraform';

type Blocks = Record<string, Record<string, Record<string, any>[]>>;

const ACCEPTER = 'aws_ram_resource_share_accepter';

/** Resources by type and name. */
function parse(text: string) {
  const [document] = parseToObject(text);
  if (!document) throw new Error(`This is no HCL: ${text}`);
  return document as Record<string, any> & { resource: Blocks };
}

const configuration = (action: 'create' | 'update' | 'replace' | 'delete') =>
  exportTerraform({ steps: everyStep(action), accounts });

/** Each after those that it depends on, or else there is a circle. */
function sortResources(resource: Blocks): string[] {
  const waiting = new Map<string, string[]>(
    Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named).map(
        ([name, [body]]) =>
          [
            `${type}.${name}`,
            (body.depends_on ?? []).map((each: string) =>
              each.replace(/^\$\{(.*)\}$/, '$1'),
            ) as string[],
          ] as [string, string[]],
      ),
    ),
  );
  const known = new Set(waiting.keys());
  const sorted: string[] = [];
  while (waiting.size > 0) {
    const next = [...waiting].find(([, dependsOn]) =>
      dependsOn.every(each => sorted.includes(each)),
    );
    if (!next) throw new Error(`A circle, or unknown: ${[...waiting]}`);
    expect(next[1].filter(each => !known.has(each))).toEqual([]);
    waiting.delete(next[0]);
    sorted.push(next[0]);
  }
  return sorted;
}

it.each(['create', 'update', 'replace', 'delete'] as const)(
  'is HCL for steps that %s',
  action => {
    expect(() => parse(configuration(action))).not.toThrow();
  },
);

it('makes a resource of each step, or says why not', () => {
  const text = configuration('create');
  const { resource } = parse(text);
  expect(
    Object.fromEntries(
      Object.entries(resource).map(([type, named]) => [
        type,
        Object.keys(named).length,
      ]),
    ),
  ).toEqual({
    aws_cloudcontrolapi_resource: 2,
    aws_eks_access_entry: 1,
    aws_glue_catalog_database: 2,
    aws_glue_catalog_table: 2,
    aws_iam_openid_connect_provider: 1,
    aws_iam_policy: 2,
    aws_iam_role: 3,
    aws_iam_role_policy_attachment: 2,
    aws_lakeformation_data_cells_filter: 1,
    aws_lakeformation_data_lake_settings: 2,
    aws_lakeformation_permissions: 4,
    aws_lakeformation_resource: 1,
    aws_ram_resource_share_accepter: 1,
    aws_s3_bucket: 2,
    aws_s3_bucket_policy: 2,
    aws_s3_bucket_public_access_block: 2,
    aws_s3_bucket_server_side_encryption_configuration: 2,
    kubernetes_manifest: 3,
  });
  expect(text.match(/^# .*Use the shell export of the plan for/gm)).toEqual([
    expect.stringContaining('statement ShareByRam'),
    expect.stringContaining('2 are to go into healthcare_db.patients'),
    expect.stringContaining('on database healthcare_db'),
    expect.stringContaining('on table healthcare_db.patients'),
    expect.stringContaining('a member to IAM policy query_role-policy'),
  ]);
});

it('keeps the order, without circles, through steps that it leaves out', () => {
  const sorted = sortResources(parse(configuration('create')).resource);
  const position = (part: string) =>
    sorted.findIndex(address => address.includes(part));
  // Between the two stand the rows, which Terraform does not put in.
  expect(position('glue_catalog_table.healthcare_producer')).toBeLessThan(
    position('data_cells_filter'),
  );
});

it('merges the settings of an account into one resource, with what is there', () => {
  const { resource, data } = parse(configuration('create'));
  const named = resource.aws_lakeformation_data_lake_settings;
  const [settings] = named.healthcare_producer;
  expect(data.aws_lakeformation_data_lake_settings).toHaveProperty(
    'healthcare_producer',
  );
  expect(settings).toMatchObject({
    allow_external_data_filtering: true,
    admins: expect.stringMatching(
      /concat\(tolist\(data\..*\.admins\), \["arn:aws:iam::111122223333:role\/lf_data_access_role"\]/,
    ),
    external_data_filtering_allow_list: expect.stringContaining('444455556666'),
    authorized_session_tag_value_list:
      expect.stringContaining('EMR on EKS Engine'),
    parameters: expect.stringContaining('max(3, '),
  });
  expect(settings).not.toHaveProperty('dynamic');
  // The consumer's defaults are nobody's business here.
  expect(Object.keys(named.healthcare_consumer[0].dynamic)).toEqual([
    'create_database_default_permissions',
    'create_table_default_permissions',
  ]);
});

it('closes no circle when settings depend on each other through something else', () => {
  const resources = everyResource();
  const [admin, closed] = resources.filter(({ type }) =>
    ['dataLakeAdministrator', 'noDefaultIamAllowedPrincipals'].includes(type),
  );
  const location = resources.find(({ type }) => type === 'registeredLocation')!;
  const steps = [
    { ...stepOf(admin, 'create'), dependsOn: [] },
    { ...stepOf(location, 'create'), dependsOn: [admin.id] },
    { ...stepOf(closed, 'create'), dependsOn: [location.id] },
  ];
  const { resource } = parse(exportTerraform({ steps, accounts }));
  expect(sortResources(resource)).toEqual([
    'aws_lakeformation_data_lake_settings.healthcare_producer',
    expect.stringMatching(/^aws_lakeformation_resource\./),
  ]);
});

it('says texts as they are', () => {
  const { resource } = parse(configuration('create'));
  const named = resource.aws_glue_catalog_database;
  expect(named.healthcare_producer_healthcare_db[0].description).toBe(NASTY);
});

it('gives a virtual cluster its security configuration, made here or not', () => {
  const virtualCluster = everyResource().at(-1)!;
  const alone = parse(
    exportTerraform({
      steps: [{ ...stepOf(virtualCluster, 'create'), dependsOn: [] }],
      accounts,
    }),
  );
  const stateOf = ({ resource }: { resource: Blocks }) =>
    Object.values(resource.aws_cloudcontrolapi_resource).at(-1)![0]
      .desired_state;
  expect(stateOf(alone)).toContain(
    '"SecurityConfigurationId" = var.security_configuration_id_emr_on_eks_fgac',
  );
  expect(alone.variable).toHaveProperty(
    'security_configuration_id_emr_on_eks_fgac',
  );
  expect(stateOf(parse(configuration('create')))).toMatch(
    /"SecurityConfigurationId" = reverse\(split\("\/", aws_cloudcontrolapi_resource\.healthcare_consumer_emr_on_eks_fgac\.id\)\)\[0\]/,
  );
});

it('takes over what is there, and leaves deleting to others', () => {
  const update = configuration('update');
  expect(parse(update).import).toContainEqual({
    to: '${aws_s3_bucket.healthcare_producer_export_data}',
    id: 'export-data',
  });
  const { resource } = parse(configuration('delete'));
  expect(resource).toBeUndefined();
});

it.each([
  ['create', ['aws_lakeformation_permissions', ACCEPTER]],
  ['none', []],
] as const)(
  'after a grant to %s, accepts shares that were accepted before: %j',
  (before, types) => {
    const { steps } = grantBeforeShare(before, 'adopt');
    const { resource = {} } = parse(exportTerraform({ steps, accounts }));
    expect(Object.keys(resource)).toEqual(types);
  },
);
