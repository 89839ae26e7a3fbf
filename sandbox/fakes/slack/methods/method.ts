// What a Web API method is: arguments in, the fields of an ok answer out, or a Refusal.
import type { Arguments } from '../arguments.js';
import type { Desk } from '../desk.js';
import type { Fields } from '../json.js';

export type Method = (args: Arguments, desk: Desk) => Fields;
