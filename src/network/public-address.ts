// Which addresses the bot may connect to when somebody else chooses the host: those of the public internet alone.
import ipaddr from 'ipaddr.js';

/** Global unicast; what lies outside of it is reserved (RFC 4291, 2.4). */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

/**
 * Whether it is an address of the public internet. Private, loopback, link-local, shared, multicast, documentation, and
 * reserved ones are not (https://www.iana.org/assignments/iana-ipv4-special-registry), and neither is an IPv6 address that
 * stands for an IPv4 address, because it leads wherever that one leads.
 */
export function isPublicAddress(text: string): boolean {
  // A number or a zone in it would be read as an address too.
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !(ipaddr.IPv6.isValid(text) && !text.includes('%'))) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || address.match(globalUnicast);
}
