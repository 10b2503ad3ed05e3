const QUESTIONS = ['q1', 'q2', 'q3'];

exports.handler = async (event) => {
  const answers = JSON.parse(event);
  const given = QUESTIONS.filter((q) => answers[q] !== undefined && answers[q] !== '');
  if (given.length === 0) {
    return { saved: false, message: '没有有效答案' };
  }
  const total = given.map((q) => parseInt(answers[q], 10)).reduce((a, b) => a + b, 0);
  return { saved: true, average: total / given.length, contact: answers.contactId || '' };
};
