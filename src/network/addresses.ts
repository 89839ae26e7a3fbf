// The addresses of a host, asked of public DNS.

/** The part of Node's Resolver that is used here. */
export interface NameResolver {
  resolveCname(name: string): Promise<string[]>;
  resolve4(name: string): Promise<string[]>;
  resolve6(name: string): Promise<string[]>;
}

/** IPv4 and IPv6 addresses, or undefined if DNS could not be asked about both. */
export async function listAddresses(resolver: NameResolver, host: string): Promise<string[] | undefined> {
  const found = await Promise.all([lookUp(resolver.resolve4(host)), lookUp(resolver.resolve6(host))]);
  const addresses = found.flatMap((list) => list ?? []);
  return addresses.length === 0 && found.includes(undefined) ? undefined : addresses;
}

/** An empty list if there is no such record; undefined if nobody answers. */
export async function lookUp(answer: Promise<string[]>): Promise<string[] | undefined> {
  try {
    return await answer;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : undefined;
  }
}
