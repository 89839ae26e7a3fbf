// "Are you sure?", as the button's confirm object asks it.

import { Dialog } from './dialog.js';
import { usePageState } from './page-state.js';
import { toPlainText } from './plain-text.js';
import type { Confirm } from './press.js';

interface ConfirmProps {
  readonly confirm: Confirm;
  onClose(isConfirmed: boolean): void;
}

export function ConfirmDialog({ confirm, onClose }: ConfirmProps) {
  const { slack } = usePageState();
  return (
    <Dialog title={confirm.title} testId="confirm-dialog" onClose={() => onClose(false)}>
      <p className="dialog-text">{confirm.isMarkdown ? toPlainText(confirm.text, slack) : confirm.text}</p>
      <p className="dialog-foot">
        <button type="button" className="button" data-testid="confirm-deny" onClick={() => onClose(false)}>
          {confirm.deny}
        </button>
        <button
          type="button"
          className={`button ${confirm.isDanger ? 'is-danger' : 'is-primary'}`}
          data-testid="confirm-yes"
          onClick={() => onClose(true)}
        >
          {confirm.confirm}
        </button>
      </p>
    </Dialog>
  );
}
