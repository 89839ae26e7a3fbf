// The first stop of the Tab key: past the lists, to where one types.
import { usePageState } from './page-state.js';

export const composerId = 'composer';
export const mainId = 'main';

export function SkipLink() {
  const { go } = usePageState();
  const skip = (): void => {
    go({ screen: 'channel' });
    // On a narrow screen the composer is there only once the channel is.
    setTimeout(() => (document.getElementById(composerId) ?? document.getElementById(mainId))?.focus());
  };
  return (
    <a
      className="skip-link"
      href={`#${mainId}`}
      data-testid="skip-link"
      onClick={(event) => {
        event.preventDefault();
        skip();
      }}
    >
      Skip to the message box
    </a>
  );
}
