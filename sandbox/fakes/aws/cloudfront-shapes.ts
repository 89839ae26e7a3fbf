// Plain values ⇄ XML for CloudFront's shapes: seeds come as objects, the control API shows objects.

import { type XmlElement, xml } from './cloudfront-xml.js';

/** What the entries of `<Parent><Items>…` are called; CloudFront names them per list. */
const entryNames: Record<string, string> = {
  Aliases: 'CNAME',
  AllowedMethods: 'Method',
  CacheBehaviors: 'CacheBehavior',
  CachedMethods: 'Method',
  CustomErrorResponses: 'CustomErrorResponse',
  CustomHeaders: 'OriginCustomHeader',
  FunctionAssociations: 'FunctionAssociation',
  GeoRestriction: 'Location',
  Headers: 'Name',
  LambdaFunctionAssociations: 'LambdaFunctionAssociation',
  Members: 'OriginGroupMember',
  OriginGroups: 'OriginGroup',
  OriginSslProtocols: 'SslProtocol',
  Origins: 'Origin',
  QueryStringCacheKeys: 'Name',
  StatusCodes: 'StatusCode',
  Tags: 'Tag',
  TrustedKeyGroups: 'KeyGroup',
  TrustedSigners: 'AwsAccountNumber',
  WhitelistedNames: 'Name',
};

const numberNames = new Set([
  'ConnectionAttempts',
  'ConnectionTimeout',
  'DefaultTTL',
  'ErrorCachingMinTTL',
  'ErrorCode',
  'HTTPPort',
  'HTTPSPort',
  'MaxTTL',
  'MinTTL',
  'OriginKeepaliveTimeout',
  'OriginReadTimeout',
  'Quantity',
  'ResponseCompletionTimeout',
  'StatusCode',
]);

const booleanNames = new Set([
  'AdvertiseTrustStoreCaNames',
  'CloudFrontDefaultCertificate',
  'Compress',
  'Enabled',
  'IgnoreCertificateExpiry',
  'IncludeBody',
  'IncludeCookies',
  'IsIPV6Enabled',
  'QueryString',
  'Required',
  'SmoothStreaming',
  'Staging',
]);

export function toElement(name: string, value: unknown, parent = ''): XmlElement {
  if (Array.isArray(value)) {
    const entryName = name === 'Items' ? (entryNames[parent] ?? 'member') : 'member';
    return xml(
      name,
      value.map((entry) => toElement(entryName, entry)),
    );
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
    return xml(
      name,
      members.map(([key, member]) => toElement(key, member, name)),
    );
  }
  return xml(name, String(value));
}

/** The other way; members no one knows come out as text or objects, so the view loses nothing either. */
export function toValue(element: XmlElement): unknown {
  if (element.name === 'Items' || element.name === 'ParameterDefinitions') return element.children.map(toValue);
  if (element.children.length > 0) {
    return Object.fromEntries(element.children.map((child) => [child.name, toValue(child)]));
  }
  if (numberNames.has(element.name)) return Number(element.text);
  if (booleanNames.has(element.name)) return element.text === 'true';
  return element.text;
}

/** Puts members in place of those of the same name, and takes away those given as null. */
export function mergeMembers(element: XmlElement, patch: { readonly [member: string]: unknown }): XmlElement {
  const kept = element.children.filter((child) => patch[child.name] !== null);
  const replaced = kept.map((child) => {
    const value = patch[child.name];
    return value === undefined ? child : toElement(child.name, value);
  });
  const known = new Set(element.children.map((child) => child.name));
  const added = Object.entries(patch)
    .filter(([name, value]) => !known.has(name) && value !== null && value !== undefined)
    .map(([name, value]) => toElement(name, value));
  return xml(element.name, [...replaced, ...added]);
}
