/**
 * The values of one Parquet column as the text of cells, so that a file means the same whatever format it was
 * written in. Whole numbers keep every digit; decimals keep their scale; dates and times are ISO 8601; lists
 * and structs are JSON, as in JSONL.
 */
import type { SchemaElement, SchemaTree } from 'hyparquet';

/**
 * What the parsers of the Parquet library are to make of bytes and times: text. Bytes that are not UTF-8
 * throw.
 */
export const textParsers = {
  timestampFromMilliseconds: (millis: bigint) => timestampText(millis, 3, true),
  timestampFromMicroseconds: (micros: bigint) => timestampText(micros, 6, true),
  timestampFromNanoseconds: (nanos: bigint) => timestampText(nanos, 9, true),
  dateFromDays: (days: number) => dateText(days),
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && utf8.decode(bytes),
  jsonFromBytes: (bytes: Uint8Array | undefined) => bytes && utf8.decode(bytes),
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * How a column is read: the schema element to decode it by, and the text of one decoded value. The library
 * turns decimals and local times into floating point and UTC; such a column is decoded as the plain numbers
 * it is stored as, and written here.
 */
export interface ColumnReading {
  readonly element: SchemaElement;
  readonly text: (value: unknown) => string;
}

export function columnReading({ element, children }: SchemaTree): ColumnReading {
  if (children.length > 0 || element.repetition_type === 'REPEATED') return { element, text: nestedText };
  const { type, converted_type: converted, logical_type: logical, scale = 0 } = element;
  const plain = {
    ...element,
    converted_type: undefined,
    logical_type: undefined,
  } as unknown as SchemaElement;
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const digits = logical?.type === 'DECIMAL' ? logical.scale : scale;
    // Decimals of any length are decoded by the library alone, in floating point: their scale makes them
    // whole again.
    if (type === 'BYTE_ARRAY') return { element, text: (value) => Number(value).toFixed(digits) };
    return { element: plain, text: (value) => decimalText(value as number | bigint | Uint8Array, digits) };
  }
  if (type === 'INT32' && (converted === 'DATE' || logical?.type === 'DATE'))
    return { element: plain, text: (value) => dateText(Number(value)) };
  if (type === 'INT64' && logical?.type === 'TIMESTAMP') {
    const places = { MILLIS: 3, MICROS: 6, NANOS: 9 }[logical.unit];
    return {
      element: plain,
      text: (value) => timestampText(value as bigint, places, logical.isAdjustedToUTC),
    };
  }
  return { element, text: scalarText };
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  return nestedText(value);
}

/** Whole numbers past 2^53 become text, as they do when JSONL is read: two ids must not become one number. */
function nestedText(value: unknown): string {
  if (value instanceof Uint8Array) throw new TypeError('it holds bytes, not text');
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return part >= -maxSafe && part <= maxSafe ? Number(part) : String(part);
    if (ArrayBuffer.isView(part)) throw new TypeError('it holds bytes, not text');
    return part;
  });
}

const maxSafe = BigInt(Number.MAX_SAFE_INTEGER);

function decimalText(value: number | bigint | Uint8Array, scale: number): string {
  const unscaled = value instanceof Uint8Array ? signedInteger(value) : BigInt(value);
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Big-endian two's complement. */
function signedInteger(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(8 * bytes.length, value);
}

const daySeconds = 86_400n;

/** `2024-05-01T12:00:00.25Z`; a local time, of which nobody knows the zone, has no Z. */
function timestampText(count: bigint, places: number, utc: boolean): string {
  const perSecond = 10n ** BigInt(places);
  const [seconds, fraction] = floored(count, perSecond);
  const [days, ofDay] = floored(seconds, daySeconds);
  const time = [ofDay / 3600n, (ofDay / 60n) % 60n, ofDay % 60n]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  const rest = fraction === 0n ? '' : `.${String(fraction).padStart(places, '0').replace(/0+$/, '')}`;
  return `${dateText(Number(days))}T${time}${rest}${utc ? 'Z' : ''}`;
}

function floored(value: bigint, by: bigint): [quotient: bigint, rest: bigint] {
  const rest = ((value % by) + by) % by;
  return [(value - rest) / by, rest];
}

/**
 * Days since 1970-01-01 as a date of the Gregorian calendar, counted in eras of 400 years that begin in
 * March.
 */
function dateText(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * month + 2) / 5) + 1;
  const calendarMonth = month < 10 ? month + 3 : month - 9;
  const calendarYear = year + era * 400 + (calendarMonth <= 2 ? 1 : 0);
  const sign = calendarYear < 0 ? '-' : calendarYear > 9999 ? '+' : '';
  const written = String(Math.abs(calendarYear)).padStart(sign === '' ? 4 : 6, '0');
  return `${sign}${written}-${String(calendarMonth).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
