function price({ sku, count = 1, coupon }) {
  const unit = sku.length * 10;
  let total = unit * count;
  if (coupon) {
    total = total - 5;
  }
  return { total, unit };
}

const withLog = (fn) => async (event, context) => {
  console.time('cost');
  try {
    return await fn(JSON.parse(event), context);
  } finally {
    console.timeEnd('cost');
  }
};

exports.handler = withLog(async (payload) => {
  const { total, unit } = price(payload);
  return { total, unit, currency: payload.currency || 'CNY' };
});
