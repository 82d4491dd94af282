import { KubernetesValidatorFunctions } from '@backstage/catalog-model';
import fc from 'fast-check';
import { accessGrantEntityRef, entityNameOf, tableEntityRef } from './names';

const patients = { databaseName: 'healthcare_db', tableName: 'patients' };

describe('entityNameOf', () => {
  it('keeps ordinary names readable', () => {
    expect(entityNameOf('healthcare_db', 'patients')).toBe(
      'healthcare_db.patients',
    );
  });

  it.each([
    ['a part holds the separator', ['a.b', 'c'], ['a', 'b.c']],
    ['a character is replaced', ['db', 'a b'], ['db', 'a_b']],
    ['an edge character is dropped', ['_db', 't'], ['db', 't']],
    [
      'the name is too long',
      ['db', `${'x'.repeat(80)}1`],
      ['db', `${'x'.repeat(80)}2`],
    ],
  ])('tells two things apart although %s', (_, left, right) => {
    expect(entityNameOf(...left)).not.toBe(entityNameOf(...right));
  });

  it('is the same for names that differ in case only, as Glue folds them', () => {
    expect(entityNameOf('DB', 'Patients')).toBe('db.patients');
  });

  it('is always a valid entity name', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }),
        parts => {
          expect(
            KubernetesValidatorFunctions.isValidObjectName(
              entityNameOf(...parts),
            ),
          ).toBe(true);
        },
      ),
    );
  });
});

it('names a table by account, database and table', () => {
  expect(tableEntityRef('healthcare-producer', patients)).toBe(
    'resource:healthcare-producer/healthcare_db.patients',
  );
});

describe('accessGrantEntityRef', () => {
  it('names a grant by team and table', () => {
    expect(
      accessGrantEntityRef(
        'healthcare-producer',
        'group:default/patients-care',
        patients,
      ),
    ).toBe(
      'accessgrant:healthcare-producer/patients-care.healthcare_db.patients',
    );
  });

  it('keeps teams of the same name in two namespaces apart', () => {
    const [one, other] = ['group:default/care', 'group:clinics/care'].map(ref =>
      accessGrantEntityRef('healthcare-producer', ref, patients),
    );
    expect(one).not.toBe(other);
  });
});
