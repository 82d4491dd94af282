import { parser } from '@lezer/python';

/** A node of the syntax tree; comments are left out. */
export interface PyNode {
  /** As the grammar has it: `CallExpression`, `(`. */
  name: string;
  from: number;
  to: number;
  parent?: PyNode;
  children: PyNode[];
  /** Stands for what the grammar does not know. */
  isError: boolean;
}

/** A script with its syntax tree. */
export class PythonScript {
  readonly root: PyNode;
  /** Every node, parents before their children. */
  readonly nodes: readonly PyNode[];

  constructor(readonly text: string) {
    this.nodes = nodesOf(readable(text));
    this.root = this.nodes[0];
  }

  /** The source of a node. */
  source(node: { from: number; to: number }): string {
    return this.text.slice(node.from, node.to);
  }
}

/**
 * The text with what Python takes and the grammar does not written in another
 * way, at the same positions: a byte order mark, `yield` without a value, `20.`
 */
function readable(text: string): string {
  return text
    .replace(/^\uFEFF/, '\n')
    .replace(/\byield(?=[ \t]*(?:[\r\n)\]#;]|$))/g, 'None ')
    .replace(/(\d)\.(?![\w.])/g, (_, digit) => `${digit}0`);
}

/** A walk that does not call itself, since an expression can be thousands deep. */
function nodesOf(text: string): PyNode[] {
  const cursor = parser.parse(text).cursor();
  const nodes: PyNode[] = [];
  let parent: PyNode | undefined;
  for (;;) {
    const node: PyNode = {
      name: cursor.name,
      from: cursor.from,
      to: cursor.to,
      parent,
      children: [],
      isError: cursor.type.isError,
    };
    if (node.name !== 'Comment') {
      nodes.push(node);
      parent?.children.push(node);
    }
    if (cursor.firstChild()) {
      parent = node;
      continue;
    }
    while (!cursor.nextSibling()) {
      if (!cursor.parent()) return nodes;
      parent = parent?.parent;
    }
  }
}

/** The expression within any parentheses. */
export function unparenthesized(node: PyNode): PyNode {
  let inner = node;
  while (inner.name === 'ParenthesizedExpression') {
    const next = inner.children.find(({ name }) => !/^[()]$/.test(name));
    if (!next) return inner;
    inner = next;
  }
  return inner;
}

/** An argument of a call. */
export interface PyArgument {
  /** Of a keyword argument. */
  name?: string;
  value: PyNode;
}

/** Arguments of a call, in their order; `*` and `**` are left out. */
export function argumentsOf(call: PyNode, script: PythonScript): PyArgument[] {
  const list = call.children.find(({ name }) => name === 'ArgList');
  return separated(list?.children ?? []).flatMap(([first, second, third]) => {
    if (!first || /^\*/.test(first.name)) return [];
    return second?.name === 'AssignOp' && third
      ? [{ name: script.source(first), value: third }]
      : [{ value: first }];
  });
}

/** What is between commas, without brackets. */
export function separated(nodes: PyNode[]): PyNode[][] {
  const parts: PyNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ',') parts.push([]);
    else if (!/^[()[\]{}]$/.test(node.name)) parts.at(-1)!.push(node);
  }
  return parts.filter(part => part.length > 0);
}

/** Name after the dot of `object.name`; undefined for `object[…]` and all else. */
export function memberName(
  node: PyNode,
  script: PythonScript,
): string | undefined {
  const last = node.children.at(-1);
  return node.name === 'MemberExpression' && last?.name === 'PropertyName'
    ? script.source(last)
    : undefined;
}

/** The call that a node is the function of. */
export function callOf(node: PyNode): PyNode | undefined {
  const { parent } = node;
  return parent?.name === 'CallExpression' && parent.children[0] === node
    ? parent
    : undefined;
}

/** A longer chain of calls is cut off, so that a script of one chain is read in time. */
const MAX_CHAIN = 100;

/** `a.b(…).c`, `a.b(…)`, `a.b`, `a`: what an expression is reached from. */
export function chainOf(expression: PyNode): PyNode[] {
  const chain: PyNode[] = [];
  let node: PyNode | undefined = unparenthesized(expression);
  while (node && chain.length < MAX_CHAIN) {
    chain.push(node);
    node = /^(?:Member|Call)Expression$/.test(node.name)
      ? unparenthesized(node.children[0])
      : undefined;
  }
  return chain;
}
