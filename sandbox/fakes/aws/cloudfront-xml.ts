// XML as small trees: what a rule or an edit needs, without attributes (CloudFront uses none but xmlns).

import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { AwsError } from './errors.js';

export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

// Entities are decoded here and not by the parser: it would leave numeric ones alone, and the SDK sends line breaks as such.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
});

export function parseXml(xml: string): XmlElement {
  if (XMLValidator.validate(xml) !== true) throw malformed();
  const parsed: unknown = parser.parse(xml);
  const root = readNodes(parsed).find((node) => node.name !== '#text');
  if (root === undefined) throw malformed();
  return root;
}

export function renderXml(element: XmlElement): string {
  const inside = element.children.length > 0 ? element.children.map(renderXml).join('') : escapeXml(element.text);
  return `<${element.name}>${inside}</${element.name}>`;
}

/** An element with text, or with children. */
export function xml(name: string, content: string | number | boolean | readonly XmlElement[]): XmlElement {
  return typeof content === 'object'
    ? { name, text: '', children: content }
    : { name, text: String(content), children: [] };
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The text at the end of a path; empty when the path is not there, which CloudFront treats alike. */
export function textAt(element: XmlElement | undefined, ...path: string[]): string {
  const target = path.reduce<XmlElement | undefined>(childOf, element);
  return target?.text ?? '';
}

/** The entries of a `{Quantity, Items}` pair. */
export function itemsOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return childOf(childOf(element, name), 'Items')?.children ?? [];
}

/** The source text of one element, so that a config can be stored exactly as it was sent. */
export function sliceXml(source: string, name: string): string {
  const match = new RegExp(`<${name}(?:\\s[^>]*)?>[\\s\\S]*</${name}\\s*>`).exec(source);
  if (match === null) throw malformed();
  return match[0];
}

function malformed(): AwsError {
  return new AwsError('MalformedXML', 400, 'The XML you provided was not well-formed or did not validate.');
}

function readNodes(value: unknown): XmlElement[] {
  return Array.isArray(value) ? value.flatMap(readNode) : [];
}

// The parser gives [{ name: [children] }, { '#text': '…' }]; its types say any, so the shape is looked at, not trusted.
function readNode(value: unknown): XmlElement[] {
  if (typeof value !== 'object' || value === null) return [];
  const entry = Object.entries(value).find(([key]) => key !== ':@');
  if (entry === undefined) return [];
  const [name, content] = entry;
  if (name === '#text') return [{ name, text: unescapeXml(String(content)), children: [] }];
  const nodes = readNodes(content);
  const children = nodes.filter((node) => node.name !== '#text');
  const text = nodes.filter((node) => node.name === '#text').map((node) => node.text);
  return [{ name, text: children.length > 0 ? '' : text.join(''), children }];
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return entities[name] ?? whole;
  });
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#x0D;')
    .replaceAll('\n', '&#x0A;');
}
