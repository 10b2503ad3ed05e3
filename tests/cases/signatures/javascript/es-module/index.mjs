export const handler = async (event, context) => {
  const { to } = JSON.parse(event);
  if (!to) throw new Error('to');
  return { sent: true };
};
