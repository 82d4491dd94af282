import { TableColumn } from '../../accessModel';

/** A table with a column of each type that row filters treat differently. */
export const PATIENT_COLUMNS: Pick<
  TableColumn,
  'name' | 'type' | 'partitionTransform' | 'required'
>[] = [
  { name: 'patient_id', type: 'bigint', required: true },
  { name: 'visits', type: 'int' },
  { name: 'mrn', type: 'long' },
  { name: 'weight', type: 'float' },
  { name: 'score', type: 'double' },
  { name: 'amount', type: 'decimal(10,2)' },
  { name: 'state', type: 'string' },
  { name: 'zip', type: 'char(5)' },
  { name: 'city', type: 'varchar(40)' },
  { name: 'active', type: 'boolean' },
  { name: 'country', type: 'string', partitionTransform: 'identity' },
  { name: 'year', type: 'int', partitionTransform: 'identity' },
  { name: 'month', type: 'int' },
  {
    name: 'place',
    type: 'struct<code:string,since:int>',
    partitionTransform: 'bucket[16]',
  },
  { name: 'level', type: 'int' },
  { name: 'Group', type: 'string' },
  { name: 'größe', type: 'int' },
  { name: 'full name', type: 'string' },
  { name: 'say "hi"', type: 'string' },
  { name: '2fa', type: 'boolean' },
  { name: 'a.b', type: 'int' },
  { name: 'birth_date', type: 'date' },
  { name: 'seen_at', type: 'timestamp' },
  { name: 'opened_at', type: 'timestamptz' },
  { name: 'tags', type: 'array<string>' },
  { name: 'attributes', type: 'map<string,int>' },
  { name: 'photo', type: 'binary' },
  { name: 'small', type: 'smallint' },
  {
    name: 'customer',
    type: 'struct<customerId:bigint,address:struct<zip:string,geo:array<double>,order:int>,vip:boolean,since:date>',
  },
];
