exports.REPORTS = {
  p1: [
    { title: '血常规', state: '已出', kind: 'blood' },
    { title: 'CT', state: '未出', kind: 'image' },
  ],
};
