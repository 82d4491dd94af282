import {
  argumentsOf,
  memberName,
  PyNode,
  PythonScript,
  separated,
} from './PythonScript';

/** What a name of a scope can stand for. */
export interface Binding {
  /** Expressions that it is assigned. */
  values: PyNode[];
  /** Expressions of which it is an element, or the part `index` of an element. */
  collections: { items: PyNode; index?: number }[];
  /** Whether it may also stand for something else, such as what `+=` makes of it. */
  isOpen: boolean;
}

const SCOPE = /^(?:FunctionDefinition|LambdaExpression|Script)$/;
const TARGETS = /^(?:Array|Tuple|Parenthesized)Expression$/;

/** Of more functions of one name, the calls cannot be told apart. */
const MAX_NAMESAKES = 20;

/**
 * Which expressions the names of a script can stand for: by assignments, loops,
 * and the calls of its own functions, in whatever order they happen.
 */
export class Bindings {
  private readonly scopes = new Map<PyNode, Map<string, Binding>>();
  /** Calls by name of the function or method. */
  private readonly calls = new Map<string, PyNode[]>();
  /** Number of functions by name. */
  private readonly namesakes = new Map<string, number>();

  constructor(private readonly script: PythonScript) {
    for (const node of script.nodes) {
      if (node.name === 'CallExpression') this.addCall(node);
    }
    for (const node of script.nodes) this.readNode(node);
  }

  /** Of a `VariableName`, in the nearest scope that has the name. */
  of(variable: PyNode): Binding | undefined {
    const name = this.script.source(variable);
    for (let scope = scopeOf(variable); scope; scope = scopeOf(scope)) {
      const binding = this.scopes.get(scope)?.get(name);
      if (binding) return binding;
    }
    return undefined;
  }

  private addCall(call: PyNode): void {
    const [callee] = call.children;
    const name =
      callee.name === 'VariableName'
        ? this.script.source(callee)
        : memberName(callee, this.script);
    if (!name) return;
    const calls = this.calls.get(name);
    if (calls) calls.push(call);
    else this.calls.set(name, [call]);
  }

  private readNode(node: PyNode): void {
    switch (node.name) {
      case 'AssignStatement':
        this.readAssignment(node);
        break;
      case 'NamedExpression': {
        const [target, , value] = node.children;
        if (value) this.bind(target, { values: [value] });
        break;
      }
      case 'UpdateStatement': {
        const [target, , value] = node.children;
        if (value) this.bind(target, { values: [value], isOpen: true });
        break;
      }
      case 'ForStatement':
      case 'ArrayComprehensionExpression':
      case 'SetComprehensionExpression':
      case 'DictionaryComprehensionExpression':
      case 'ComprehensionExpression':
        this.readLoops(node);
        break;
      case 'FunctionDefinition':
        this.readParameters(node);
        break;
      default:
    }
  }

  /** `a = b = value`; of `a, b = x, y` each has its own when they are as many. */
  private readAssignment(statement: PyNode): void {
    const sides: PyNode[][] = [[]];
    for (const node of statement.children) {
      if (node.name === 'AssignOp') sides.push([]);
      else if (node.name !== 'TypeDef') sides.at(-1)!.push(node);
    }
    const values = separated(sides.pop()!).map(([value]) => value);
    for (const side of sides) {
      const targets = separated(side).map(([target]) => target);
      targets.forEach((target, index) => {
        if (targets.length === values.length) {
          this.bind(target, { values: [values[index]] });
        } else if (targets.length === 1) {
          // `a = x, y` is a tuple without its parentheses.
          this.bind(target, { values, isOpen: true });
        } else if (values.length === 1) {
          this.bindPart(target, values[0], index);
        }
      });
    }
  }

  /** `for a, b in items`, in statements and comprehensions. */
  private readLoops(node: PyNode): void {
    const { children } = node;
    children.forEach((each, index) => {
      if (each.name !== 'for') return;
      const at = children.findIndex(
        ({ name }, position) => position > index && name === 'in',
      );
      if (at < 0) return;
      const items = children[at + 1];
      const targets = separated(children.slice(index + 1, at));
      targets.forEach(([target], position) =>
        targets.length > 1
          ? this.bindPart(target, items, position)
          : this.bindTargets(target, items),
      );
    });
  }

  private bindTargets(target: PyNode, items: PyNode | undefined): void {
    if (!items) return;
    if (TARGETS.test(target.name)) {
      separated(target.children).forEach(([part], index) =>
        this.bindPart(part, items, index),
      );
    } else {
      this.bind(target, { collections: [{ items }] });
    }
  }

  /** What is within a part of an element is not followed. */
  private bindPart(
    target: PyNode,
    items: PyNode | undefined,
    index: number,
  ): void {
    if (items) this.bind(target, { collections: [{ items, index }] });
  }

  /** A parameter stands for what the calls of a function of that name give. */
  private readParameters(definition: PyNode): void {
    const name = definition.children.find(each => each.name === 'VariableName');
    const list = definition.children.find(each => each.name === 'ParamList');
    if (!name || !list) return;
    const parameters = separated(list.children)
      .map(part => ({
        node: part[0],
        fallback: part.find((_, index) => part[index - 1]?.name === 'AssignOp'),
      }))
      .filter(({ node }) => node.name === 'VariableName');
    const names = parameters.map(({ node }) => this.script.source(node));
    const isMethod = names[0] === 'self' || names[0] === 'cls';
    parameters.forEach(({ fallback }, index) =>
      this.bindIn(definition, names[index], {
        values: fallback ? [fallback] : [],
        isOpen: true,
      }),
    );
    for (const call of this.callsOf(this.script.source(name))) {
      argumentsOf(call, this.script).forEach((argument, index) => {
        const parameter = argument.name ?? names[isMethod ? index + 1 : index];
        if (names.includes(parameter)) {
          this.bindIn(definition, parameter, { values: [argument.value] });
        }
      });
    }
  }

  private callsOf(name: string): PyNode[] {
    const count = (this.namesakes.get(name) ?? 0) + 1;
    this.namesakes.set(name, count);
    return count <= MAX_NAMESAKES ? this.calls.get(name) ?? [] : [];
  }

  private bind(target: PyNode | undefined, added: Partial<Binding>): void {
    const scope = target && scopeOf(target);
    if (!scope || target.name !== 'VariableName') return;
    this.bindIn(scope, this.script.source(target), added);
  }

  private bindIn(
    scope: PyNode,
    name: string,
    { values = [], collections = [], isOpen = false }: Partial<Binding>,
  ): void {
    const names = this.scopes.get(scope) ?? new Map<string, Binding>();
    this.scopes.set(scope, names);
    const binding = names.get(name) ?? {
      values: [],
      collections: [],
      isOpen: false,
    };
    names.set(name, binding);
    binding.values.push(...values);
    binding.collections.push(...collections);
    binding.isOpen ||= isOpen;
  }
}

function scopeOf({ parent }: PyNode): PyNode | undefined {
  let scope = parent;
  while (scope && !SCOPE.test(scope.name)) scope = scope.parent;
  return scope;
}
