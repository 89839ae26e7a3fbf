// Makes a screenshot small: text on few colours needs no more than 256 of them. Takes what Chromium writes (8-bit RGB,
// not interlaced) and gives a PNG with a palette. https://www.w3.org/TR/png-3/
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const mostColours = 256;

/** Pixels as 8-bit RGB, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

export function shrinkPng(png: Buffer): Buffer {
  const picture = readPng(png);
  const palette = choosePalette([picture]);
  const indexes = toIndexes(picture, palette, new Map());
  return Buffer.concat([
    ...writeHead(picture, palette),
    writeChunk('IDAT', deflateSync(toRows(indexes, picture.width, wholeOf(picture)), { level: 9 })),
    writeChunk('IEND', Buffer.alloc(0)),
  ]);
}

export function readPng(png: Buffer): Picture {
  const chunks = readChunks(png);
  const head = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (head?.readUInt16BE(8) !== 0x0802) throw new Error('not an 8-bit RGB picture');
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  return { width, height, pixels: unfilter(inflateSync(packed), width * 3, height) };
}

/** Everything before the first picture. */
export function writeHead({ width, height }: Picture, palette: readonly number[]): Buffer[] {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // 8 bits, colours from a palette; then the only compression and filter method there is, and no interlace.
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.alloc(palette.length * 3);
  for (const [index, colour] of palette.entries()) colours.writeUIntBE(colour, index * 3, 3);
  return [signature, writeChunk('IHDR', head), writeChunk('PLTE', colours)];
}

/** One byte for each pixel. `nearest`: what is known of colours so far. */
export function toIndexes(
  { width, height, pixels }: Picture,
  palette: readonly number[],
  nearest: Map<number, number>,
): Buffer {
  const indexes = Buffer.alloc(width * height);
  for (let at = 0; at < indexes.length; at++) {
    const colour = pixels.readUIntBE(at * 3, 3);
    const index = nearest.get(colour) ?? findNearest(palette, colour);
    nearest.set(colour, index);
    indexes[at] = index;
  }
  return indexes;
}

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function wholeOf({ width, height }: Picture): Area {
  return { x: 0, y: 0, width, height };
}

/** The rows of an area, each after the number of its filter, which is none. */
export function toRows(indexes: Buffer, stride: number, { x, y, width, height }: Area): Buffer {
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row++) {
    indexes.copy(rows, row * (width + 1) + 1, (y + row) * stride + x, (y + row) * stride + x + width);
  }
  return rows;
}

function readChunks(png: Buffer): { readonly type: string; readonly data: Buffer }[] {
  const chunks = [];
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

export function writeChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Each row begins with its filter's number and holds differences to the left, upper and upper left bytes. */
function unfilter(rows: Buffer, stride: number, height: number): Buffer {
  const done = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const left = x < 3 ? 0 : (done[y * stride + x - 3] ?? 0);
      const up = y === 0 ? 0 : (done[(y - 1) * stride + x] ?? 0);
      const corner = x < 3 || y === 0 ? 0 : (done[(y - 1) * stride + x - 3] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      done[y * stride + x] = ((rows[y * (stride + 1) + 1 + x] ?? 0) + guess) & 0xff;
    }
  }
  return done;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((one) => Math.abs(estimate - one));
  if ((toLeft ?? 0) <= (toUp ?? 0) && (toLeft ?? 0) <= (toCorner ?? 0)) return left;
  return (toUp ?? 0) <= (toCorner ?? 0) ? up : corner;
}

/** Shades that differ by little are one; of those the most frequent, each by its own most frequent shade. */
export function choosePalette(pictures: readonly Picture[]): number[] {
  const counts = new Map<number, number>();
  for (const { pixels } of pictures) {
    for (let at = 0; at < pixels.length; at += 3) {
      const colour = pixels.readUIntBE(at, 3);
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
  }
  const chosen = new Map<number, number>();
  for (const [colour] of [...counts].sort(([, one], [, other]) => other - one)) {
    const shade = colour & 0xf8f8f8;
    if (!chosen.has(shade)) chosen.set(shade, colour);
    if (chosen.size === mostColours) break;
  }
  return [...chosen.values()];
}

function findNearest(palette: readonly number[], colour: number): number {
  const distances = palette.map((one) =>
    [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 0xff) - ((colour >> shift) & 0xff)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}
