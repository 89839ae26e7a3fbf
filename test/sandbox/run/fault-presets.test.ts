// Switches of the Trouble pane: Slack's rate limits, and origins that are not in order.
import { startAws } from '../../../sandbox/fakes/aws/server.js';
import { startEdge } from '../../../sandbox/fakes/edge/server.js';
import { startSlack } from '../../../sandbox/fakes/slack/server.js';
import { setFault, showFaults } from '../../../sandbox/run/fault-presets.js';

test('a switch makes Slack count calls, another one changes the origins, and each shows whether it is on', async () => {
  const [aws, slack] = await Promise.all([startAws(), startSlack()]);
  const edge = await startEdge(aws.store);
  try {
    const show = () => showFaults({ aws, slack, edge }).find(({ name }) => name === 'metered');
    expect(show()).toMatchObject({ side: 'Slack', kind: 'toggle', isOn: false });
    setFault('metered', true, { aws, slack, edge });
    expect(slack.settings.isMetered).toBe(true);
    expect(show()).toMatchObject({ isOn: true });
    setFault('metered', false, { aws, slack, edge });
    expect(slack.settings.isMetered).toBe(false);
    setFault('origin-redirect', true, { aws, slack, edge });
    expect(edge.origins.stateOf('any.example.net')).toEqual({ canonicalHost: 'old.example.net' });
    setFault('origin-redirect', false, { aws, slack, edge });
    expect(edge.origins.stateOf('any.example.net')).toEqual({});
  } finally {
    await Promise.all([aws.close(), slack.close(), edge.close()]);
  }
});
