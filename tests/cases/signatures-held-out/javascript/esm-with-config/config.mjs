export const config = Object.freeze({
  open: 9,
  close: 18,
  defaultHour: 10,
});
