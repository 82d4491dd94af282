import { Bindings } from './Bindings';
import { addLiteral } from './literals';
import { LocatedText, UNKNOWN } from './LocatedText';
import {
  argumentsOf,
  memberName,
  PyNode,
  PythonScript,
  separated,
  unparenthesized,
} from './PythonScript';

const LITERAL = /^(?:String|FormatString|ContinuedString)$/;
/** Methods of a string that leave what it says more or less as it is. */
const KEEPING =
  /^(?:format|strip|lstrip|rstrip|replace|lower|upper|removeprefix|removesuffix|expandtabs)$/;
/** Functions that do so to their first argument. */
const PASSING = /^(?:dedent|cleandoc|str)$/;
/** Functions that give back the elements of their first argument. */
const ITERATING = /^(?:list|tuple|set|sorted|reversed|iter)$/;
/** A longer one is followed on its own, not written into others. */
const MAX_CONSTANT = 200;

/** An expression to follow, or the elements of one. */
interface Followed {
  node: PyNode;
  elements: boolean;
  /** Of each element, if it is a tuple. */
  index?: number;
}

/**
 * The texts that an expression can be, as far as they are written in the script:
 * literals, put together by `+`, `%`, `format` and formatted strings, given names,
 * collected and passed to functions of the script.
 */
export class SqlTexts {
  /** Expressions and bindings that were followed, and how. */
  private readonly seen = new Map<object, Set<string>>();
  private readonly queue: Followed[] = [];

  constructor(
    private readonly script: PythonScript,
    private readonly bindings: Bindings,
  ) {}

  /** Texts of an expression that no earlier call gave. */
  of(expression: PyNode): LocatedText[] {
    const texts: LocatedText[] = [];
    this.queue.push({ node: expression, elements: false });
    for (let next = this.queue.pop(); next; next = this.queue.pop()) {
      const node = unparenthesized(next.node);
      // All uses of a name come to the same, and there may be many.
      const subject =
        (node.name === 'VariableName' && this.bindings.of(node)) || node;
      if (this.isNew(subject, `${next.elements} ${next.index}`)) {
        if (next.elements) this.followElements(node, next.index);
        else if (this.isText(node)) texts.push(this.textOf(node));
        else this.follow(node);
      }
    }
    return texts;
  }

  private isNew(subject: object, how: string): boolean {
    const ways = this.seen.get(subject) ?? new Set();
    this.seen.set(subject, ways);
    if (ways.has(how)) return false;
    ways.add(how);
    return true;
  }

  /** A text of the script that does not change; undefined for all else. */
  constant(expression: PyNode): string | undefined {
    const literal = this.literalOf(expression);
    if (!literal) return undefined;
    const followed = this.queue.length;
    const text = this.textOf(literal).toString();
    // What is in it is not thereby SQL.
    this.queue.length = followed;
    return text.includes(UNKNOWN) ? undefined : text;
  }

  /** The literal that an expression is or, by one assignment, stands for. */
  private literalOf(expression: PyNode): PyNode | undefined {
    const node = unparenthesized(expression);
    if (LITERAL.test(node.name)) return node;
    if (node.name !== 'VariableName') return undefined;
    const binding = this.bindings.of(node);
    const isConstant =
      binding?.values.length === 1 &&
      binding.collections.length === 0 &&
      !binding.isOpen;
    const value = isConstant ? unparenthesized(binding.values[0]) : undefined;
    return value && LITERAL.test(value.name) ? value : undefined;
  }

  private isText(node: PyNode): boolean {
    return (
      LITERAL.test(node.name) ||
      /^[+%]$/.test(this.operatorOf(node) ?? '') ||
      this.keptBy(node) !== undefined ||
      this.joinedBy(node) !== undefined
    );
  }

  private textOf(node: PyNode): LocatedText {
    const text = new LocatedText();
    this.add(node, text);
    return text;
  }

  private add(expression: PyNode, text: LocatedText): void {
    const node = unparenthesized(expression);
    const kept = this.keptBy(node);
    const joined = this.joinedBy(node);
    if (node.name === 'ContinuedString') {
      for (const part of node.children) this.add(part, text);
    } else if (LITERAL.test(node.name)) {
      addLiteral(node, this.script, text, replacement =>
        this.addReplacement(replacement, text),
      );
    } else if (this.operatorOf(node) === '+') {
      this.add(node.children[0], text);
      this.add(node.children[2], text);
    } else if (this.operatorOf(node) === '%') {
      this.add(node.children[0], text);
    } else if (kept) {
      this.add(kept, text);
    } else if (joined) {
      joined.items.forEach((item, index) => {
        if (index > 0) this.add(joined.separator, text);
        this.add(item, text);
      });
    } else {
      this.addNamed(node, node, text);
    }
  }

  private addReplacement(replacement: PyNode, text: LocatedText): void {
    const inner = replacement.children.find(({ name }) => name !== '{');
    this.addNamed(inner ?? replacement, replacement, text);
  }

  /** A short text under a name is written in; all else is not known here. */
  private addNamed(node: PyNode, place: PyNode, text: LocatedText): void {
    const literal = this.literalOf(node);
    const isShort = literal && literal.to - literal.from <= MAX_CONSTANT;
    const constant =
      isShort && literal.name === 'String' ? this.constant(literal) : undefined;
    text.add(constant ?? UNKNOWN, place.from, false);
    if (constant === undefined) this.queue.push({ node, elements: false });
  }

  private follow(node: PyNode): void {
    const { children } = node;
    switch (node.name) {
      case 'VariableName': {
        const { values = [], collections = [] } = this.bindings.of(node) ?? {};
        for (const value of values) this.push(value);
        for (const { items, index } of collections) {
          this.queue.push({ node: items, elements: true, index });
        }
        break;
      }
      case 'ConditionalExpression':
        this.push(children[0]);
        this.push(children.at(-1));
        break;
      case 'BinaryExpression':
        // `a or b`
        this.push(children[0]);
        this.push(children.at(-1));
        break;
      case 'NamedExpression':
        this.push(children.at(-1));
        break;
      case 'MemberExpression':
        if (memberName(node, this.script) === undefined) {
          this.pushElements(children[0]);
        }
        break;
      case 'CallExpression':
        if (/^(?:get|pop)$/.test(memberName(children[0], this.script) ?? '')) {
          this.pushElements(children[0].children[0]);
        }
        break;
      default:
    }
  }

  private followElements(node: PyNode, index?: number): void {
    switch (node.name) {
      case 'ArrayExpression':
      case 'TupleExpression':
      case 'SetExpression':
        for (const [item] of separated(node.children)) {
          this.pushPart(item, index);
        }
        break;
      case 'DictionaryExpression':
        for (const [, colon, value] of separated(node.children)) {
          if (colon?.name === ':') this.pushPart(value, index);
        }
        break;
      case 'ArrayComprehensionExpression':
      case 'SetComprehensionExpression':
      case 'ComprehensionExpression':
        this.pushPart(separated(node.children)[0]?.[0], index);
        break;
      case 'VariableName':
        for (const value of this.bindings.of(node)?.values ?? []) {
          this.pushElements(value, index);
        }
        break;
      case 'CallExpression':
        this.followIteration(node, index);
        break;
      default:
    }
  }

  /** What `for` gets of `d.items()`, `enumerate(x)` and the like. */
  private followIteration(call: PyNode, index?: number): void {
    const [callee] = call.children;
    const items = argumentsOf(call, this.script).map(({ value }) => value);
    const member = memberName(callee, this.script);
    const name = member ?? this.script.source(callee);
    if (member === 'values' || (member === 'items' && index === 1)) {
      this.pushElements(callee.children[0]);
    } else if (name === 'enumerate' && index === 1) {
      this.pushElements(items[0]);
    } else if (name === 'zip' && index !== undefined) {
      this.pushElements(items[index]);
    } else if (ITERATING.test(name)) {
      this.pushElements(items[0], index);
    }
  }

  private push(node: PyNode | undefined): void {
    if (node) this.queue.push({ node, elements: false });
  }

  private pushElements(node: PyNode | undefined, index?: number): void {
    if (node) this.queue.push({ node, elements: true, index });
  }

  private pushPart(item: PyNode | undefined, index?: number): void {
    if (!item || index === undefined) {
      this.push(item);
    } else if (/^(?:Array|Tuple)Expression$/.test(item.name)) {
      this.push(separated(item.children)[index]?.[0]);
    }
  }

  private operatorOf(node: PyNode): string | undefined {
    return node.name === 'BinaryExpression' && node.children.length === 3
      ? this.script.source(node.children[1])
      : undefined;
  }

  /** The text that a call changes but little: `text.format(…)`, `dedent(text)`. */
  private keptBy(node: PyNode): PyNode | undefined {
    if (node.name !== 'CallExpression') return undefined;
    const [callee] = node.children;
    const member = memberName(callee, this.script);
    if (member && KEEPING.test(member)) return callee.children[0];
    return PASSING.test(member ?? this.script.source(callee))
      ? argumentsOf(node, this.script)[0]?.value
      : undefined;
  }

  /** `' '.join([…])` */
  private joinedBy(
    node: PyNode,
  ): { separator: PyNode; items: PyNode[] } | undefined {
    if (node.name !== 'CallExpression') return undefined;
    const [callee] = node.children;
    if (memberName(callee, this.script) !== 'join') return undefined;
    const list = argumentsOf(node, this.script)[0]?.value;
    return list && /^(?:Array|Tuple)Expression$/.test(list.name)
      ? {
          separator: callee.children[0],
          items: separated(list.children).map(([item]) => item),
        }
      : undefined;
  }
}
