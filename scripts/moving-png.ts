// Makes one animated PNG of several screenshots. Each frame after the first holds only the area that changed.
// https://www.w3.org/TR/png-3/#apng-frame-based-animation
import { deflateSync } from 'node:zlib';
import { type Area, choosePalette, readPng, toIndexes, toRows, wholeOf, writeChunk, writeHead } from './small-png.js';

export interface Frame {
  readonly png: Buffer;
  /** How long it is shown. */
  readonly milliseconds: number;
}

/** All frames have the same size. */
export function toMovingPng(frames: readonly Frame[]): Buffer {
  const pictures = frames.map(({ png }) => readPng(png));
  const [first] = pictures;
  if (!first) throw new Error('there are no frames');
  if (pictures.some(({ width, height }) => width !== first.width || height !== first.height)) {
    throw new Error('the frames differ in size');
  }
  const palette = choosePalette(pictures);
  const nearest = new Map<number, number>();
  const images = pictures.map((picture) => toIndexes(picture, palette, nearest));
  let sequence = 0;
  const chunks = frames.flatMap(({ milliseconds }, index) => {
    const image = images[index] ?? Buffer.alloc(0);
    const before = images[index - 1];
    const area = before ? findChange(before, image, first.width) : wholeOf(first);
    const control = writeControl(sequence++, area, milliseconds);
    const data = deflateSync(toRows(image, first.width, area), { level: 9 });
    if (index === 0) return [control, writeChunk('IDAT', data)];
    const numbered = Buffer.alloc(4);
    numbered.writeUInt32BE(sequence++);
    return [control, writeChunk('fdAT', Buffer.concat([numbered, data]))];
  });
  const animation = Buffer.alloc(8);
  // The second number: how often it plays, and 0 is without end.
  animation.writeUInt32BE(frames.length, 0);
  return Buffer.concat([
    ...writeHead(first, palette),
    writeChunk('acTL', animation),
    ...chunks,
    writeChunk('IEND', Buffer.alloc(0)),
  ]);
}

function writeControl(sequence: number, { x, y, width, height }: Area, milliseconds: number): Buffer {
  const control = Buffer.alloc(26);
  for (const [index, value] of [sequence, width, height, x, y].entries()) control.writeUInt32BE(value, index * 4);
  control.writeUInt16BE(milliseconds, 20);
  control.writeUInt16BE(1_000, 22);
  // The frame stays, and the next one is written over it.
  return writeChunk('fcTL', control);
}

/** The smallest area with all that differs; one pixel where nothing does. */
function findChange(before: Buffer, after: Buffer, stride: number): Area {
  let [left, top, right, bottom] = [stride, Number.POSITIVE_INFINITY, -1, -1];
  for (let at = 0; at < after.length; at++) {
    if (before[at] === after[at]) continue;
    const [x, y] = [at % stride, Math.floor(at / stride)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = y;
  }
  if (bottom < 0) return { x: 0, y: 0, width: 1, height: 1 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
