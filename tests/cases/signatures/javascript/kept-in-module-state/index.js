let last = null;
exports.handler = async (event) => {
  last = JSON.parse(event);
  return respond();
};
function respond() {
  return { id: last.id };
}
