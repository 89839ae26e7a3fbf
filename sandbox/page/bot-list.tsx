// The bot's processes: stop, kill, start again, start another, and what they said last.
import { useState } from 'react';
import type { BotView } from '../run/views.js';
import { callApi } from './api-client.js';
import { usePageState } from './page-state.js';
import { clockOf } from './plain-text.js';
import { StatusMark } from './status-mark.js';

export function BotList() {
  const { trouble } = usePageState();
  const [chosen, setChosen] = useState<number>();
  const { bots, mode } = trouble;
  const alive = bots.filter(isAlive);
  const talking = bots.find(({ id }) => id === chosen) ?? alive.at(-1) ?? bots.at(-1);
  return (
    <>
      <p className="quiet pane-note">
        Kill it at any moment and start it again: nothing is lost, nothing is done twice. It speaks{' '}
        {mode === 'http' ? 'HTTP, replicas in turns' : 'Socket Mode'}.
      </p>
      <ul className="rows" data-testid="bots">
        {bots.map((bot) => (
          <li key={bot.id} className="row" data-testid={`bot-${bot.id}`} data-state={bot.state}>
            <span className="row-top">
              <strong>Bot {bot.id}</strong>
              <span>
                {bot.pid !== undefined && <span className="quiet">process {bot.pid} </span>}
                <StatusMark status={bot.state} />
              </span>
            </span>
            <span className="button-row">
              {isAlive(bot) && (
                <>
                  <button
                    type="button"
                    className="button is-danger"
                    data-testid={`kill-${bot.id}`}
                    onClick={() => void callApi('bots/end', { id: bot.id, signal: 'SIGKILL' })}
                  >
                    Kill<span className="visually-hidden"> bot {bot.id}</span>
                  </button>
                  <button
                    type="button"
                    className="button"
                    data-testid={`stop-${bot.id}`}
                    onClick={() => void callApi('bots/end', { id: bot.id, signal: 'SIGTERM' })}
                  >
                    Stop<span className="visually-hidden"> bot {bot.id}</span>
                  </button>
                </>
              )}
              {bots.length > 1 && (
                <button
                  type="button"
                  className="button"
                  aria-pressed={talking?.id === bot.id}
                  onClick={() => setChosen(bot.id)}
                >
                  Log<span className="visually-hidden"> of bot {bot.id}</span>
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
      <p className="button-row">
        <button
          type="button"
          className="button is-primary"
          data-testid="start-bot"
          onClick={() => void callApi('bots/start')}
        >
          {alive.length === 0 ? 'Start the bot again' : 'Start another replica'}
        </button>
      </p>
      {talking && <BotLog bot={talking} />}
    </>
  );
}

function isAlive({ state }: BotView): boolean {
  return state === 'running' || state === 'starting' || state === 'stopping';
}

function BotLog({ bot }: { readonly bot: BotView }) {
  const lines = [...bot.log].reverse();
  return (
    <details className="log-box" open>
      <summary>Log of bot {bot.id}, the newest first</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard. */}
      <ol className="log" tabIndex={0} data-testid="bot-log">
        {lines.map(({ at, level, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no names of their own.
          <li key={lines.length - index} className={`is-${level}`}>
            <span className="quiet">{clockOf(at)}</span> <b>{level}</b> {text}
          </li>
        ))}
      </ol>
    </details>
  );
}
