module.exports = {
  rules: [
    { product: 'loan', language: 'en', skill: 'loan_en' },
    { product: 'card', skill: 'card' },
  ],
  fallback: { skill: 'general' },
};
