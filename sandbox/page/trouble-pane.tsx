// Trouble to order: the bot killed and started, faults of AWS and Slack, things that change while a card waits.
import type { FaultView } from '../run/views.js';
import { callApi } from './api-client.js';
import { BotList } from './bot-list.js';
import { CallLog } from './call-log.js';
import { ClockControls } from './clock-controls.js';
import { EditButtons } from './edit-buttons.js';
import { usePageState } from './page-state.js';
import { Toggle } from './toggle.js';

const mainReference = 'EREFERENCE0001';
const mainChannel = 'C0CDN000001';

export function TroublePane() {
  const { trouble } = usePageState();
  const sides = [
    { side: 'AWS', title: 'AWS has a bad day' },
    { side: 'Slack', title: 'Slack has a bad day' },
  ] as const;
  return (
    <section aria-label="Trouble" className="trouble" data-testid="trouble">
      <h2>The bot</h2>
      <BotList />
      <SecondPerson />
      <h2>The clock</h2>
      <ClockControls />
      {sides.map(({ side, title }) => (
        <div key={side}>
          <h2>{title}</h2>
          <ul className="rows">
            {trouble.troubles
              .filter((one) => one.side === side)
              .map((one) => (
                <TroubleSwitch key={one.name} trouble={one} />
              ))}
          </ul>
        </div>
      ))}
      <WhileItWaits />
      <h2>What the bot asked for</h2>
      <CallLog />
    </section>
  );
}

function TroubleSwitch({ trouble }: { readonly trouble: FaultView }) {
  const { name, title, sentence, kind, isOn } = trouble;
  return (
    <li className={`row${isOn ? ' is-on' : ''}`}>
      <Toggle
        look="switch"
        isOn={isOn}
        describedBy={`trouble-${name}`}
        testId={`trouble-${name}`}
        change={(next) => callApi('trouble', { name, isOn: next })}
      >
        <strong>{title}</strong>
        {kind === 'once' && <span className="mark">{isOn ? 'waits for its call' : 'once'}</span>}
      </Toggle>
      <span className="quiet" id={`trouble-${name}`}>
        {sentence}
      </span>
    </li>
  );
}

function SecondPerson() {
  const { requireSecondPerson } = usePageState().trouble;
  return (
    <ul className="rows">
      <li className={`row${requireSecondPerson ? ' is-on' : ''}`}>
        <Toggle
          look="switch"
          isOn={requireSecondPerson}
          describedBy="about-second-person"
          testId="second-person"
          change={(isRequired) => callApi('second-person', { isRequired })}
        >
          <strong>Two people</strong>
        </Toggle>
        <span className="quiet" id="about-second-person">
          REQUIRE_SECOND_PERSON: whoever asked cannot approve. The bot is stopped and started again with it.
        </span>
      </li>
    </ul>
  );
}

function WhileItWaits() {
  const { slack, aws } = usePageState();
  const isShared = slack.channels.find(({ id }) => id === mainChannel)?.isShared ?? false;
  const group = aws.allowedGroups[0] ?? '';
  const isMember = aws.users.find(({ username }) => username === 'ana')?.groups.includes(group) ?? false;
  return (
    <>
      <h2>While a card waits</h2>
      <ul className="rows">
        <li className="row">
          <strong>Somebody edits the reference {mainReference}</strong>
          <span className="quiet">
            Approve then creates nothing: the card is drawn again, says what moved, and waits.
          </span>
          <EditButtons id={mainReference} />
        </li>
        <li className={`row${isMember ? '' : ' is-on'}`}>
          <Toggle
            look="switch"
            isOn={!isMember}
            testId="take-away-ana"
            change={(isTaken) => callApi('membership', { username: 'ana', group, isMember: !isTaken })}
          >
            <strong>ana loses her group</strong>
          </Toggle>
          <span className="quiet">Her next click is refused, whatever she could do when the card was posted.</span>
        </li>
        <li className={`row${isShared ? ' is-on' : ''}`}>
          <Toggle
            look="switch"
            isOn={isShared}
            testId="share-cdn-switch"
            change={(next) => callApi('share', { channel: mainChannel, isShared: next })}
          >
            <strong>#cdn is shared with another organisation</strong>
          </Toggle>
          <span className="quiet">
            Their people see the cards and can click; they are refused, and so is the command.
          </span>
        </li>
        <li className="row">
          <button type="button" className="button is-danger" data-testid="reset" onClick={() => void callApi('reset')}>
            Start over
          </button>
          <span className="quiet">
            Empties the channels and puts AWS back to the world that it started with. The bot runs on, and the clock
            stays.
          </span>
        </li>
      </ul>
    </>
  );
}
