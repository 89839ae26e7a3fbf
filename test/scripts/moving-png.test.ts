// Screenshots as small pictures, and several of them as one that moves.
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { toMovingPng } from '../../scripts/moving-png.js';
import { shrinkPng } from '../../scripts/small-png.js';

/** A picture as Chromium writes it, from one letter for each pixel. */
function draw(...rows: readonly string[]): Buffer {
  const colours: Readonly<Record<string, readonly number[]>> = { w: [255, 255, 255], r: [255, 0, 0], b: [0, 0, 255] };
  const width = rows[0]?.length ?? 0;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(rows.length, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const data = Buffer.from(rows.flatMap((row) => [0, ...[...row].flatMap((pixel) => colours[pixel] ?? [])]));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(data)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = [Buffer.alloc(4), Buffer.alloc(4)];
  ends[0]?.writeUInt32BE(data.length);
  ends[1]?.writeUInt32BE(crc32(body));
  return Buffer.concat([ends[0] ?? body, body, ends[1] ?? body]);
}

function list(png: Buffer): { type: string; data: Buffer }[] {
  const chunks = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.push({ type: body.toString('latin1', 0, 4), data: body.subarray(4) });
    at += length + 12;
  }
  return chunks;
}

const dataOf = (png: Buffer, type: string) => list(png).find((one) => one.type === type)?.data ?? Buffer.alloc(0);

test('a small picture has a palette, and each pixel its colour', () => {
  const png = shrinkPng(draw('wwr', 'wbw'));
  const palette = dataOf(png, 'PLTE');
  const rows = inflateSync(dataOf(png, 'IDAT'));
  const colourAt = (x: number, y: number) =>
    palette
      .readUIntBE((rows[y * 4 + 1 + x] ?? 0) * 3, 3)
      .toString(16)
      .padStart(6, '0');
  expect([colourAt(0, 0), colourAt(2, 0), colourAt(1, 1)]).toEqual(['ffffff', 'ff0000', '0000ff']);
});

test('frames after the first hold the area that changed, and are numbered without a gap', () => {
  const png = toMovingPng([
    { png: draw('www', 'www'), milliseconds: 500 },
    { png: draw('wwr', 'wbw'), milliseconds: 1_500 },
    { png: draw('wwr', 'wbw'), milliseconds: 250 },
  ]);
  const chunks = list(png);
  expect(chunks.map(({ type }) => type)).toEqual([
    ...['IHDR', 'PLTE', 'acTL', 'fcTL', 'IDAT', 'fcTL', 'fdAT', 'fcTL', 'fdAT', 'IEND'],
  ]);
  expect(dataOf(png, 'acTL').readUInt32BE(0)).toBe(3);
  const controls = chunks.filter(({ type }) => type === 'fcTL').map(({ data }) => data);
  const areaOf = (data: Buffer) => [4, 8, 12, 16].map((at) => data.readUInt32BE(at));
  expect(controls.map(areaOf)).toEqual([
    [3, 2, 0, 0],
    [2, 2, 1, 0],
    [1, 1, 0, 0],
  ]);
  expect(controls.map((data) => data.readUInt16BE(20) / data.readUInt16BE(22))).toEqual([0.5, 1.5, 0.25]);
  const numbers = chunks
    .filter(({ type }) => type === 'fcTL' || type === 'fdAT')
    .map(({ data }) => data.readUInt32BE(0));
  expect(numbers).toEqual([0, 1, 2, 3, 4]);
});

test('frames of different sizes are refused', () => {
  const frames = [draw('w'), draw('ww')].map((png) => ({ png, milliseconds: 1 }));
  expect(() => toMovingPng(frames)).toThrow('differ in size');
});
