// The texts in a source file: string literals, templates, and sums of both. A value in a template stands as ‹name›.
import { parseSync } from '@swc/core';

export interface FoundText {
  readonly text: string;
  /** Whether it goes to the log or into a fault, and not to whoever asked. */
  readonly isForOperators: boolean;
}

/** A node of the syntax tree that SWC gives: https://swc.rs/docs/references/wasm-typescript */
type Node = { readonly [key: string]: unknown };

const logMethods = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);

/** Types are no text, and neither are the places that imports name. The others of these only wrap an expression. */
const expressionWrappers = /^Ts(AsExpression|NonNullExpression|SatisfiesExpression|ConstAssertion|TypeAssertion)$/;
const withoutText = /^(Ts.*|Import.*|ExportAllDeclaration|ExportNamedDeclaration|RegExpLiteral)$/;

/** In the order of the source; a text that comes twice is listed once. */
export function collectTexts(source: string): FoundText[] {
  const found = new Map<string, FoundText>();
  const take = (text: string, isForOperators: boolean): void => {
    const known = found.get(text);
    if (known && !known.isForOperators) return;
    found.set(text, { text, isForOperators });
  };
  visit(parseSync(source, { syntax: 'typescript', target: 'es2022' }), false, take);
  return [...found.values()];
}

function visit(value: unknown, isForOperators: boolean, take: (text: string, isForOperators: boolean) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, isForOperators, take);
    return;
  }
  if (!isNode(value)) return;
  const type = typeOf(value);
  if (withoutText.test(type) && !expressionWrappers.test(type)) {
    // `export { x } from` and types hold nothing, but an exported declaration does.
    return;
  }
  const text = type === 'BinaryExpression' && value.operator !== '+' ? undefined : drawText(value);
  if (text !== undefined) take(text, isForOperators);
  const isLogged =
    isForOperators || isLogCall(value) || (type === 'NewExpression' && /Error$/.test(nameOf(value.callee)));
  for (const [key, child] of Object.entries(value)) {
    // The parts of a sum and the pieces of a template are in the text already. What a value chooses from is not.
    if (text !== undefined && (key === 'quasis' || isLiteral(child))) continue;
    if (key === 'typeAnnotation' || key === 'typeParams' || key === 'typeArguments' || key === 'returnType') continue;
    if (key === 'key' && isNode(child) && typeOf(child) !== 'Computed') continue;
    visit(child, isLogged, take);
  }
}

/** A literal, a template, or a sum with one in it, as text; undefined for every other expression. */
function drawText(node: Node): string | undefined {
  switch (typeOf(node)) {
    case 'StringLiteral':
      return String(node.value);
    case 'TemplateLiteral':
      return drawTemplate(node);
    case 'BinaryExpression': {
      if (node.operator !== '+') return undefined;
      const [left, right] = [node.left, node.right].map((side) => (isNode(side) ? drawText(side) : undefined));
      if (left === undefined && right === undefined) return undefined;
      return `${left ?? drawValue(node.left)}${right ?? drawValue(node.right)}`;
    }
    default:
      return undefined;
  }
}

function drawTemplate({ quasis, expressions }: Node): string {
  const values = Array.isArray(expressions) ? expressions : [];
  const pieces = Array.isArray(quasis) ? quasis : [];
  return pieces
    .map((piece: unknown, index) => {
      const text = isNode(piece) ? String(piece.cooked ?? piece.raw) : '';
      return index < values.length ? `${text}${drawValue(values[index])}` : text;
    })
    .join('');
}

/** Words to choose from stand for themselves; everything else by its name. */
function drawValue(value: unknown): string {
  if (!isNode(value)) return '‹…›';
  if (typeOf(value) === 'ConditionalExpression') {
    const choices = [value.consequent, value.alternate].map((choice) =>
      isNode(choice) ? (drawText(choice) ?? drawValue(choice)) : '',
    );
    return `‹${choices.map((choice) => choice.replace(/^‹([^‹›]*)›$/, '$1')).join(' | ')}›`;
  }
  return `‹${nameOf(value) || '…'}›`;
}

/** The name that says best what a value is: of a member its last part, of a call its first argument or the function. */
function nameOf(value: unknown): string {
  if (!isNode(value)) return '';
  switch (typeOf(value)) {
    case 'Identifier':
      return String(value.value);
    case 'MemberExpression':
      return nameOf(value.property) || nameOf(value.object);
    case 'CallExpression':
      return nameOfCall(value);
    case 'BinaryExpression':
      return nameOf(value.left) || nameOf(value.right);
    case 'OptionalChainingExpression':
      return nameOf(value.base);
    case 'ParenthesisExpression':
    case 'AwaitExpression':
    case 'TsAsExpression':
    case 'TsNonNullExpression':
      return nameOf(value.expression ?? value.argument);
    default:
      return '';
  }
}

/** `escape(name)` shows a name; `list.join(…)` shows a list. */
function nameOfCall({ callee, arguments: given }: Node): string {
  const first: unknown = Array.isArray(given) ? given[0] : undefined;
  const ofArgument = isNode(first) ? nameOf(first.expression) : '';
  if (isNode(callee) && typeOf(callee) === 'MemberExpression') return nameOf(callee.object) || ofArgument;
  return ofArgument || nameOf(callee);
}

function isLogCall(node: Node): boolean {
  if (typeOf(node) !== 'CallExpression') return false;
  const { callee } = node;
  return (
    isNode(callee) &&
    typeOf(callee) === 'MemberExpression' &&
    logMethods.has(nameOf(callee.property)) &&
    /log/i.test(nameOf(callee.object))
  );
}

function isLiteral(value: unknown): boolean {
  return isNode(value) && /^(StringLiteral|TemplateLiteral)$/.test(typeOf(value));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function typeOf(node: Node): string {
  return typeof node.type === 'string' ? node.type : '';
}
