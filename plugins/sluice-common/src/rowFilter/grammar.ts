import {
  ColumnPath,
  ComparisonOperator,
  RowFilterConstant,
  RowFilterExpression,
  RowFilterPredicate,
} from './ast';
import { parseDecimal, printDecimal } from './decimal';
import { isReservedWord } from './keywords';
import { Token } from './lexer';
import { RowFilterError } from './RowFilterError';

/** Where in the text each condition stands. */
export type PredicatePositions = Map<
  RowFilterPredicate,
  { start: number; end: number }
>;

const COMPARISONS = ['=', '<>', '<', '<=', '>', '>='];
const OPERATORS = [...COMPARISONS, 'in', 'between', 'like', 'is', 'not'];
/** Kinds of things that an error says could stand there. */
export const EXPECTED_COLUMN = 'a column name';
export const EXPECTED_STRING = 'a string in single quotes';
export const EXPECTED_NUMBER = 'a number';
const CONSTANTS = [EXPECTED_STRING, EXPECTED_NUMBER, 'true', 'false'];

/** Recursive descent; one method per rule of the grammar, lowest binding first. */
export class Parser {
  readonly positions: PredicatePositions = new Map();
  /** The column read last, as far as it was read: what a completion goes by. */
  column: ColumnPath = [];
  private index = 0;
  private depth = 0;

  constructor(
    private readonly tokens: Token[],
    private readonly maxDepth: number,
    private readonly acceptReservedWords: boolean,
  ) {}

  parse(): RowFilterExpression {
    if (this.tokens.length === 1) {
      this.fail('A row filter must not be empty', [EXPECTED_COLUMN]);
    }
    const expression = this.disjunction();
    if (!this.take('end')) {
      this.fail(
        `Unexpected ${describe(this.current)} after a complete condition`,
        ['and', 'or', 'the end'],
      );
    }
    return expression;
  }

  private disjunction(): RowFilterExpression {
    return this.chain('or', () => this.conjunction());
  }

  private conjunction(): RowFilterExpression {
    return this.chain('and', () => this.negation());
  }

  /** Operands joined by one word; a parenthesised chain of the same word is part of it. */
  private chain(
    kind: 'and' | 'or',
    operand: () => RowFilterExpression,
  ): RowFilterExpression {
    const operands: RowFilterExpression[] = [];
    do {
      const next = operand();
      // One by one, since the arguments of a call go on the stack.
      for (const part of next.kind === kind ? next.operands : [next]) {
        operands.push(part);
      }
    } while (this.take('keyword', kind));
    return operands.length === 1 ? operands[0] : { kind, operands };
  }

  private negation(): RowFilterExpression {
    const start = this.current;
    if (!this.take('keyword', 'not')) return this.primary();
    this.enter(start);
    const operand = this.negation();
    this.depth--;
    return { kind: 'not', operand };
  }

  private primary(): RowFilterExpression {
    const open = this.current;
    if (this.take('symbol', '(')) {
      this.enter(open);
      const expression = this.disjunction();
      this.depth--;
      if (!this.take('symbol', ')')) {
        this.fail(`Expected ")" but found ${describe(this.current)}`, [
          ')',
          'and',
          'or',
        ]);
      }
      return expression;
    }
    if (this.take('keyword', 'true')) return { kind: 'literal', value: true };
    if (this.take('keyword', 'false')) return { kind: 'literal', value: false };
    return this.predicate();
  }

  private predicate(): RowFilterPredicate {
    const { start } = this.current;
    const predicate = this.condition(this.columnPath());
    this.positions.set(predicate, {
      start,
      end: this.tokens[this.index - 1].end,
    });
    return predicate;
  }

  private condition(column: ColumnPath): RowFilterPredicate {
    const operator = this.current;
    if (operator.kind === 'symbol' && COMPARISONS.includes(operator.text)) {
      this.index++;
      return {
        kind: 'comparison',
        column,
        operator: operator.text as ComparisonOperator,
        value: this.constant(),
      };
    }
    if (this.take('keyword', 'is')) {
      const negated = this.take('keyword', 'not');
      if (!this.take('keyword', 'null')) {
        this.fail(
          `Expected null but found ${describe(this.current)}`,
          negated ? ['null'] : ['null', 'not null'],
        );
      }
      return { kind: 'isNull', column, negated };
    }
    const negated = this.take('keyword', 'not');
    if (this.take('keyword', 'in')) {
      return { kind: 'in', column, negated, values: this.list() };
    }
    if (this.take('keyword', 'between')) {
      const low = this.constant();
      if (!this.take('keyword', 'and')) {
        this.fail(`Expected and but found ${describe(this.current)}`, ['and']);
      }
      return { kind: 'between', column, negated, low, high: this.constant() };
    }
    if (this.take('keyword', 'like')) {
      const pattern = this.current;
      if (!this.take('string')) {
        this.fail(`Expected a pattern but found ${describe(pattern)}`, [
          'a string in single quotes',
        ]);
      }
      return { kind: 'like', column, negated, pattern: pattern.text };
    }
    if (this.current.text === '(') {
      return this.fail('A row filter must not call functions', OPERATORS);
    }
    return this.fail(
      `Expected an operator but found ${describe(this.current)}`,
      negated ? ['in', 'between', 'like'] : OPERATORS,
    );
  }

  private columnPath(): ColumnPath {
    const path: ColumnPath = [];
    this.column = path;
    do path.push(this.name());
    while (this.take('symbol', '.'));
    return path;
  }

  private name(): string {
    const token = this.current;
    if (token.kind === 'quotedName') {
      this.index++;
      return token.text.toLowerCase();
    }
    if (token.kind === 'word') {
      if (isReservedWord(token.text) && !this.acceptReservedWords) {
        this.fail(
          `"${token.text}" is a reserved word; write it in double quotes to name a column`,
          [`"${token.text}"`],
        );
      }
      this.index++;
      return token.text.toLowerCase();
    }
    if (token.kind === 'string' || token.kind === 'number') {
      return this.fail(
        `Expected a column name but found ${describe(
          token,
        )}; write the column to the left of the operator, and names in double quotes`,
        [EXPECTED_COLUMN],
      );
    }
    return this.fail(`Expected a column name but found ${describe(token)}`, [
      EXPECTED_COLUMN,
    ]);
  }

  private list(): RowFilterConstant[] {
    if (!this.take('symbol', '(')) {
      this.fail(`Expected "(" but found ${describe(this.current)}`, ['(']);
    }
    const values: RowFilterConstant[] = [];
    do {
      values.push(this.constant());
    } while (this.take('symbol', ','));
    if (!this.take('symbol', ')')) {
      this.fail(`Expected "," or ")" but found ${describe(this.current)}`, [
        ',',
        ')',
      ]);
    }
    return values;
  }

  private constant(): RowFilterConstant {
    const token = this.current;
    if (this.take('string')) return { type: 'string', value: token.text };
    if (this.take('keyword', 'true')) return { type: 'boolean', value: true };
    if (this.take('keyword', 'false')) return { type: 'boolean', value: false };
    if (token.kind === 'number' || token.text === '-' || token.text === '+') {
      return this.number();
    }
    if (token.text === 'null') {
      return this.fail(
        'A comparison with null is never true; use is null',
        CONSTANTS,
      );
    }
    if (token.kind === 'word' || token.kind === 'quotedName') {
      return this.fail(
        `A row filter compares a column with a constant, but ${describe(
          token,
        )} is neither a string, a number nor a boolean`,
        CONSTANTS,
      );
    }
    return this.fail(
      `Expected a constant but found ${describe(token)}`,
      CONSTANTS,
    );
  }

  private number(): RowFilterConstant {
    const sign = this.current;
    const isSigned = sign.kind === 'symbol';
    if (isSigned) this.index++;
    const token = this.current;
    if (!this.take('number')) {
      this.fail(`Expected a number but found ${describe(token)}`, [
        EXPECTED_NUMBER,
      ]);
    }
    const decimal = parseDecimal(`${isSigned ? sign.text : ''}${token.text}`);
    if (!decimal) {
      this.index--;
      return this.fail(`The number ${token.text} is out of range`, [
        'a number',
      ]);
    }
    return { type: 'number', value: printDecimal(decimal) };
  }

  private enter(at: Token): void {
    this.depth++;
    if (this.depth <= this.maxDepth) return;
    throw new RowFilterError({
      message: `The row filter is nested more than ${this.maxDepth} levels deep`,
      start: at.start,
      end: at.end,
      expected: [],
    });
  }

  private get current(): Token {
    return this.tokens[this.index];
  }

  private take(kind: Token['kind'], text?: string): boolean {
    const token = this.current;
    if (token.kind !== kind || (text !== undefined && token.text !== text))
      return false;
    this.index++;
    return true;
  }

  private fail(message: string, expected: string[]): never {
    const { start, end } = this.current;
    throw new RowFilterError({ message, start, end, expected });
  }
}

function describe(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end';
    case 'string':
      return 'a string';
    case 'number':
      return `the number ${token.text}`;
    default:
      return `"${token.text}"`;
  }
}
