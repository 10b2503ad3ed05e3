exports.detectMissing = function (names, data) {
  for (let i = 0; i < names.length; i++) {
    if (!(names[i] in data)) {
      return 'missing ' + names[i];
    }
  }
  return null;
};
