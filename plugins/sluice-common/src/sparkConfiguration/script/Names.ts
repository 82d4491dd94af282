import {
  memberName,
  PyNode,
  PythonScript,
  unparenthesized,
} from './PythonScript';

/** A longer chain of names is none of Spark's. */
const MAX_LENGTH = 12;

/** One thing that an import statement brings in. */
interface Import {
  /** Dotted name; ends with `*` when everything of a module was imported. */
  path: string;
  /** The name that the script has for `meaning`. */
  local: string;
  meaning: string;
}

/** What the names of a script stand for, as far as its imports tell. */
export class Names {
  private readonly imported = new Map<string, string>();
  /** Modules of which everything was imported. */
  private readonly whole: string[] = [];
  /** Names that the script gives a meaning of its own. */
  private readonly defined = new Set<string>();

  constructor(private readonly script: PythonScript) {
    for (const node of script.nodes) {
      if (node.name === 'ImportStatement') this.readImport(node);
      const named = /^(?:Function|Class)Definition$|^AssignStatement$/.test(
        node.name,
      )
        ? node.children.find(({ name }) => name === 'VariableName')
        : undefined;
      if (named) this.defined.add(script.source(named));
    }
  }

  /**
   * Dotted names that an expression of names and dots can stand for, such as
   * `pyspark.sql.functions.udf`; none for any other expression.
   */
  dotted(expression: PyNode): string[] {
    const members: string[] = [];
    let node = unparenthesized(expression);
    while (node.name === 'MemberExpression') {
      const member = memberName(node, this.script);
      if (member === undefined || members.length > MAX_LENGTH) return [];
      members.unshift(member);
      node = unparenthesized(node.children[0]);
    }
    if (node.name !== 'VariableName') return [];
    return this.meaningsOf(this.script.source(node)).map(meaning =>
      [meaning, ...members].join('.'),
    );
  }

  /** Dotted names that a name by itself can stand for. */
  meaningsOf(name: string): string[] {
    const imported = this.imported.get(name);
    if (imported) return [imported];
    return this.defined.has(name)
      ? [name]
      : [name, ...this.whole.map(module => `${module}.${name}`)];
  }

  private readImport(statement: PyNode): void {
    for (const { path, local, meaning } of importsOf(statement, this.script)) {
      if (!path.endsWith('.*')) this.imported.set(local, meaning);
      else if (path.startsWith('pyspark')) this.whole.push(path.slice(0, -2));
    }
  }
}

export function importsOf(statement: PyNode, script: PythonScript): Import[] {
  const words = statement.children.map(node =>
    node.name === 'VariableName' ? script.source(node) : node.name,
  );
  const at = words.indexOf('import');
  const module = words
    .slice(0, at)
    .filter(word => word !== 'from')
    .join('');
  const rest = words.slice(at + 1).filter(word => !/^[()]$/.test(word));
  return split(rest).map(part => {
    const as = part.indexOf('as');
    const name = part.slice(0, as < 0 ? undefined : as).join('');
    const path = module ? `${module}.${name}` : name;
    if (as >= 0) {
      return { path, local: part.slice(as + 1).join(''), meaning: path };
    }
    // `import a.b` brings in `a`, from which `b` is reached.
    return module
      ? { path, local: name, meaning: path }
      : { path, local: part[0], meaning: part[0] };
  });
}

function split(words: string[]): string[][] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (word === ',') parts.push([]);
    else parts.at(-1)!.push(word);
  }
  return parts.filter(part => part.length > 0);
}
