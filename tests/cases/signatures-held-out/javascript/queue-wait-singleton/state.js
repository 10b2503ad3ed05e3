module.exports = { input: null, requestId: '' };
