// Ready-made changes of a distribution.

import { callApi } from './api-client.js';
import { usePageState } from './page-state.js';

export function EditButtons({ id }: { readonly id: string }) {
  const { aws } = usePageState();
  return (
    <p className="button-row">
      {aws.edits.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          className="button"
          data-testid={`edit-${name}`}
          onClick={() => void callApi('reference', { id, edit: name })}
        >
          {title}
        </button>
      ))}
    </p>
  );
}
