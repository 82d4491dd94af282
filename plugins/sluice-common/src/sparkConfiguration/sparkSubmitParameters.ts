/** A property of Spark, and what set it. */
export interface SparkProperty {
  key: string;
  value: string;
}

/** What `sparkSubmitParameters` say. */
export interface SparkSubmitParameters {
  properties: SparkProperty[];
  /** Other options, by name without dashes. */
  options: Record<string, string[]>;
}

/** Options that are another spelling of a property. */
const PROPERTY_OF_OPTION: Record<string, string> = {
  jars: 'spark.jars',
  packages: 'spark.jars.packages',
  'exclude-packages': 'spark.jars.excludes',
  repositories: 'spark.jars.repositories',
  'driver-class-path': 'spark.driver.extraClassPath',
  'driver-java-options': 'spark.driver.extraJavaOptions',
  'driver-cores': 'spark.driver.cores',
  'driver-memory': 'spark.driver.memory',
  'executor-cores': 'spark.executor.cores',
  'executor-memory': 'spark.executor.memory',
  'num-executors': 'spark.executor.instances',
  name: 'spark.app.name',
};

/** Takes the command line of `spark-submit` apart, which may have quoted words. */
export function parseSparkSubmitParameters(
  text: string,
): SparkSubmitParameters {
  const words = wordsOf(text);
  const properties: SparkProperty[] = [];
  const options: Record<string, string[]> = {};
  for (let i = 0; i < words.length; i++) {
    const option = /^--?([\w-]+)(?:=(.*))?$/s.exec(words[i]);
    if (!option) continue;
    const [, name, inline] = option;
    // Flags such as --verbose have no value; taking the next option for one would hide it.
    const takesNext = inline === undefined && !words[i + 1]?.startsWith('--');
    const value = (takesNext ? words[++i] : inline) ?? '';
    if (name === 'conf' || name === 'c') {
      properties.push(propertyOf(value));
    } else if (Object.hasOwn(PROPERTY_OF_OPTION, name)) {
      properties.push({ key: PROPERTY_OF_OPTION[name], value });
    } else {
      options[name] = [
        ...(Object.hasOwn(options, name) ? options[name] : []),
        value,
      ];
    }
  }
  return { properties, options };
}

function propertyOf(text: string): SparkProperty {
  const at = text.indexOf('=');
  return at < 0
    ? { key: text.trim(), value: '' }
    : { key: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

/** As a shell takes a line apart; a quote that is not closed reaches to the end. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (quote) {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"') word += text[++i] ?? '';
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (!/\s/.test(char)) {
      word = (word ?? '') + char;
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}
