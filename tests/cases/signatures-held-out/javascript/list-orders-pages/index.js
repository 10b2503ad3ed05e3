const mysql = require('mysql2/promise');
const pool = mysql.createPool({ host: 'localhost', database: 'oms' });

const toInt = (v, d) => {
  const n = parseInt(v, 10);
  return Number.isNaN(n) ? d : n;
};

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  if (evt.memberId == null) {
    return { list: null, total: 0, err: 'memberId null' };
  }
  const page = toInt(evt.page, 1);
  const size = Math.min(toInt(evt.size, 5), 20);
  const status = (evt.status || '').split(',').filter(Boolean);
  let sql = 'select no, amount from orders where member_id = ?';
  const args = [evt.memberId];
  if (status.length) {
    sql += ` and status in (${status.map(() => '?').join()})`;
    args.push(...status);
  }
  const [rows] = await pool.query(sql + ' limit ?, ?', [...args, (page - 1) * size, size]);
  return { list: rows.map((r) => r.no).join(), total: rows.length };
};
