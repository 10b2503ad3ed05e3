const TENANT = process.env.TENANT || 'default';
const FIELD = process.env.PHONE_FIELD;

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const tenant = evt.tenant || TENANT;
  const phone = evt[FIELD];
  if (!phone) {
    const error = new Error(`no ${FIELD}`);
    error.name = 'BadRequest';
    throw error;
  }
  return { tenant, phone };
};
