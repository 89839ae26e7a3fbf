// The page: waits for the first picture of the sandbox, then lays out channels, conversation and panes.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PersonView, SandboxState } from '../run/views.js';
import { Announcer } from './announcer.js';
import { Banner, tourButtonId } from './banner.js';
import { BottomTabs } from './bottom-tabs.js';
import { Conversation } from './conversation.js';
import { useFeed } from './feed.js';
import { HomeTab } from './home-tab.js';
import { ModalStack } from './modal.js';
import { type PageState, PageStateContext, visibleChannels } from './page-state.js';
import { firstPlace, hashOf, homeChannel, type Place, readHash, type Target } from './place.js';
import { SidePane } from './side-pane.js';
import { Sidebar } from './sidebar.js';
import { composerId, mainId, SkipLink } from './skip-link.js';
import { useAppearance } from './theme.js';
import { TourPanel } from './tour.js';
import { useTour } from './tour-state.js';

export function App() {
  const { shown, isLive } = useFeed();
  const { slack, aws, trouble } = shown;
  if (!slack || !aws || !trouble) {
    return (
      <p className="loading" role="status">
        Waiting for the sandbox…
      </p>
    );
  }
  const me = slack.people.find(({ id }) => id === firstPlace.person) ?? slack.people[0];
  if (!me) return null;
  return <Room shown={{ slack, aws, trouble }} first={me} isLive={isLive} />;
}

function Room({ shown, first, isLive }: { shown: SandboxState; first: PersonView; isLive: boolean }) {
  const [appearance, theme, choose] = useAppearance();
  const [place, setPlace] = useState<Place>({ ...firstPlace, person: first.id });
  const me = shown.slack.people.find(({ id }) => id === place.person) ?? first;

  const opener = useRef<Element>(null);
  const go = useCallback((change: Partial<Place>) => {
    if (change.thread) opener.current = document.activeElement;
    if (change.person !== undefined) sessionStorage.setItem('person', change.person);
    setPlace((before) => ({ ...before, ...change }));
  }, []);

  const { messages } = shown.slack;
  const jump = useCallback(
    (target: Target) => {
      const message = messages.find(({ channel, ts }) => channel === target.channel && ts === target.ts);
      const thread = message?.threadTs === undefined ? undefined : { channel: target.channel, ts: message.threadTs };
      if (thread) opener.current = document.activeElement;
      setPlace((before) => ({
        ...before,
        channel: target.channel,
        target: { ...target },
        ...(thread ? { thread, pane: 'thread', screen: 'pane' } : { screen: 'channel' }),
      }));
      history.replaceState(null, '', hashOf(target));
    },
    [messages],
  );

  const closeThread = useCallback(() => {
    go({ thread: undefined, pane: 'aws', screen: 'channel' });
    // On a narrow screen what opened the thread is there only once the channel is.
    setTimeout(() => focusFirst(opener.current, document.getElementById(composerId), document.getElementById(mainId)));
  }, [go]);

  // An address with a message in it, typed or followed.
  useEffect(() => {
    const follow = (): void => {
      const target = readHash(location.hash);
      if (target) jump(target);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [jump]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the address that the page was opened with.
  useEffect(() => {
    const target = readHash(location.hash);
    if (target) jump(target);
  }, []);

  const tour = useTour(shown);
  const [isTourAskedFor, setTourAskedFor] = useState(false);
  const isOnTour = tour.place !== 'left' && tour.place !== 'done';
  const startTour = (): void => {
    setTourAskedFor(true);
    tour.restart();
  };
  const leaveTour = (): void => {
    setTourAskedFor(false);
    tour.close();
    document.getElementById(tourButtonId)?.focus();
  };

  const seen = visibleChannels(shown.slack, me);
  const channel = seen.find(({ id }) => id === place.channel) ?? seen[0];
  // The app is installed for its own workspace only.
  const isHome = place.channel === homeChannel && me.teamId === shown.slack.team.id;
  const page = useMemo<PageState>(
    () => ({ ...shown, me, place, theme, go, jump, closeThread }),
    [shown, me, place, theme, go, jump, closeThread],
  );

  return (
    <PageStateContext value={page}>
      <div className="app" data-screen={place.screen} data-tour={tour.place}>
        <SkipLink />
        <Banner appearance={appearance} choose={choose} isLive={isLive} isOnTour={isOnTour} startTour={startTour} />
        <TourPanel tour={tour} isAskedFor={isTourAskedFor} leave={leaveTour} />
        <Sidebar channels={seen} current={isHome ? homeChannel : channel?.id} />
        {/* On a narrow screen only one of the two is shown. */}
        <main>
          {isHome || !channel ? (
            <HomeTab key={me.id} />
          ) : (
            <Conversation key={`${me.id}/${channel.id}`} channel={channel} />
          )}
          <SidePane />
        </main>
        <BottomTabs />
        <Announcer />
      </div>
      <ModalStack />
    </PageStateContext>
  );
}

/** The first of them that is on the page and can be seen. */
function focusFirst(...elements: readonly (Element | null)[]): void {
  const seen = elements.find((element) => element?.isConnected && element.getClientRects().length > 0);
  if (seen instanceof HTMLElement) seen.focus();
}
