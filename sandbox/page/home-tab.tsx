// The app's Home: opened like in Slack, drawn from what the bot published for this person.
import { useEffect, useState } from 'react';
import { callApi } from './api-client.js';
import { Blocks } from './blocks.js';
import { usePageState } from './page-state.js';
import type { Press } from './press.js';
import { mainId } from './skip-link.js';

export function HomeTab() {
  const { slack, me } = usePageState();
  const view = slack.homes[me.id];
  const [failure, setFailure] = useState('');
  useEffect(() => {
    void callApi('home', { user: me.id });
  }, [me.id]);
  const press: Press = async ({ element, blockId, value }) => {
    if (!view) return;
    const answer = await callApi('click', {
      user: me.id,
      view_id: view.id,
      action_id: element.action_id,
      ...(blockId && { block_id: blockId }),
      ...(value !== undefined && { value }),
    });
    setFailure(answer.ok ? '' : answer.error);
  };
  return (
    <section
      className="conversation"
      aria-label={`${slack.bot.name} Home`}
      id={mainId}
      tabIndex={-1}
      data-testid="home"
    >
      <header className="conversation-head">
        <h2>{slack.bot.name} Home</h2>
        <p className="quiet">What the bot shows {me.name}, and nobody else</p>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard. */}
      <section className="messages home" tabIndex={0} aria-label="Home">
        {view ? (
          <Blocks blocks={view.blocks} press={press} />
        ) : (
          <p className="empty">The bot has not published a Home for {me.name}.</p>
        )}
        {failure !== '' && (
          <p className="failure" role="alert">
            {failure}
          </p>
        )}
      </section>
    </section>
  );
}
