// Ready-made changes of a distribution, as somebody else might make them while a card waits.
import { textAt } from '../fakes/aws/cloudfront-xml.js';
import type { Store, StoredDistribution } from '../fakes/aws/store.js';

interface Edit {
  readonly title: string;
  patch(distribution: StoredDistribution): Readonly<Record<string, unknown>>;
}

export const edits: Readonly<Record<string, Edit>> = {
  'price-class': {
    title: 'Change the price class',
    patch: ({ config }) => ({
      PriceClass: textAt(config, 'PriceClass') === 'PriceClass_All' ? 'PriceClass_100' : 'PriceClass_All',
    }),
  },
  'root-object': {
    title: 'Change the default root object',
    patch: ({ config }) => ({
      DefaultRootObject: textAt(config, 'DefaultRootObject') === 'home.html' ? 'index.html' : 'home.html',
    }),
  },
  comment: {
    title: 'Change the comment',
    patch: ({ config }) => ({ Comment: `${textAt(config, 'Comment').replace(/ \(edited\)$/, '')} (edited)` }),
  },
};

/** False where there is no such distribution or edit. */
export function editDistribution(store: Store, id: string, name: string): boolean {
  const distribution = store.distributions.get(id);
  const edit = edits[name];
  if (!distribution || !edit) return false;
  store.mergeConfig(distribution, edit.patch(distribution));
  return true;
}
