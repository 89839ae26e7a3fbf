// All routes of the REST API. Routing, validation, body limits and the OpenAPI document come from this table.
// To add a route, write a file like the ones imported here and add it to the list.
import { cloneDistribution } from './clone-distribution.js';
import { cloneDistributions } from './clone-distributions.js';
import { getClone } from './get-clone.js';
import { createOpenApiRoute } from './get-document.js';
import { listClones } from './list-clones.js';
import type { Route } from './route.js';
import { undoClone } from './undo-clone.js';

export const routes: readonly Route[] = [
  cloneDistribution,
  getClone,
  undoClone,
  cloneDistributions,
  listClones,
  createOpenApiRoute(() => routes),
];
