// The Cognito users, and their groups as switches.

import { callApi } from './api-client.js';
import { usePageState } from './page-state.js';
import { Toggle } from './toggle.js';

export function Users() {
  const { aws } = usePageState();
  return (
    <>
      <p className="quiet pane-note">
        Pool <code>{aws.userPool}</code>. Members of <code>{aws.allowedGroups.join(', ')}</code> may clone and approve;
        the bot asks again at every click.
      </p>
      <ul className="rows" data-testid="users">
        {aws.users.map(({ username, email, isEmailVerified, isEnabled, groups }) => (
          <li key={username} className="row" data-testid={`user-${username}`}>
            <fieldset>
              <legend>
                <strong>{username}</strong> <span className="quiet">{email}</span>
              </legend>
              <p className="quiet">
                {isEmailVerified ? 'e-mail verified' : 'e-mail not verified'}
                {isEnabled ? '' : ' · disabled'}
              </p>
              {aws.groups.map((group) => (
                <Toggle
                  key={group}
                  isOn={groups.includes(group)}
                  testId={`member-${username}-${group}`}
                  change={(isMember) => callApi('membership', { username, group, isMember })}
                >
                  {group}
                </Toggle>
              ))}
            </fieldset>
          </li>
        ))}
      </ul>
    </>
  );
}
