/**
 * The script of the report page: it filters, keeps the filters in the address after `#`, and opens and closes evidence. Without it
 * everything is shown. It writes text alone, never markup.
 */
export const SCRIPT = `
(() => {
  'use strict';
  const form = document.getElementById('filters');
  if (form === null) return;
  const count = document.getElementById('count');
  const none = document.getElementById('none');
  const toggle = document.getElementById('toggle');
  const days = [...document.querySelectorAll('.day')];
  const incidents = [...document.querySelectorAll('.incident')].map((element) => {
    const { severity, outcome, from, to, trails } = element.dataset;
    return { element, severity, outcome, from, to, trails: new Set(trails.split(' ')), text: null };
  });
  const fields = [...form.elements].filter(({ name }) => name);
  const textOf = (one) => (one.text ??= one.element.textContent.toLowerCase());

  const fits = (one, wanted, words) =>
    (wanted.severity === '' || one.severity === wanted.severity) &&
    (wanted.outcome === '' || one.outcome === wanted.outcome) &&
    (wanted.trail === '' || one.trails.has(wanted.number)) &&
    (wanted.from === '' || one.to >= wanted.from) &&
    (wanted.to === '' || one.from <= wanted.to) &&
    words.every((word) => textOf(one).includes(word));

  const labelOf = (field) => field.labels[0].firstElementChild.textContent.replace(' (UTC)', '').toLowerCase();
  const shownOf = (field) => (field.options ? field.options[field.selectedIndex].text : field.value);

  const show = () => {
    const wanted = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    wanted.number = String(form.elements.trail.selectedIndex - 1);
    const words = wanted.text.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const one of incidents) {
      const isShown = fits(one, wanted, words);
      if (one.element.hidden === isShown) one.element.hidden = !isShown;
      if (isShown) shown += 1;
    }
    for (const day of days) day.hidden = day.querySelector('.incident:not([hidden])') === null;
    none.hidden = shown > 0 || incidents.length === 0;
    const set = fields.filter(({ value }) => value !== '').map((field) => labelOf(field) + ' ' + shownOf(field));
    const all = incidents.length + (incidents.length === 1 ? ' entry' : ' entries');
    const text = set.length === 0 ? all : shown + ' of ' + all + ': ' + set.join(', ');
    if (count.textContent !== text) count.textContent = text;
  };

  const keep = () => {
    const set = fields.filter(({ value }) => value !== '').map(({ name, value }) => [name, value]);
    const hash = new URLSearchParams(set).toString();
    history.replaceState(null, '', hash === '' ? location.pathname + location.search : '#' + hash);
  };

  const openTo = (id) => {
    const target = document.getElementById(id);
    if (target === null) return;
    const incident = target.closest('.incident');
    if (incident !== null && incident.hidden) { for (const field of fields) field.value = ''; show(); }
    for (let at = target; at !== null; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    target.scrollIntoView();
  };

  // What is no text is no name of anything.
  const nameIn = (hash) => { try { return decodeURIComponent(hash); } catch { return ''; } };

  const take = () => {
    const hash = location.hash.slice(1);
    if (hash !== '' && !hash.includes('=')) return openTo(nameIn(hash));
    const given = new URLSearchParams(hash);
    for (const field of fields) {
      field.value = given.get(field.name) ?? '';
      if (field.options && field.selectedIndex < 0) field.value = '';
    }
    show();
  };

  const evidence = [...document.querySelectorAll('.evidence')];
  let isOpen = incidents.length <= 3;
  const openAll = (open) => {
    isOpen = open;
    for (const one of evidence) one.open = open;
    toggle.textContent = open ? 'Close all evidence' : 'Open all evidence';
  };

  let waiting = 0;
  const changed = () => { keep(); show(); };
  form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(changed, 120); });
  form.addEventListener('change', () => { clearTimeout(waiting); changed(); });
  form.addEventListener('submit', (event) => { event.preventDefault(); clearTimeout(waiting); changed(); });
  form.addEventListener('reset', () => { clearTimeout(waiting); setTimeout(changed); });
  toggle.addEventListener('click', () => openAll(!isOpen));
  addEventListener('hashchange', take);
  // The way to the content leaves the filters in the address.
  document.querySelector('a.skip').addEventListener('click', (event) => {
    event.preventDefault();
    document.getElementById('main').focus();
  });

  let before = null;
  const print = (isPrinting) => {
    if (isPrinting && before === null) {
      before = evidence.filter(({ open }) => !open);
      for (const one of before) one.open = true;
    } else if (!isPrinting && before !== null) {
      for (const one of before) one.open = false;
      before = null;
    }
  };
  addEventListener('beforeprint', () => print(true));
  addEventListener('afterprint', () => print(false));
  matchMedia('print').addEventListener('change', ({ matches }) => print(matches));

  for (const one of document.querySelectorAll('.calls')) one.open = false;
  openAll(isOpen);
  form.hidden = document.getElementById('buttons').hidden = false;
  take();
  show();
})();
`;
