const HOLIDAYS = new Set(['2024-01-01', '2024-02-10']);

export function isWorkday(date) {
  if (HOLIDAYS.has(date)) {
    return false;
  }
  const day = new Date(date).getDay();
  return day !== 0 && day !== 6;
}
