// The switch of the Trouble pane for Slack's rate limits.
import { startAws } from '../../../sandbox/fakes/aws/server.js';
import { startSlack } from '../../../sandbox/fakes/slack/server.js';
import { setFault, showFaults } from '../../../sandbox/run/fault-presets.js';

test('the switch for the rate limits makes Slack count, and shows whether it does', async () => {
  const [aws, slack] = await Promise.all([startAws(), startSlack()]);
  try {
    const show = () => showFaults(aws, slack).find(({ name }) => name === 'metered');
    expect(show()).toMatchObject({ side: 'Slack', kind: 'toggle', isOn: false });
    setFault('metered', true, aws, slack);
    expect(slack.settings.isMetered).toBe(true);
    expect(show()).toMatchObject({ isOn: true });
    setFault('metered', false, aws, slack);
    expect(slack.settings.isMetered).toBe(false);
  } finally {
    await Promise.all([aws.close(), slack.close()]);
  }
});
