// Right: the thread, AWS, or trouble.
import { AwsPane } from './aws-pane.js';
import { usePageState } from './page-state.js';
import { Tabs } from './tabs.js';
import { ThreadPane } from './thread-pane.js';
import { TroublePane } from './trouble-pane.js';

export function SidePane() {
  const { place, trouble, go } = usePageState();
  // Another pane, or another distribution, begins at its top.
  const shown = place.pane === 'aws' ? `aws/${place.distribution ?? ''}` : place.pane;
  const count = trouble.troubles.filter(({ isOn }) => isOn).length;
  return (
    <section className="side" aria-label="Thread, AWS and trouble">
      <Tabs
        label="Panes"
        testPrefix="pane"
        panel="pane"
        current={place.pane}
        choose={(pane) => go({ pane, screen: 'pane' })}
        tabs={[
          { name: 'thread', title: 'Thread' },
          { name: 'aws', title: 'AWS' },
          { name: 'trouble', title: 'Trouble', ...(count > 0 && { mark: String(count) }) },
        ]}
      />
      <div
        key={shown}
        className="pane"
        id="pane"
        role="tabpanel"
        aria-labelledby={`pane-${place.pane}`}
        data-pane={place.pane}
      >
        {place.pane === 'thread' && <ThreadPane />}
        {place.pane === 'aws' && <AwsPane />}
        {place.pane === 'trouble' && <TroublePane />}
      </div>
    </section>
  );
}
