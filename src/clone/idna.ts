// The ASCII form of a host name, by the rules of URLs (UTS #46, non-transitional, with the checks for joiners and for
// right-to-left text). For letters beyond ASCII and for Punycode, Node's domainToASCII follows the rules and the characters
// of its own release: Node 20 refuses `xn--a.example.com`, whose Punycode is broken, and Node 24 takes it. What the bot
// takes must not hang on the machine it runs on, so there the rules and their tables come from a library.
import { domainToASCII } from 'node:url';

/** Undefined where the name has no such form. The form may still hold characters that no host name has. */
export function toAscii(host: string): string | undefined {
  // All releases agree on ASCII without Punycode, and nearly all names are.
  if (isAscii(host) && !/(?:^|\.)xn--/i.test(host)) return domainToASCII(host) || undefined;
  // Decodes each Punycode, checks what it means, and encodes it again.
  return loadTables().toASCII(host, { checkBidi: true, checkJoiners: true }) ?? undefined;
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

/** Loaded for the first name that needs them: they take some 20 ms. */
function loadTables(): typeof import('tr46') {
  return require('tr46');
}
