exports.handler = (event) => {
  const evt = JSON.parse(event);
  if (!evt.to) return new Promise((_, no) => no(new Error('to')));
  return new Promise((resolve, reject) => {
    if (!evt.text) {
      reject(new Error('text'));
      return;
    }
    resolve({ sent: evt.to + evt.text });
  });
};
