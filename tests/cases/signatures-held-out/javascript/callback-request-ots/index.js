const TableStore = require('tablestore');
const Long = TableStore.Long;

const client = new TableStore.Client({
  endpoint: process.env.OTS_ENDPOINT,
  instancename: 'callback',
});

exports.handler = function (event, context, callback) {
  const data = JSON.parse(event.toString('utf8'));
  const columns = [{ queue: data.queue || 'default' }, { created: Long.fromNumber(Date.now()) }];
  if (data.remark) columns.push({ remark: data.remark });
  if (data.time) columns.push({ time: data.time });
  const params = {
    tableName: 'callback',
    condition: new TableStore.Condition(TableStore.RowExistenceExpectation.IGNORE, null),
    primaryKey: [{ phone: data.phone.trim() }],
    attributeColumns: columns,
  };
  client.putRow(params, function (err, res) {
    if (err) {
      console.log('error:', err);
      return callback(null, JSON.stringify({ result: 'fail' }));
    }
    callback(null, JSON.stringify({ result: 'ok' }));
  });
};
