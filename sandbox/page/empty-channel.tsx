// What an empty channel says: where to begin.
import type { ChannelView } from '../run/views.js';
import { callApi } from './api-client.js';
import { usePageState } from './page-state.js';

const mainChannel = 'C0CDN000001';

export function EmptyChannel({ channel }: { readonly channel: ChannelView }) {
  const { slack, me, go } = usePageState();
  const isStranger = me.teamId !== slack.team.id;
  if (isStranger) {
    return (
      <div className="empty">
        <p>
          <strong>{me.name}</strong> belongs to another workspace and sees shared channels only. The command is not
          offered there, but whatever is posted in a shared channel can be clicked by both sides.
        </p>
        <button
          type="button"
          className="button"
          data-testid="share-cdn"
          onClick={() => void callApi('share', { channel: mainChannel, isShared: true })}
        >
          Share #cdn with their workspace
        </button>
      </div>
    );
  }
  return (
    <div className="empty">
      <p>Nothing here yet.</p>
      {channel.hasBot ? (
        <>
          <p>
            Type <code>/</code> below, or take one of these:
          </p>
          <ul className="suggestions">
            {slack.suggestions.map(({ text, about }) => (
              <li key={text}>
                <button
                  type="button"
                  className="row-link"
                  data-testid="suggestion"
                  onClick={() => go({ draft: { text } })}
                >
                  <code>{text}</code>
                  <span className="quiet">{about}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>
          {slack.bot.name} is not in this channel: the command says so. <code>/invite @{slack.bot.name}</code> adds it.
        </p>
      )}
    </div>
  );
}
