var members = {
  '13800000000': { level: 'gold', name: '王芳' }
};
exports.findMember = function (phone, cb) {
  setTimeout(function () {
    cb(null, members[phone]);
  }, 1);
};
