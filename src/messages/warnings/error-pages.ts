// Error pages and the root object of a bucket, in front of an API.
import { quote } from '../../clone/visible-text.js';
import type { ErrorPageFacts } from '../../clone/warnings/error-pages.js';
import { quoteAll, text, type WarningTexts } from './text.js';

export const errorPageTexts: WarningTexts<ErrorPageFacts> = {
  error_codes_hidden: ({ host, codes, pages }) => {
    const changes = codes.map(({ from, to }) => `${from} becomes ${to}`).join(', ');
    return text(
      `Error pages made for a bucket hide the answers of ${quote(host)}: ${changes}, with the page ${quoteAll(pages)}.`,
      'Remove the custom error responses from the clone if the new origin has answers of its own.',
    );
  },
  root_object_kept: ({ host, object }) =>
    text(
      `A request for ${quote('/')} asks ${quote(host)} for ${quote(`/${object}`)}.`,
      'Remove the default root object from the clone if the new origin answers at the root.',
    ),
};
