// A small picture and a short sound, made here.
import { deflateSync } from 'node:zlib';

function crc(data) {
  let value = 0xffffffff;
  for (const byte of data) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    }
  }
  return (value ^ 0xffffffff) >>> 0;
}

function block(type, data) {
  const all = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc(all));
  return Buffer.concat([length, all, sum]);
}

/** A departure board of a kind: dark, with lines of yellow. */
function picture(width, height) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = [];
  for (let y = 0; y < height; y++) {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x++) {
      const isText = y % 18 > 5 && y % 18 < 12 && x > 12 && x < 60 + ((y / 18) | 0) * 23 && (x * 7 + ((y / 18) | 0) * 13) % 11 > 3;
      row.set(isText ? [240, 196, 60] : [24, 28, 40], 1 + x * 3);
    }
    rows.push(row);
  }
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), block('IHDR', header), block('IDAT', deflateSync(Buffer.concat(rows))), block('IEND', Buffer.alloc(0))]);
}

export const png = picture(240, 96);

function tone(samples) {
  const data = Buffer.alloc(44 + samples * 2);
  data.write('RIFF', 0);
  data.writeUInt32LE(36 + samples * 2, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(8000, 24);
  data.writeUInt32LE(16000, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36);
  data.writeUInt32LE(samples * 2, 40);
  for (let index = 0; index < samples; index++) {
    data.writeInt16LE(Math.round(Math.sin(index / 3) * 8000), 44 + index * 2);
  }
  return data;
}

export const wav = tone(4000);
