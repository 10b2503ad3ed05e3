function toInt(value, otherwise) {
  const number = parseInt(value, 10);
  return Number.isNaN(number) ? otherwise : number;
}

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  return { page: toInt(evt.page, 1) };
};
