const QUEUES = ['q0', 'q1', 'q2'];

exports.handler = async (event) => {
  // 出错也要有去处
  try {
    const { user } = JSON.parse(event);
    const n = user.id.charCodeAt(user.id.length - 1) % QUEUES.length;
    return QUEUES[n];
  } catch (e) {
    console.warn('fallback', e.message);
    return QUEUES[0];
  }
};
