import { InputError } from '@backstage/errors';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import {
  contractSchema,
  OdcsContract,
  OdpsProduct,
  productSchema,
  unusedKeys,
} from './odcs';
import { Remarks, Table, toTable } from './toTable';

const documentSchema = z.discriminatedUnion('kind', [
  contractSchema,
  productSchema,
]);

/** Tables of a contract, and what of it has no place in them. */
export interface DataContract {
  tables: Table[];
  /** For the log. */
  notes: string[];
}

/**
 * Reads an ODCS 3 data contract. An ODPS data product names its contracts and
 * has no columns, so it must be followed by them as further YAML documents.
 *
 * @throws InputError when it is no such document, or no tables can be made of it
 */
export function readDataContract(text: string): DataContract {
  const documents = parse(text);
  const contracts = documents.filter(each => each.kind === 'DataContract');
  const products = documents.filter(each => each.kind === 'DataProduct');
  const remarks: Remarks = { notes: [], problems: [] };
  for (const each of documents) noteUnused(each, remarks);
  const published =
    products.length > 0 ? servedBy(products, contracts, remarks) : contracts;
  const tables = published.flatMap(({ schema }) =>
    schema.map(table => toTable(table, remarks)),
  );
  if (tables.length === 0) remarks.problems.push('it describes no table');
  if (remarks.problems.length > 0) {
    throw new InputError(
      `The contract cannot be published: ${remarks.problems.join('; ')}`,
    );
  }
  return { tables, notes: remarks.notes };
}

function parse(text: string): (OdcsContract | OdpsProduct)[] {
  return parseAllDocuments(text).map((document, index) => {
    const where = `Document ${index + 1} of the contract`;
    if (document.errors.length > 0) {
      throw new InputError(
        `${where} is no YAML: ${document.errors[0].message}`,
      );
    }
    const parsed = documentSchema.safeParse(document.toJS());
    if (parsed.success) return parsed.data;
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'it'}: ${message}`,
    );
    throw new InputError(
      `${where} is neither an ODCS 3 DataContract nor an ODPS DataProduct: ${problems.join(
        '; ',
      )}`,
    );
  });
}

/** Contracts of the output ports, in their order. */
function servedBy(
  products: OdpsProduct[],
  contracts: OdcsContract[],
  { notes, problems }: Remarks,
): OdcsContract[] {
  const served = new Set<OdcsContract>();
  for (const { name, contractId } of products.flatMap(
    each => each.outputPorts,
  )) {
    const contract = contracts.find(({ id }) => id === contractId);
    if (contract) served.add(contract);
    else if (contractId) {
      problems.push(
        `contract ${contractId} of output port ${name} is not among the documents; add it after a line of three dashes`,
      );
    } else notes.push(`Output port ${name} has no contract`);
  }
  for (const { id } of contracts.filter(each => !served.has(each))) {
    notes.push(`Contract ${id} is not of an output port, so it is left out`);
  }
  return [...served];
}

function noteUnused(
  document: OdcsContract | OdpsProduct,
  { notes }: Remarks,
): void {
  const { kind, id } = document;
  const schema = kind === 'DataContract' ? contractSchema : productSchema;
  const unused = unusedKeys(document, schema);
  if (unused.length > 0) {
    notes.push(`${kind} ${id}: not used: ${unused.join(', ')}`);
  }
}
