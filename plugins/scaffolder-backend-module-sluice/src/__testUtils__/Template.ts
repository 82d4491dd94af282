import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { JsonObject, JsonValue } from '@backstage/types';
import {
  getDefaultFormState,
  RJSFSchema,
  RJSFValidationError,
} from '@rjsf/utils';
import validator from '@rjsf/validator-ajv8';
import { createTemplateRenderer } from 'nunjitsu';
import { parse } from 'yaml';

const TEMPLATES = resolve(__dirname, '../../../../templates');

interface Step {
  id: string;
  if?: string;
  action: string;
  input: JsonObject;
}

/** A template of this repository, filled in and rendered as the scaffolder does both. */
export class Template {
  readonly entity: any;

  constructor(readonly name: string) {
    this.entity = parse(
      readFileSync(resolve(TEMPLATES, name, 'template.yaml'), 'utf8'),
    );
  }

  /** What the form holds when a person changes only this of it. */
  fill(values: JsonObject): JsonObject {
    const filled = this.pages.reduce(
      (data, page) =>
        getDefaultFormState(validator, page, data, undefined, undefined, {
          // As the scaffolder's form has it.
          allOf: 'populateDefaults',
        }) as JsonObject,
      values,
    );
    // A default may bring further fields into being, as each change in a form does.
    return isDeepStrictEqual(filled, values) ? filled : this.fill(filled);
  }

  /** What the form says against it, page by page. */
  problems(values: JsonObject): string[] {
    return this.pages.flatMap(page =>
      validator
        .validateFormData(values, page)
        .errors.map(({ stack }: RJSFValidationError) => stack),
    );
  }

  /** Steps that run, with their inputs. */
  steps(parameters: JsonObject): Step[] {
    const { steps } = this.entity.spec as { steps: Step[] };
    return steps
      .filter(step => !step.if || render(step.if, { parameters }))
      .map(step => ({
        ...step,
        input: render(step.input, { parameters }) as JsonObject,
      }));
  }

  /** What the person is shown afterwards, by the outputs of each step. */
  output(parameters: JsonObject, outputs: Record<string, JsonObject>) {
    const steps = Object.fromEntries(
      Object.entries(outputs).map(([id, output]) => [id, { output }]),
    );
    const { links, text } = render(this.entity.spec.output, {
      parameters,
      steps,
    }) as { links: JsonObject[]; text: JsonObject[] };
    return { links: links.filter(link => link.if ?? true), text };
  }

  private get pages(): RJSFSchema[] {
    return this.entity.spec.parameters;
  }
}

const renderer = createTemplateRenderer();

function render(value: JsonValue, context: JsonObject): JsonValue {
  return JSON.parse(JSON.stringify(value), (_, each) =>
    typeof each === 'string'
      ? renderer.renderValue(each, context as any)
      : each,
  );
}
