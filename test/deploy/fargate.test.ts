// fargate.yml: the bot's container as the Dockerfile and the program want it, with no way in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  asFields,
  asList,
  asText,
  readTemplate,
  resourceOf,
  resourcesOf,
  root,
  walk,
} from '../support/cloudformation.js';
import { imageHealthCheck } from '../support/dockerfile.js';
import { knownVariables } from '../support/environment.js';

const template = readTemplate('fargate.yml');
const container = asFields(asList(resourceOf(template, 'TaskDefinition').properties.ContainerDefinitions)[0]);
const names = (list: 'Environment' | 'Secrets') => asList(container[list]).map((item) => asText(asFields(item).Name));

test('nothing can call in', () => {
  const types = resourcesOf(template).map(({ type }) => type);
  expect(types).toContain('AWS::EC2::SecurityGroup');
  expect(types.filter((type) => /SecurityGroupIngress|LoadBalanc|ServiceDiscovery/.test(type))).toEqual([]);
  const keys = [...walk(template.Resources)].map(({ path }) => path.at(-1));
  expect(keys.filter((key) => /Ingress|PortMappings|LoadBalancers/.test(key ?? ''))).toEqual([]);
  const ports = asList(resourceOf(template, 'SecurityGroup').properties.SecurityGroupEgress).map(asFields);
  expect(ports.map(({ FromPort, ToPort }) => [FromPort, ToPort])).toEqual([
    [443, 443],
    [443, 443],
  ]);
});

test('every variable is one that the program knows, and the two tokens are secrets', () => {
  expect([...names('Environment'), ...names('Secrets')].filter((name) => !knownVariables.has(name))).toEqual([]);
  expect(names('Secrets')).toEqual(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']);
  expect(names('Environment').filter((name) => /TOKEN|SECRET/.test(name))).toEqual([]);
});

test('the container writes nothing, may nothing, and is asked what the image asks itself', () => {
  expect(container).toMatchObject({
    ReadonlyRootFilesystem: true,
    LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
  });
  expect(container.HealthCheck).toEqual({
    Command: ['CMD', ...imageHealthCheck.command],
    Interval: imageHealthCheck.interval,
    Timeout: imageHealthCheck.timeout,
    StartPeriod: imageHealthCheck.startPeriod,
    Retries: imageHealthCheck.retries,
  });
});

test('ECS waits longer than the bot takes to finish', () => {
  const [, drain = ''] = /drainTimeoutMs = ([\d_]+)/.exec(readFileSync(join(root, 'src', 'app.ts'), 'utf8')) ?? [];
  expect(container.StopTimeout).toBeGreaterThanOrEqual(Number(drain.replace('_', '')) / 1_000 + 5);
});

test('Slack takes the connections of the old and the new replicas together', () => {
  const { Default, MaxValue } = asFields(asFields(template.Parameters).DesiredCount);
  const { MaximumPercent } = asFields(resourceOf(template, 'Service').properties.DeploymentConfiguration);
  expect(Default).toBe(2);
  const replicas = (Number(MaxValue) * Number(MaximumPercent)) / 100;
  expect(2 * replicas).toBeLessThanOrEqual(10);
  expect(asList(container.Environment)).toContainEqual({ Name: 'SLACK_MAX_REPLICAS', Value: String(replicas) });
});

test('a deployment that does not come up is taken back', () => {
  expect(resourceOf(template, 'Service').properties.DeploymentConfiguration).toMatchObject({
    DeploymentCircuitBreaker: { Enable: true, Rollback: true },
  });
});
