import { blueprintOf } from '../blueprints';
import {
  claimsCare,
  claimsProduct,
  consumerAccount,
  patientsCare,
  patientsProduct,
  populationResearch,
  producerAccount,
  seedFacts,
  share,
} from '../blueprints/__testUtils__/seedDeclarations';
import { Declaration } from '../declarations';
import { checkSetUp } from './checkSetUp';

it.each<[string, Declaration]>([
  ['the producer account', producerAccount],
  ['the consumer account', consumerAccount],
  ['patients', patientsProduct],
  ['claims', claimsProduct],
  ['the share', share],
  ['patients care', patientsCare],
  ['claims care', claimsCare],
  ['population research', populationResearch],
])('has nothing against %s of the seed', (_, declaration) => {
  const facts = seedFacts();
  const resources = blueprintOf(declaration, facts);
  expect(checkSetUp({ declaration, resources, facts })).toEqual([]);
});
