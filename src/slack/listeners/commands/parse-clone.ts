// The text of `/cf-clone domain origin ref_dist`: what Slack and keyboards did to it is undone, then it is parsed.
import { type CloneRequest, parseRequest } from '../../../clone/request.js';
import type { Result } from '../../../clone/result.js';
import { quote } from '../../../clone/visible-text.js';
import { refuse, type SlackOutcome } from '../../outcomes.js';

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

/**
 * Undoes what Slack and keyboards do to typed text: links, labels of mentions, escaped characters, no-break and
 * zero-width spaces, curly quotes, stray formatting. The manifest asks for links, mentions, and escaped characters with
 * `should_escape`: https://docs.slack.dev/interactivity/implementing-slash-commands#creating_commands
 */
export function normalizeText(text: string): string {
  const plain = text
    .replace(/[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g, '')
    .replace(/["'`\u2018-\u201f\u00ab\u00bb]/g, '')
    .replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, unwrapLink)
    // After the links: what was typed in angle brackets is no link.
    .replace(/&(amp|lt|gt);/g, (_whole, name: string) => entities[name] ?? '')
    .trim();
  return stripEmphasis(plain)
    .split(/\s+/)
    .map(stripEmphasis)
    .filter((word) => word !== '')
    .join(' ');
}

function unwrapLink(whole: string, address: string, label: string | undefined): string {
  if (/^[@#!]/.test(address)) return `<${address.split('|')[0]}>`;
  if (label === undefined || label.trim() === '' || /^mailto:/i.test(address)) return address;
  const host = (name: string) =>
    name
      .trim()
      .replace(/^[a-z]+:\/\//i, '')
      .replace(/[/.]+$/, '')
      .toLowerCase();
  // A label that names another host than the address would hide what is asked for.
  return host(address) === host(label) ? label.trim() : whole.replace(/\s+/g, '');
}

/** `*bold*`, `_italic_` and `~struck~` come as typed marks; `*.example.com` keeps its star. */
function stripEmphasis(text: string): string {
  let word = text;
  const mark = /^([*_~])(?!\.)(.+)\1$/s;
  for (let pair = mark.exec(word); pair?.[2]; pair = mark.exec(word)) word = pair[2];
  return word;
}

/** The words of a clone: domain, origin, reference. */
export function parseCloneWords(words: readonly string[]): Result<CloneRequest, SlackOutcome> {
  const [domain, origin, reference, ...extra] = words;
  if (domain === undefined || origin === undefined || reference === undefined) {
    const missing = ['the domain', 'the origin', 'the reference distribution'].slice(words.length).join(', ');
    return refuse('invalid_request', { what: `Missing: ${missing}.` });
  }
  if (extra.length > 0) {
    return refuse('invalid_request', {
      what: `There are ${words.length} words where three belong; ${quote(extra.join(' '))} is too much.`,
    });
  }
  return parseRequest({ domain, origin, reference });
}
