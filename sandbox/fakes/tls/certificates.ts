// A certificate authority for tests and the sandbox: X.509 certificates (RFC 5280) with ECDSA keys, made in a millisecond.
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  /** PEM. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

export interface CertificateOptions {
  /** Subject alternative names: DNS names, with wildcards. */
  readonly names: readonly string[];
  readonly validFrom?: Date;
  readonly validTo?: Date;
}

export interface CertificateAuthority {
  /** PEM. */
  readonly cert: string;
  issue(options: CertificateOptions): Certificate;
}

const dayMs = 86_400_000;

export function createCertificateAuthority(name = 'cf-clone test CA', now = new Date()): CertificateAuthority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const period = (from = now, to = new Date(now.getTime() + 365 * dayMs)) => ({ from, to });
  const cert = encodeCertificate({
    subject: name,
    issuer: name,
    ...period(new Date(now.getTime() - 30 * dayMs)),
    publicKey: own.publicKey,
    signingKey: own.privateKey,
    // basicConstraints, critical: this is a certificate authority.
    extensions: [extension('551d13', sequence(boolean), true)],
  });
  return {
    cert,
    issue: ({ names, validFrom = new Date(now.getTime() - dayMs), validTo }) => {
      const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return {
        cert: encodeCertificate({
          subject: names[0] ?? 'nobody',
          issuer: name,
          ...period(validFrom, validTo),
          publicKey: leaf.publicKey,
          signingKey: own.privateKey,
          // subjectAltName; each DNS name has the context tag 2 (RFC 5280, 4.2.1.6).
          extensions: [extension('551d11', sequence(...names.map((dns) => element(0x82, Buffer.from(dns, 'ascii')))))],
        }),
        key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

interface Contents {
  readonly subject: string;
  readonly issuer: string;
  readonly from: Date;
  readonly to: Date;
  readonly publicKey: KeyObject;
  readonly signingKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

function encodeCertificate({ subject, issuer, from, to, publicKey, signingKey, extensions }: Contents): string {
  const toBeSigned = sequence(
    element(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    commonName(issuer),
    sequence(time(from), time(to)),
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(...extensions)),
  );
  const der = sequence(toBeSigned, ecdsaWithSha256, bitString(sign('sha256', toBeSigned, signingKey)));
  const base64 = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
}

/** One element of DER (X.690, 8.1): tag, length, content. */
function element(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const digits = length.subarray(length.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length]), digits, body]);
}

function sequence(...content: readonly Buffer[]): Buffer {
  return element(0x30, ...content);
}

function integer(bytes: Buffer): Buffer {
  return element(0x02, bytes);
}

function bitString(bytes: Buffer): Buffer {
  return element(0x03, Buffer.from([0]), bytes);
}

function objectId(hex: string): Buffer {
  return element(0x06, Buffer.from(hex, 'hex'));
}

const boolean = element(0x01, Buffer.from([0xff]));
/** 1.2.840.10045.4.3.2 (RFC 5758). */
const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));

function commonName(text: string): Buffer {
  return sequence(element(0x31, sequence(objectId('550403'), element(0x0c, Buffer.from(text)))));
}

/** GeneralizedTime; RFC 5280 wants UTCTime before 2050, and OpenSSL takes either. */
function time(date: Date): Buffer {
  return element(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`));
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(objectId(id), ...(isCritical ? [boolean] : []), element(0x04, value));
}
