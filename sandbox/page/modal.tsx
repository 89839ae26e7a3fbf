// Modals: the view's blocks, its inputs with their errors, and submit.
import { type FormEvent, useState } from 'react';
import type { Fields, SurfaceView } from '../run/views.js';
import { callApi } from './api-client.js';
import { Blocks } from './blocks.js';
import { Dialog } from './dialog.js';
import { isFields } from './fields.js';
import { InputBlock } from './input-block.js';
import { usePageState } from './page-state.js';
import type { Press } from './press.js';

/** The topmost modal of the person that one is. */
export function ModalStack() {
  const { slack, me } = usePageState();
  const view = slack.modals.filter(({ owner }) => owner === undefined || owner === me.id).at(-1);
  return view ? <Modal key={view.id} view={view} /> : null;
}

type Values = Readonly<Record<string, Readonly<Record<string, Fields>>>>;

function Modal({ view }: { readonly view: SurfaceView }) {
  const { me } = usePageState();
  const [values, setValues] = useState<Values>({});
  const [errors, setErrors] = useState<Fields>({});
  const [failure, setFailure] = useState('');

  const close = (): void => void callApi('close', { view_id: view.id });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setFailure('');
    const answer = await callApi('submit', { user: me.id, view_id: view.id, values });
    if (!answer.ok) {
      setFailure(`We had some trouble connecting: ${answer.error}. Try again?`);
      return;
    }
    const { body } = answer.body;
    setErrors(isFields(body) && isFields(body.errors) ? body.errors : {});
  };
  const press: Press = async ({ element, blockId, value }) => {
    const answer = await callApi('click', {
      user: me.id,
      view_id: view.id,
      action_id: element.action_id,
      ...(blockId && { block_id: blockId }),
      ...(value !== undefined && { value }),
      state: { values },
    });
    if (!answer.ok) setFailure(answer.error);
  };
  return (
    <Dialog title={view.title} testId="modal" onClose={close}>
      <form onSubmit={submit} className="modal-form" noValidate>
        {view.blocks.map((block, index) =>
          block.type === 'input' ? (
            <InputBlock
              key={block.block_id ?? index}
              block={block}
              viewId={view.id}
              error={typeof errors[block.block_id ?? ''] === 'string' ? String(errors[block.block_id ?? '']) : ''}
              change={(action, state) =>
                setValues((before) => ({ ...before, [block.block_id ?? '']: { [action]: state } }))
              }
            />
          ) : (
            <Blocks key={block.block_id ?? index} blocks={[block]} press={press} />
          ),
        )}
        {failure !== '' && (
          <p className="failure" role="alert">
            {failure}
          </p>
        )}
        <p className="dialog-foot">
          <button type="button" className="button" onClick={close} data-testid="modal-close">
            {view.close ?? 'Cancel'}
          </button>
          {view.submit !== undefined && (
            <button type="submit" className="button is-primary" data-testid="modal-submit">
              {view.submit}
            </button>
          )}
        </p>
      </form>
    </Dialog>
  );
}
