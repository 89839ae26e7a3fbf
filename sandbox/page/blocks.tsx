// Block Kit, drawn by slack-blocks-to-jsx; what it does not know is named instead of being left out.
import { Fragment, useMemo, useRef, useState } from 'react';
import { Message, type Block as RendererBlock } from 'slack-blocks-to-jsx';
import type { Block } from '../run/views.js';
import { cleanBlock } from './clean-block.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { ChoiceControl, isChoice } from './controls.js';
import { isFields } from './fields.js';
import { usePageState } from './page-state.js';
import { type Control, findPressed, type Press, readControl } from './press.js';
import { hooks } from './renderer-hooks.js';
import { useScrollingTables } from './scrolling-tables.js';

/** What the renderer draws as more than nothing. */
const known = new Set([
  'actions',
  'alert',
  'card',
  'carousel',
  'container',
  'context',
  'context_actions',
  'data_visualization',
  'divider',
  'file',
  'header',
  'image',
  'markdown',
  'plan',
  'rich_text',
  'section',
  'table',
  'task_card',
  'video',
]);

interface BlocksProps {
  readonly blocks: readonly Block[];
  readonly press: Press;
}

interface Waiting {
  readonly element: Control;
  readonly blockId: string;
}

export function Blocks({ blocks, press }: BlocksProps) {
  const [waiting, setWaiting] = useState<Waiting>();
  const choose = (element: Control, blockId: string): void => {
    if (element.confirm) setWaiting({ element, blockId });
    else pass(element, blockId);
  };
  const pass = (element: Control, blockId: string): void => {
    if (element.url !== undefined) open(element.url, '_blank', 'noreferrer');
    press({ element, blockId, ...(element.value !== undefined && { value: element.value }) });
  };
  return (
    <div className="blocks" data-testid="blocks">
      {blocks.map((block, index) => (
        <Fragment key={block.block_id ?? index}>
          {split(block).map((part, number) =>
            part.kind === 'choice' ? (
              <ChoiceControl
                key={part.control.action_id}
                control={part.control}
                choose={(value, state) =>
                  press({ element: part.control, blockId: block.block_id ?? '', value, ...(state && { state }) })
                }
              />
            ) : (
              <Drawn
                // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one block keep their order.
                key={number}
                block={part.block}
                choose={(element) => choose(element, block.block_id ?? '')}
              />
            ),
          )}
        </Fragment>
      ))}
      {waiting?.element.confirm && (
        <ConfirmDialog
          confirm={waiting.element.confirm}
          onClose={(isConfirmed) => {
            setWaiting(undefined);
            if (isConfirmed) pass(waiting.element, waiting.blockId);
          }}
        />
      )}
    </div>
  );
}

type Part = { readonly kind: 'drawn'; readonly block: Block } | { readonly kind: 'choice'; readonly control: Control };

/** The renderer's menus choose nothing: in a row of controls the page draws all but the buttons itself. */
function split(block: Block): Part[] {
  const elements = block.type === 'actions' && Array.isArray(block.elements) ? block.elements.filter(isFields) : [];
  if (!elements.some(({ type }) => isChoice(String(type)))) return [{ kind: 'drawn', block }];
  return elements.map((element) =>
    isChoice(String(element.type))
      ? { kind: 'choice', control: readControl(element) }
      : { kind: 'drawn', block: { ...block, elements: [element] } },
  );
}

function Drawn({ block, choose }: { readonly block: Block; choose(element: Control): void }) {
  const { theme } = usePageState();
  // Drawn once: the renderer builds a block anew every time it is asked.
  const drawn = useMemo(
    () => (
      <Message
        withoutWrapper
        theme={theme}
        name=""
        logo=""
        hooks={hooks}
        // Blocks come from a bot: what they really are is for the renderer to find out.
        blocks={[cleanBlock(block) as unknown as RendererBlock]}
      />
    ),
    [block, theme],
  );
  const box = useRef<HTMLDivElement>(null);
  useScrollingTables(box);
  if (!known.has(block.type)) return <UnknownBlock block={block} />;
  return (
    <div
      ref={box}
      className="block"
      data-block={block.type}
      onClickCapture={(event) => {
        const button = event.target instanceof Element ? event.target.closest('button[id]') : null;
        const pressed = button && box.current ? findPressed(block, box.current, button) : undefined;
        if (!pressed) return;
        // The renderer's own dialog would confirm nothing.
        event.preventDefault();
        event.stopPropagation();
        choose(pressed);
      }}
    >
      {drawn}
    </div>
  );
}

function UnknownBlock({ block }: { readonly block: Block }) {
  return (
    <details className="unknown-block" data-testid="unknown-block" data-block={block.type}>
      <summary>
        A <code>{block.type}</code> block: Slack draws it, this page cannot.
      </summary>
      <pre>{JSON.stringify(block, null, 2)}</pre>
    </details>
  );
}
