// Modals: the view's blocks, its inputs with their errors, and submit.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Block, Fields, SurfaceView } from '../run/views.js';
import { callApi } from './api-client.js';
import { Blocks } from './blocks.js';
import { Dialog } from './dialog.js';
import { isFields } from './fields.js';
import { findMissing, keepKnown, type Values } from './form-state.js';
import { InputBlock } from './input-block.js';
import { usePageState } from './page-state.js';
import type { Press } from './press.js';

/** The topmost modal of the person that one is. */
export function ModalStack() {
  const { slack, me } = usePageState();
  const view = slack.modals.filter(({ owner }) => owner === undefined || owner === me.id).at(-1);
  return view ? <Modal key={view.id} view={view} /> : null;
}

function Modal({ view }: { readonly view: SurfaceView }) {
  const { me } = usePageState();
  const [values, setValues] = useState<Values>({});
  const [errors, setErrors] = useState<Fields>({});
  const [failure, setFailure] = useState('');

  const form = useRef<HTMLFormElement>(null);
  // A form that the bot redraws keeps what was typed, but not what was wrong with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each drawing has its own hash.
  useEffect(() => setErrors({}), [view.hash]);
  // The first field that is wrong takes the focus.
  useEffect(() => {
    if (Object.keys(errors).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);

  /** Cancel leaves the view; Escape leaves the whole stack. */
  const close = (isStack: boolean): void => void callApi('close', { user: me.id, view_id: view.id, isStack });
  const stateNow = (): Values => keepKnown(view.blocks, values);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setFailure('');
    const missing = findMissing(view.blocks, values);
    setErrors(missing);
    if (Object.keys(missing).length > 0) return;
    const answer = await callApi('submit', { user: me.id, view_id: view.id, values: stateNow() });
    if (!answer.ok) {
      setFailure(`We had some trouble connecting (${answer.error}). Try again?`);
      return;
    }
    const { errors: wrong, trouble } = answer.body;
    if (typeof trouble === 'string') setFailure(trouble);
    setErrors(isFields(wrong) ? wrong : {});
  };
  const press: Press = async ({ element, blockId, value }) => {
    const answer = await callApi('click', {
      user: me.id,
      view_id: view.id,
      action_id: element.action_id,
      ...(blockId && { block_id: blockId }),
      ...(value !== undefined && { value }),
      state: stateNow(),
    });
    if (!answer.ok) setFailure(answer.error);
  };
  return (
    <Dialog title={view.title} testId="modal" onClose={() => close(true)}>
      <form ref={form} onSubmit={submit} className="modal-form" noValidate>
        {view.blocks.map((block, index) =>
          block.type === 'input' ? (
            <InputBlock
              key={`${block.block_id ?? index}/${actionOf(block)}`}
              block={block}
              viewId={view.id}
              press={press}
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
          <button type="button" className="button" onClick={() => close(false)} data-testid="modal-close">
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

function actionOf({ element }: Block): string {
  return isFields(element) ? String(element.action_id) : '';
}
