/** Comma-separated values, as spreadsheets write them. */

/**
 * Rows of fields. Quoted fields may hold commas, line breaks and doubled quotes; a byte-order mark and empty lines are skipped.
 * @source RFC 4180
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  const source = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const endRow = (): void => {
    row.push(field);
    field = '';
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  for (let i = 0; i < source.length; i++) {
    const c = source[i] as string;
    if (quoted && c === '"' && source[i + 1] === '"') {
      field += c;
      i++;
    } else if (c === '"' && (quoted || field === '')) quoted = !quoted;
    else if (c === ',' && !quoted) {
      row.push(field);
      field = '';
    } else if (c === '\n' && !quoted) endRow();
    else field += c;
  }
  if (field !== '' || row.length > 0) endRow();
  return rows;
}
