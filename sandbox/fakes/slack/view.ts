// A modal or an App Home, as Slack returns it.
import type { Fields } from './json.js';
import type { Block } from './messages.js';

export interface View extends Fields {
  id: string;
  type: string;
  blocks: Block[];
  hash: string;
  callback_id: string;
  external_id: string;
  private_metadata: string;
  state: { values: Fields };
  previous_view_id: string | null;
  root_view_id: string;
}
