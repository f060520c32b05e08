extension ReportPage {
  /// Light and dark, phone, screen and paper.
  static let style: HTML = """
    :root { color-scheme: light dark; --ink: #1c1f23; --faint: #667; --paper: #fff; --line: #d9dde3; --soft: #f3f5f8;
      --first: #1769aa; --second: #7a4fb5; --third: #1d7d4a; --fourth: #c2571a; --bad: #b3261e; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --faint: #9aa4b2; --paper: #14171b; --line: #363c45;
      --soft: #1e2329; --first: #6cb2f0; --second: #b794f0; --third: #67c793; --fourth: #f2a065; --bad: #ff8a80; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 76rem; padding: 0 1rem 3rem; color: var(--ink); background: var(--paper);
      font: 16px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
    h1 time { font-weight: 400; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
    small, header p, caption, figcaption { color: var(--faint); }
    dl { display: grid; gap: .75rem; margin: 1rem 0; } dd { margin: 0; } dt { font-size: .875rem; }
    .cards { grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); }
    .counts { grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); }
    .card { background: var(--soft); border-radius: .5rem; padding: .75rem 1rem; }
    .card dd { font-size: 1.75rem; } .card small { display: block; font-size: .75rem; }
    .counts dd { font-size: 1.125rem; }
    .scroll { overflow-x: auto; margin: 1rem 0; }
    table { border-collapse: collapse; width: 100%; font-size: .875rem; overflow-wrap: normal; }
    caption { text-align: start; padding: .25rem 0; }
    th, td { text-align: start; padding: .3rem .4rem; border-bottom: 1px solid var(--line);
      vertical-align: top; }
    .number { text-align: end; font-variant-numeric: tabular-nums; }
    th button { all: unset; cursor: pointer; } th button:focus-visible { outline: 2px solid var(--first); }
    th[aria-sort=ascending] button::after { content: " ▲"; } th[aria-sort=descending] button::after { content: " ▼"; }
    .charts, .pair { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr)); }
    figure { margin: 0; } figcaption span { border-bottom: 3px solid; } svg { width: 100%; height: auto; }
    svg text { font-size: 10px; fill: var(--faint); } .grid { stroke: var(--line); }
    .line { fill: none; stroke: currentColor; stroke-width: 1.5; } circle, rect { fill: currentColor; }
    .first { color: var(--first); } .second { color: var(--second); } .third { color: var(--third); }
    .fourth { color: var(--fourth); } .critical, .never { color: var(--bad); font-weight: 600; }
    .warning, .stale { color: var(--fourth); }
    @media (max-width: 40rem) { .wide { display: none; } }
    @media print and (max-width: 64rem) { .wide { display: none; } }
    @page { size: A4 landscape; }
    @media print { :root { color-scheme: light; --ink: #000; --paper: #fff; --faint: #444; --line: #bbb; --soft: #fff; }
      body { max-width: none; padding: 0; font-size: 10pt; } .scroll { overflow: visible; } table { font-size: 8pt; }
      tr, figure, .card { break-inside: avoid; } h2 { break-after: avoid; } thead { display: table-header-group; } }
    """

  /// Sorts a table by the column whose head is clicked: by value where there are figures, else by text.
  static let script: HTML = """
    for (const table of document.querySelectorAll('table.sortable')) {
      const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
      const value = (row, column) => {
        const figure = row.cells[column].querySelector('data');
        return figure ? (figure.value === '' ? -Infinity : Number(figure.value)) : row.cells[column].textContent;
      };
      heads.forEach((head, column) => head.querySelector('button').addEventListener('click', () => {
        const falls = head.getAttribute('aria-sort') === 'ascending' ||
          (!head.hasAttribute('aria-sort') && head.classList.contains('number'));
        for (const other of heads) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', falls ? 'descending' : 'ascending');
        const sign = falls ? -1 : 1;
        const rows = [...body.rows].map(row => [value(row, column), row]);
        rows.sort(([a], [b]) => sign * (typeof a === 'number' ? (a === b ? 0 : a < b ? -1 : 1) : a.localeCompare(b)));
        body.append(...rows.map(([, row]) => row));
      }));
    }
    """
}
