// The job as a program does it, to paste in a shell: one line gets a token, the other asks for a clone with it.

import type { ApiClient } from '../fakes/aws/seed.js';

export interface CurlPlaces {
  readonly client: Pick<ApiClient, 'id' | 'secret'>;
  readonly tokenUri: string;
  /** Of a bot on this machine. */
  readonly botPort: number;
}

const order = 'domain=api.example.com&origin=new-origin.example.net&ref_dist=EREFERENCE0001';

/** For bash and zsh alike, with nothing but curl and the Node that runs the sandbox. */
export function curlLines({ client, tokenUri, botPort }: CurlPlaces): readonly [string, string] {
  const readToken = `node -p 'JSON.parse(fs.readFileSync(0)).access_token'`;
  const url = `http://127.0.0.1:${botPort}/clone_distribution?${order}`;
  return [
    `TOKEN=$(curl -s -u '${client.id}:${client.secret}' -d grant_type=client_credentials '${tokenUri}' | ${readToken})`,
    `curl -s -X POST -H "Authorization: Bearer $TOKEN" '${url}'`,
  ];
}
