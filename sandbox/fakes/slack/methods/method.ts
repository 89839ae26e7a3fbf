// What a Web API method is: arguments in, the fields of an ok answer out, or a SlackError.
import type { Arguments } from '../arguments.js';
import type { Fields } from '../json.js';
import type { ServerContext } from '../server-context.js';

export type Method = (args: Arguments, context: ServerContext) => Fields;
