// pool.yml: the same pool and groups that template.yml makes beside the REST API, and nothing else.
import { asFields, readTemplate } from '../support/cloudformation.js';

const pool = readTemplate('pool.yml');
const rest = readTemplate('template.yml');

test.each(['UserPool', 'Operators', 'Approvers'])('%s is that of template.yml', (id) => {
  expect(asFields(pool.Resources)[id]).toEqual(asFields(rest.Resources)[id]);
});

test.each(['OperatorsGroup', 'ApproversGroup', 'Mfa'])('the parameter %s is that of template.yml', (name) => {
  expect(asFields(pool.Parameters)[name]).toEqual(asFields(rest.Parameters)[name]);
});

test('it makes nothing else', () => {
  expect(Object.keys(asFields(pool.Resources))).toEqual(['UserPool', 'Operators', 'Approvers']);
  expect(asFields(asFields(pool.Outputs).UserPoolId).Value).toEqual({ Ref: 'UserPool' });
});
