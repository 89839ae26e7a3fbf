// How many Socket Mode connections of this app Slack counts. Slack counts dead connections too, until it notices them, and
// sends commands and clicks to them: https://github.com/slackapi/python-slack-sdk/issues/1940
import type { Log } from '../../observability/log.js';

/** Those of createSocketReceivers. Slack takes ten for an app: https://docs.slack.dev/apis/events-api/using-socket-mode */
const socketsPerReplica = 2;

/** Hears what each `hello` of Slack says. */
export type ReportSockets = (sockets: number) => void;

/** Exports the number, and warns when there are more connections than the expected replicas hold. */
export function createSocketReport(
  expectedReplicas: number,
  { log, exportCount }: { readonly log: Log; readonly exportCount: (sockets: number) => void },
): ReportSockets {
  const expected = expectedReplicas * socketsPerReplica;
  return (sockets) => {
    exportCount(sockets);
    if (sockets <= expected) return;
    log.warn(
      { sockets, expected },
      'Slack counts more Socket Mode connections than SLACK_MAX_REPLICAS expects: commands may go to a dead connection, or to another process with this app token',
    );
  };
}
