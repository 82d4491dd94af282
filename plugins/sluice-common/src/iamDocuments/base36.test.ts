import { base36 } from './base36';

// The first three are test vectors of the AWS CLI; all six are in seed reference 1.7f.
it.each([
  ['abcdefghijkl', '2x6xx5ubcrus4bplmr0'],
  ['+=,.@-_', '3bu5b0xg4tb'],
  ['abcdefghijkl+=,.@-_', '1ll75jdngh5gbk11wbh7h35ji05wtb'],
  [
    'emr_on_eks_fgac_job_team1_execution_role',
    '9ualp521yyrgvrr0s721h9ozjhqczr3dhzbj7gs9khzx64fak8kyc46vqfjip1',
  ],
  [
    'emr_on_eks_fgac_job_team2_execution_role',
    '9ualp521yyrgvrr0s721h9ozjhqczr3dhzbj7gueanbvrht18dr4wbul99v5ut',
  ],
  [
    'emr_on_eks_fgac_query_execution_role',
    '4zkb3wyu05k8yajyjz05ory3oewiwuxczgl0oosxxr2ifskgyoup22xx',
  ],
  ['', '0'],
])('writes %p as %s', (text, expected) => {
  expect(base36(text)).toBe(expected);
});
