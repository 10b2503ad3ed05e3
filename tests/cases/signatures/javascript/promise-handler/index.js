exports.handler = (event) => {
  const evt = JSON.parse(event);
  return new Promise((resolve, reject) => {
    if (!evt.to) {
      reject(new Error('to'));
      return;
    }
    resolve({ sent: evt.to });
  });
};
