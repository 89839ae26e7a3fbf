// Ready-made changes of a distribution.
import { useDesk } from './desk.js';
import { ask } from './door.js';

export function EditButtons({ id }: { readonly id: string }) {
  const { aws } = useDesk();
  return (
    <p className="button-row">
      {aws.edits.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          className="button"
          data-testid={`edit-${name}`}
          onClick={() => void ask('reference', { id, edit: name })}
        >
          {title}
        </button>
      ))}
    </p>
  );
}
