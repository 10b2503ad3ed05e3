exports.handler = async (event) => {
  const evt = JSON.parse(event);
  for (const event of ['x']) {
    const evt = { other: event };
    console.log(evt.other);
  }
  return { a: evt.a };
};
