(() => {
  'use strict';
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
  const search = document.getElementById('search');
  const found = document.getElementById('found');
  const nothing = document.getElementById('nothing');
  const filters = all('[data-filter]');
  const sections = all('.subject').map(section => ({
    section,
    name: (section.querySelector('h2').textContent || '').toLowerCase(),
    groups: all('.group:not(.modules)', section),
    modules: section.querySelector('.modules'),
    results: all('[data-kind]', section).map(element => ({ element, kind: element.dataset.kind, text: '' })),
  }));
  const folded = new Map();

  // Texts are read on the first search, not while the page opens.
  const textOf = result => result.text || (result.text = result.element.textContent.replace(/\s+/g, ' ').toLowerCase());

  function apply() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const kinds = new Set(filters.filter(button => button.getAttribute('aria-pressed') === 'true').map(button => button.dataset.filter));
    let count = 0;
    for (const { section, name, groups, modules, results } of sections) {
      let shown = 0;
      for (const result of results) {
        const matches = kinds.has(result.kind) && words.every(word => name.includes(word) || textOf(result).includes(word));
        result.element.hidden = !matches;
        shown += matches ? 1 : 0;
      }
      for (const group of groups) {
        const left = group.querySelector('[data-kind]:not([hidden])');
        group.hidden = !left;
        unfold(group, words.length > 0 && left !== null);
      }
      const isFiltered = words.length > 0 || kinds.size < filters.length;
      section.hidden = isFiltered && shown === 0;
      if (modules) modules.hidden = isFiltered && words.length > 0;
      count += shown;
    }
    nothing.hidden = sections.some(entry => !entry.section.hidden);
    found.textContent = count === 1 ? '1 result' : count + ' results';
  }

  // A search unfolds what it finds; what was folded before is folded again after it.
  function unfold(group, isWanted) {
    if (isWanted && !folded.has(group)) {
      folded.set(group, group.open);
      group.open = true;
    } else if (!isWanted && folded.has(group)) {
      group.open = folded.get(group);
      folded.delete(group);
    }
  }

  function reset() {
    search.value = '';
    filters.forEach(button => button.setAttribute('aria-pressed', 'true'));
    apply();
  }

  filters.forEach(button => button.addEventListener('click', () => {
    button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
    apply();
  }));
  search.addEventListener('input', apply);
  document.getElementById('all').addEventListener('click', () => { reset(); search.focus(); });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && event.target !== search && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === 'Escape' && event.target === search) {
      reset();
    }
  });

  // A link to a folded part unfolds it.
  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    for (let part = target; part; part = part.parentElement) {
      if (part.tagName === 'DETAILS') part.open = true;
    }
    if (target) target.scrollIntoView();
  }
  window.addEventListener('hashchange', reveal);

  // Paper cannot be unfolded.
  let closed = [];
  window.addEventListener('beforeprint', () => {
    closed = all('details:not([open]):not(.data)');
    closed.forEach(part => { part.open = true; });
  });
  window.addEventListener('afterprint', () => closed.forEach(part => { part.open = false; }));

  document.querySelector('.toolbar').hidden = false;
  if (location.hash) reveal();
})();
