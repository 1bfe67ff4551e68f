/**
 * The one script of the report: it filters and sorts the tables that have tools. The page is whole without it, and its policy lets this
 * text run and nothing else, by the hash of its bytes (docs/decisions/0010-report-script.md).
 *
 * It is a text and not a function, because a function is printed anew by every tool that touches it, and the hash would not hold. It reads
 * and writes text, properties and the order of rows, never markup.
 */
export const tableScript: string = `'use strict';
for (const part of document.querySelectorAll('.filtered')) {
  const tools = part.querySelector('.tools');
  const search = part.querySelector('input');
  const choices = [...part.querySelectorAll('select')];
  const shown = part.querySelector('[role=status] span');
  const body = part.querySelector('tbody');
  const headers = [...part.querySelectorAll('thead th')];
  const rows = [...body.rows].map((row) => ({ row, text: row.textContent.toLowerCase() }));
  const words = new Intl.Collator(undefined, { numeric: true });

  function fits({ row, text }) {
    return (
      search.value.toLowerCase().split(' ').every((word) => text.includes(word)) &&
      choices.every(({ value, dataset }) => {
        const held = [...row.cells[Number(dataset.column)].querySelectorAll('data')];
        return value === '' || held.some((data) => data.value === value);
      })
    );
  }

  function filter() {
    let count = 0;
    for (const one of rows) {
      one.row.hidden = !fits(one);
      if (!one.row.hidden) count++;
    }
    shown.textContent = String(count);
    body.closest('.scroll').scrollTop = 0;
  }

  // A cell without a number, in a column of numbers, is unknown: it stands last in either direction, and so does an empty one.
  function keyOf(row, column) {
    const cell = row.cells[column];
    const data = cell.querySelector('data');
    const text = cell.textContent;
    return { number: data === null ? NaN : Number(data.value), text, last: data === null && (text === '' || cell.classList.contains('n')) };
  }

  function compare(a, b, sign) {
    if (a.last || b.last) return Number(a.last) - Number(b.last);
    const difference = a.number - b.number;
    return sign * (Number.isNaN(difference) ? words.compare(a.text, b.text) : difference);
  }

  function sort(header) {
    const first = header.classList.contains('n') ? 'descending' : 'ascending';
    const other = first === 'ascending' ? 'descending' : 'ascending';
    const direction = header.getAttribute('aria-sort') === first ? other : first;
    for (const one of headers) one.removeAttribute('aria-sort');
    header.setAttribute('aria-sort', direction);
    const column = headers.indexOf(header);
    const sign = direction === 'ascending' ? 1 : -1;
    // Ties keep the order the page came with, which is worst first.
    const keyed = rows.map(({ row }) => ({ row, key: keyOf(row, column) }));
    keyed.sort((a, b) => compare(a.key, b.key, sign));
    body.append(...keyed.map(({ row }) => row));
    body.closest('.scroll').scrollTop = 0;
  }

  for (const header of headers) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...header.childNodes);
    button.addEventListener('click', () => sort(header));
    header.append(button);
  }
  search.addEventListener('input', filter);
  for (const choice of choices) choice.addEventListener('change', filter);
  tools.querySelector('button').addEventListener('click', () => {
    search.value = '';
    for (const choice of choices) choice.value = '';
    filter();
    search.focus();
  });
  tools.hidden = false;
  // A browser may bring back what was typed before the page was loaded again.
  filter();
}
`;

/** Of the bytes above, as a Content-Security-Policy wants it. A test compares the two. */
export const tableScriptHash = 'sha256-jfUh2DFQkFqIP6gLprYRtM9nflpZPfbloFrIXaLFH/o=';
