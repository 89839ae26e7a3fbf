// CloudFormation templates as plain data: the short tags (!Ref, !Sub, …) become what they stand for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';

export type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };
export type Fields = { readonly [key: string]: Json };

export const root = join(__dirname, '..', '..');

/** A resource of a template, with its logical ID. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly condition: string | undefined;
  readonly properties: Fields;
}

export function readTemplate(name: string): Fields {
  return parseTemplate(readFileSync(join(root, 'deploy', name), 'utf8'));
}

export function parseTemplate(text: string): Fields {
  // The parser knows none of the tags and says so by warnings; a key given twice is an error.
  const document = parseDocument(text, { logLevel: 'error' });
  if (document.errors.length > 0) throw document.errors[0];
  return asFields(toJson(document.contents));
}

export function resourcesOf(template: Fields): Resource[] {
  return Object.entries(asFields(template.Resources)).map(([id, value]) => {
    const { Type, Condition, Properties } = asFields(value);
    return {
      id,
      type: asText(Type),
      condition: Condition === undefined ? undefined : asText(Condition),
      properties: asFields(Properties ?? {}),
    };
  });
}

export function resourceOf(template: Fields, id: string): Resource {
  const found = resourcesOf(template).find((resource) => resource.id === id);
  if (!found) throw new Error(`the template has no ${id}`);
  return found;
}

/** Every value inside, whatever its depth, with the way to it. */
export function* walk(value: Json, path: readonly string[] = []): Generator<{ path: readonly string[]; value: Json }> {
  yield { path, value };
  if (isList(value)) {
    for (const [index, item] of value.entries()) yield* walk(item, [...path, String(index)]);
  } else if (isFields(value)) {
    for (const [key, item] of Object.entries(value)) yield* walk(item, [...path, key]);
  }
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function isFields(value: Json): value is Fields {
  return typeof value === 'object' && value !== null && !isList(value);
}

export function asFields(value: Json): Fields {
  if (isFields(value)) return value;
  throw new Error(`expected fields, got ${JSON.stringify(value)}`);
}

export function asText(value: Json): string {
  if (typeof value === 'string') return value;
  throw new Error(`expected a text, got ${JSON.stringify(value)}`);
}

/** One thing or a list of it, as IAM and CloudFormation let one write. */
export function asList(value: Json): readonly Json[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function toJson(node: unknown): Json {
  if (isAlias(node)) throw new Error('CloudFormation takes no YAML aliases');
  if (isScalar(node)) return tagged(node.tag, node.value as Json);
  if (isSeq(node)) return tagged(node.tag, node.items.map(toJson));
  if (isMap(node)) {
    const fields = node.items.map(({ key, value }) => [isScalar(key) ? String(key.value) : '', toJson(value)] as const);
    return tagged(node.tag, Object.fromEntries(fields));
  }
  return null;
}

function tagged(tag: string | undefined, value: Json): Json {
  if (!tag?.startsWith('!')) return value;
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  // !GetAtt Resource.Attribute.More is one name and one path.
  if (name === 'GetAtt' && typeof value === 'string') {
    const [id = '', ...attribute] = value.split('.');
    return { 'Fn::GetAtt': [id, attribute.join('.')] };
  }
  return { [`Fn::${name}`]: value };
}
