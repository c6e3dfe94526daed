// Times as the portal writes them in the page's language.
const lang = () => document.documentElement.lang;

/** The form of hours. */
export const hours = () => lang() === 'ja' ? { hour: '2-digit', hourCycle: 'h23' } : { hour: 'numeric', hourCycle: 'h12' };

const formats = new Map();

/** A moment in full: its day and its time to the second. */
export function fullTime(moment) {
  if (!formats.has(lang())) {
    formats.set(lang(), new Intl.DateTimeFormat(lang(), { year: 'numeric', month: '2-digit', day: '2-digit', minute: '2-digit', second: '2-digit', ...hours() }));
  }

  return formats.get(lang()).format(moment).replace(',', '');
}
