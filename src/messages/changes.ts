// Why a field of a clone differs from its reference, for people in Slack and API clients alike.
import type { ChangeReason } from '../clone/changes.js';

export const changeReasons: Readonly<Record<ChangeReason, string>> = {
  alias: 'the clone answers only for this domain',
  comment: 'names the clone',
  certificate: 'the certificate that covers the domain',
  minimum_protocol: 'older protocols are not carried over',
  certificate_block: 'built again for the ACM certificate',
  origin_host: 'the new origin',
  origin_path: 'belonged to the old kind of host',
  access_control: 'the access control depends on the kind of host',
  client_certificate: 'the client certificate was meant for the old host',
  origin_kind: 'depends on the kind of host',
  continuous_deployment: 'belongs to the reference and its staging distribution',
  static_ips: 'the clone does not join a static-IP list by itself',
  staging: 'the clone serves viewers directly',
  cache_policy: 'not allowed beside a cache policy',
  origin: 'follows from the change of origin',
};
