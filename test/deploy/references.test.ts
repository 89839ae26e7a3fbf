// What the templates name exists in them, what they declare is used, and nothing goes in a circle.
import {
  asFields,
  asList,
  asText,
  type Fields,
  isFields,
  isList,
  type Json,
  parseTemplate,
  readTemplate,
  resourcesOf,
  walk,
} from '../support/cloudformation.js';

interface Uses {
  /** Parameters and resources. */
  readonly names: readonly string[];
  readonly conditions: readonly string[];
}

/** Everything that a part of a template refers to. */
function usesIn(part: Json): Uses {
  const names: string[] = [];
  const conditions: string[] = [];
  for (const { value } of walk(part)) {
    if (!isFields(value)) continue;
    if (typeof value.Ref === 'string') names.push(value.Ref);
    if (typeof value.Condition === 'string') conditions.push(value.Condition);
    const attribute = value['Fn::GetAtt'];
    if (attribute !== undefined) names.push(asText(asList(attribute)[0]));
    const choice = value['Fn::If'];
    if (choice !== undefined) conditions.push(asText(asList(choice)[0]));
    if ('DependsOn' in value) names.push(...asList(value.DependsOn).map(asText));
    if (value['Fn::Sub'] !== undefined) names.push(...namesInSub(value['Fn::Sub']));
  }
  return { names: names.filter((name) => !name.startsWith('AWS::')), conditions };
}

/** Of `${Name}` and `${Name.Attribute}` the name; those that !Sub brings along itself are no names of the template. */
function namesInSub(sub: Json): string[] {
  const [text, own] = isList(sub) ? [asText(sub[0]), asFields(sub[1] ?? {})] : [asText(sub), {}];
  return [...text.matchAll(/\$\{([^}!]+)\}/g)]
    .map((match) => match[1]?.split('.')[0] ?? '')
    .filter((name) => !(name in own));
}

function sorted(items: Iterable<string>): string[] {
  return [...new Set(items)].sort();
}

/** The resources that a resource waits for. SAM turns a function's events into parts of the API, which name the function. */
function waitsFor(template: Fields): Map<string, readonly string[]> {
  const resources = asFields(template.Resources);
  const edges = new Map<string, readonly string[]>();
  for (const { id, type, properties } of resourcesOf(template)) {
    const { Events, ...alone } = properties;
    const isFunction = type === 'AWS::Serverless::Function';
    const part = isFunction ? alone : asFields(resources[id]);
    edges.set(
      id,
      usesIn(part).names.filter((name) => name in resources),
    );
    for (const { value } of isFunction ? walk(Events) : []) {
      const api = isFields(value) && isFields(value.RestApiId) ? asText(value.RestApiId.Ref) : undefined;
      if (api) edges.set(api, [...(edges.get(api) ?? usesIn(asFields(resources[api])).names), id]);
    }
  }
  return edges;
}

function findCircle(edges: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (id: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const next of edges.get(id) ?? []) {
      const circle = visit(next, [...way, id]);
      if (circle) return circle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of edges.keys()) {
    const circle = visit(id, []);
    if (circle) return circle;
  }
  return undefined;
}

test('short tags become the functions that they stand for', () => {
  const text = `
a: !Ref Name
b: !GetAtt Function.Resource.Arn
c: !Sub '\${Name}-\${Thing.Arn}-\${!Literal}'
d: !If [Has, !Ref Name, !Ref AWS::NoValue]
e: !Sub ['\${Own}', { Own: !Select [0, !Split [_, !Ref Name]] }]
`;
  expect(parseTemplate(text)).toEqual({
    a: { Ref: 'Name' },
    b: { 'Fn::GetAtt': ['Function', 'Resource.Arn'] },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's, not ours
    c: { 'Fn::Sub': '${Name}-${Thing.Arn}-${!Literal}' },
    d: { 'Fn::If': ['Has', { Ref: 'Name' }, { Ref: 'AWS::NoValue' }] },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's, not ours
    e: { 'Fn::Sub': ['${Own}', { Own: { 'Fn::Select': [0, { 'Fn::Split': ['_', { Ref: 'Name' }] }] } }] },
  });
  expect(sorted(usesIn(parseTemplate(text)).names)).toEqual(['Function', 'Name', 'Thing']);
});

test('what CloudFormation does not take is no template', () => {
  expect(() => parseTemplate('a: 1\na: 2')).toThrow('unique');
  expect(() => parseTemplate('a: &x 1\nb: *x')).toThrow('aliases');
});

test('a circle is found', () => {
  const edges = new Map([
    ['Api', ['Pool', 'Function']],
    ['Function', ['Client']],
    ['Client', ['Api']],
  ]);
  expect(findCircle(edges)).toEqual(['Api', 'Function', 'Client', 'Api']);
});

describe.each(['template.yml', 'fargate.yml', 'pool.yml'])('%s', (file) => {
  const template = readTemplate(file);
  const { Parameters, Conditions, Resources, Rules, Outputs } = template;
  const uses = usesIn({ Conditions, Resources, Rules, Outputs });

  test('every name that is referred to exists', () => {
    const known = { ...asFields(Parameters), ...asFields(Resources) };
    expect(uses.names.filter((name) => !(name in known))).toEqual([]);
    // A policy's own Condition is a map, not a name.
    expect(uses.conditions.filter((name) => !(name in asFields(Conditions)))).toEqual([]);
  });

  test('every parameter and condition is used', () => {
    expect(Object.keys(asFields(Parameters)).filter((name) => !uses.names.includes(name))).toEqual([]);
    expect(Object.keys(asFields(Conditions)).filter((name) => !uses.conditions.includes(name))).toEqual([]);
  });

  test('no resource waits for itself', () => {
    expect(findCircle(waitsFor(template))).toBeUndefined();
  });

  test('what refers to a conditional resource does so under its condition', () => {
    const conditional = new Map(resourcesOf(template).map(({ id, condition }) => [id, condition]));
    const bare = resourcesOf(template).flatMap(({ id, condition, properties }) =>
      usesIn(withoutChoices(properties)).names.filter((name) => {
        const needed = conditional.get(name);
        return needed !== undefined && needed !== condition && id !== name;
      }),
    );
    expect(bare).toEqual([]);
  });
});

/** The value with every !If left out. */
function withoutChoices(value: Json): Json {
  if (isList(value)) return value.map(withoutChoices);
  if (!isFields(value)) return value;
  if ('Fn::If' in value) return null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutChoices(item)]));
}
