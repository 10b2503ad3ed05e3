const sleep = (ms) => new Promise((r) => setTimeout(r, ms));

async function retry(task, times) {
  let last;
  for (let i = 0; i < times; i++) {
    try {
      return await task(i);
    } catch (e) {
      last = e;
      await sleep(1);
    }
  }
  throw last;
}

exports.handler = async (event) => {
  const evt = JSON.parse(Buffer.from(event).toString());
  const result = await retry(async () => {
    if (!evt.meterNo) throw new Error('meterNo');
    return { reading: 100, meter: evt.meterNo };
  }, 2);
  return { meter: result.meter, reading: result.reading, unit: evt.unit === undefined ? 'kWh' : evt.unit };
};
