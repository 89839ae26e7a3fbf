// Sends what leaves the process through the proxy that HTTPS_PROXY, HTTP_PROXY, and NO_PROXY name. Node.js 20 ignores
// these variables, Node.js 24 reads them only with NODE_USE_ENV_PROXY, and the AWS SDK never does.
import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import type { Dispatcher } from 'undici';

/** The addresses may hold a password: they go into the agents and nowhere else. */
export interface ProxySettings {
  /** For hosts reached by `https:` and `wss:`. */
  readonly httpsProxy: string | undefined;
  /** For hosts reached by `http:` and `ws:`; for all hosts if there is no other. */
  readonly httpProxy: string | undefined;
  /** Host names, separated by commas or spaces. `*` means every host. */
  readonly noProxy: string;
}

/** What NodeHttpHandler of the AWS SDK takes. */
export interface ProxyAgents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

type Tunneled = (error: Error | null, socket: Duplex) => void;

/**
 * The keep-alive and the number of sockets are those of the SDK's own agents. The time limit closes a tunnel that a
 * proxy never opens, and one that rests.
 */
const agentOptions = { keepAlive: true, maxSockets: 50, timeout: 15_000 } as const;

/** The code that Node.js 24 gives to the same error (https://nodejs.org/api/errors.html#err_proxy_tunnel). */
export const tunnelErrorCode = 'ERR_PROXY_TUNNEL';

/**
 * Makes `fetch` of the whole process use the proxy, so that no caller can forget it. The library's own `fetch` takes the
 * place of Node's, because the agent of one release does not fit the `fetch` of another.
 * https://undici.nodejs.org/#/?id=install
 */
export async function installProxy(settings: ProxySettings): Promise<void> {
  const { install, setGlobalDispatcher } = await import('undici');
  setGlobalDispatcher(await createProxyDispatcher(settings));
  install();
}

/** For `fetch` and WebSocket. It tunnels with CONNECT, also to hosts reached by `http:`. */
export async function createProxyDispatcher({ httpsProxy, httpProxy, noProxy }: ProxySettings): Promise<Dispatcher> {
  const { EnvHttpProxyAgent } = await import('undici');
  // An empty text means "none"; undefined would make the agent read the environment itself.
  return new EnvHttpProxyAgent({ httpsProxy: httpsProxy ?? '', httpProxy: httpProxy ?? '', noProxy: noProxy.trim() });
}

/** For the AWS SDK. The same rules apply as in `createProxyDispatcher`; a test compares the two. */
export function createProxyAgents({ httpsProxy, httpProxy, noProxy }: ProxySettings): ProxyAgents {
  const proxyOfHttps = httpsProxy ?? httpProxy;
  return {
    httpAgent: httpProxy ? new HttpAgentBehindProxy(httpProxy, noProxy) : new HttpAgent(agentOptions),
    httpsAgent: proxyOfHttps ? new HttpsAgentBehindProxy(proxyOfHttps, noProxy) : new HttpsAgent(agentOptions),
  };
}

/** The proxy for a connection that is not made with `fetch` or by the SDK; undefined where it goes past the proxy. */
export function findProxy({ httpsProxy, httpProxy, noProxy }: ProxySettings, host: string, port: number) {
  return isExcluded(noProxy, { host, port }, port) ? undefined : (httpsProxy ?? httpProxy);
}

class HttpAgentBehindProxy extends HttpProxyAgent {
  readonly #noProxy: string;

  constructor(proxy: string, noProxy: string) {
    super({ ...agentOptions, proxy });
    this.#noProxy = noProxy;
  }

  override createConnection(options: ClientRequestArgs, callback: Tunneled) {
    return isExcluded(this.#noProxy, options, 80)
      ? HttpAgent.prototype.createConnection.call(this, options, callback)
      : super.createConnection(options, markTunnelErrors(callback));
  }
}

class HttpsAgentBehindProxy extends HttpsProxyAgent {
  readonly #noProxy: string;

  constructor(proxy: string, noProxy: string) {
    super({ ...agentOptions, proxy });
    this.#noProxy = noProxy;
  }

  override createConnection(options: RequestOptions, callback: Tunneled) {
    return isExcluded(this.#noProxy, options, 443)
      ? HttpsAgent.prototype.createConnection.call(this, options, callback)
      : super.createConnection(options, markTunnelErrors(callback));
  }
}

/** Without a tunnel nothing was sent: a create that fails like this created nothing (src/aws/errors.ts). */
function markTunnelErrors(callback: Tunneled): Tunneled {
  return (error, socket) => {
    if (!error || 'code' in error) return callback(error, socket);
    const marked = new Error(`The proxy opened no tunnel: ${error.message}`, { cause: error });
    return callback(Object.assign(marked, { code: tunnelErrorCode }), socket);
  };
}

/** NO_PROXY as undici reads it: `example.com`, `.example.com`, and `*.example.com` mean the host and all below it. */
function isExcluded(noProxy: string, target: ClientRequestArgs, defaultPort: number): boolean {
  if (noProxy.trim() === '*') return true;
  const host = (target.host ?? '').toLowerCase();
  const name = host.includes(':') ? `[${host}]` : host;
  const port = Number(target.port ?? defaultPort);
  return noProxy
    .split(/[,\s]+/)
    .filter(Boolean)
    .some((entry) => {
      const [, text = entry, onlyPort] = /^(.+):(\d+)$/.exec(entry) ?? [];
      const excluded = text.replace(/^\*?\./, '').toLowerCase();
      if (onlyPort !== undefined && Number(onlyPort) !== port) return false;
      return name === excluded || name.endsWith(`.${excluded}`);
    });
}
