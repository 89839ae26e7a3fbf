// Small parts of the OpenAPI document that several routes use.
import type { Json } from './route.js';

/** A hundred items with the longest names that exist are shorter. API Gateway itself accepts up to 10 MB. */
export const maxJsonBytes = 262_144;

export const schemaUri = '#/components/schemas/';

export const schemaRef = (name: string): Json => ({ $ref: `${schemaUri}${name}` });

export const jsonContent = (name: string): Json => ({ 'application/json': { schema: schemaRef(name) } });
