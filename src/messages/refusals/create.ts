// Creates whose result is in doubt, and requests that do not fit what an earlier one created.
import type { CreateRefusals } from '../../clone/refusals/create.js';
import { quote } from '../../clone/visible-text.js';
import type { DetailTexts } from './text.js';

export const createTexts: DetailTexts<CreateRefusals> = {
  holder_unknown: ({ domain }) => ({
    what: `CloudFront says that ${quote(domain)} is taken, and no list shows by which distribution yet.`,
    also: 'It may be the distribution of this request.',
  }),
  earlier_unreadable: ({ id }) => ({
    what: `AWS says that ${quote(id)} was already created for this request, but it could not be read.`,
  }),
  caller_reference_taken: ({ id }) => ({
    what: `${quote(id)} already uses the CallerReference of this request, but it was not created for it.`,
  }),
  alias_moved: ({ domain }) => ({
    what: `This request was carried out before, but its distribution does not serve ${quote(domain)} any more.`,
  }),
  earlier_serves: ({ id, aliases }) => ({
    also: `The distribution is ${quote(id)}, which serves ${aliases.map(quote).join(', ') || 'no domain'}.`,
  }),
  other_request: ({ id }) => ({ also: `It created ${quote(id)} from another origin or reference.` }),
  etag_changed: ({ id, etag }) => ({ also: `The ETag of ${quote(id)} is ${quote(etag)} now.` }),
};
