"""What handlers of call centers are made of: steps as Python and as JavaScript, with places for names and constants.

In a step `$a` is its input, `$v` and `$w` are variables; the others are constants that a program chooses once per step.
"""

from __future__ import annotations

# name of the step -> (Python, JavaScript): bodies of a function that takes `$a` and returns a value
BLOCKS: dict[str, tuple[str, str]] = {
    "http_get": (
        """
$v = requests.get("https://$host/$path", params={"$key": $a}, timeout=$n)
if $v.status_code != 200:
    logger.error("$cn失败: %s", $v.status_code)
    return {}
$w = $v.json()
return $w.get("data", {}) if $w.get("code") == $m else {}""",
        """
const $v = await axios.get('https://$host/$path', { params: { $key: $a }, timeout: $n000 });
if ($v.status !== 200) {
  console.error('$cn失败', $v.status);
  return {};
}
const $w = $v.data;
return $w.code === $m ? $w.data : {};""",
    ),
    "http_post": (
        """
$v = {"$key": $a, "channel": "$word", "timestamp": int(time.time())}
$w = requests.post("https://$host/$path", json=$v, headers={"Authorization": os.environ.get("$ENV", "")}, timeout=$n)
$w.raise_for_status()
return $w.json()["$field"]""",
        """
const $v = { $key: $a, channel: '$word', timestamp: Date.now() };
const $w = await axios.post('https://$host/$path', $v, { headers: { Authorization: process.env.$ENV } });
return $w.data.$field;""",
    ),
    "redis": (
        """
$v = redis.Redis(host=os.environ["REDIS_HOST"], db=$m)
$w = $v.get("$word:$key:" + str($a))
if $w is None:
    $v.setex("$word:$key:" + str($a), $n * 60, "1")
return $w""",
        """
const $v = redis.createClient({ host: process.env.REDIS_HOST, db: $m });
let $w = await $v.get(`$word:$key:${$a}`);
if (!$w) {
  await $v.setex(`$word:$key:${$a}`, $n * 60, '1');
}
return $w;""",
    ),
    "mysql": (
        """
with pymysql.connect(host=os.environ["DB_HOST"], database="$word") as $v:
    $w = $v.cursor()
    $w.execute("SELECT $field, $key FROM $table WHERE $key = %s ORDER BY id DESC LIMIT $n", ($a,))
    return $w.fetchone()""",
        """
const $v = await mysql.createConnection({ host: process.env.DB_HOST, database: '$word' });
const [$w] = await $v.execute('SELECT $field, $key FROM $table WHERE $key = ? ORDER BY id DESC LIMIT $n', [$a]);
await $v.end();
return $w[0];""",
    ),
    "tablestore": (
        """
$v = OTSClient(os.environ["OTS_ENDPOINT"], os.environ["OTS_ID"], os.environ["OTS_KEY"], "$word")
_, $w, _ = $v.get_row("$table", [("$key", $a)], ["$field"])
return dict($w.attribute_columns) if $w else {}""",
        """
const $v = new TableStore.Client({ endpoint: process.env.OTS_ENDPOINT, instancename: '$word' });
const $w = await $v.getRow({ tableName: '$table', primaryKey: [{ $key: $a }], columnsToGet: ['$field'] });
return $w.row ? $w.row.attributes : {};""",
    ),
    "sms": (
        """
$v = SendSmsRequest(phone_numbers=$a, sign_name="$cn", template_code="SMS_$big")
$v.template_param = json.dumps({"$key": $a, "$field": "$word"})
$w = sms_client().send_sms($v)
return $w.body.code == "OK" """,
        """
const $v = { PhoneNumbers: $a, SignName: '$cn', TemplateCode: 'SMS_$big' };
$v.TemplateParam = JSON.stringify({ $key: $a, $field: '$word' });
const $w = await smsClient().request('SendSms', $v, { method: 'POST' });
return $w.Code === 'OK';""",
    ),
    "webhook": (
        """
$v = {"msgtype": "text", "text": {"content": "【$cn】$field: %s" % $a}}
requests.post(os.environ["$ENV"], json=$v, timeout=$n)
return True""",
        """
const $v = { msgtype: 'text', text: { content: `【$cn】$field: ${$a}` } };
await axios.post(process.env.$ENV, $v, { timeout: $n000 });
return true;""",
    ),
    "hours": (
        """
$v = datetime.now(timezone(timedelta(hours=8)))
if $v.weekday() >= $m or $v.strftime("%m-%d") in ("01-01", "05-01", "10-0$d"):
    return False
return "0$d:$tens" <= $v.strftime("%H:%M") < "1$e:00" """,
        """
const $v = new Date(Date.now() + 8 * 3600 * 1000);
if ($v.getUTCDay() >= $m || ['01-01', '05-01', '10-0$d'].includes($v.toISOString().slice(5, 10))) {
  return false;
}
const $w = $v.toISOString().slice(11, 16);
return $w >= '0$d:$tens' && $w < '1$e:00';""",
    ),
    "mask": (
        """
$v = str($a).replace("-", "").replace(" ", "")
if $v.startswith("+86"):
    $v = $v[3:]
return $v[:$d] + "*" * $e + $v[-$d:]""",
        """
let $v = String($a).replace(/[- ]/g, '');
if ($v.startsWith('+86')) {
  $v = $v.slice(3);
}
return $v.slice(0, $d) + '*'.repeat($e) + $v.slice(-$d);""",
    ),
    "levels": (
        """
$v = {"$word": $n, "gold": $m, "$field": $e, "normal": 0}
for $w, level in $v.items():
    if str($a).lower().startswith($w):
        return level
return $d""",
        """
const $v = { '$word': $n, gold: $m, $field: $e, normal: 0 };
for (const [$w, level] of Object.entries($v)) {
  if (String($a).toLowerCase().startsWith($w)) return level;
}
return $d;""",
    ),
    "amount": (
        """
$v = round(float($a or 0) / 100, 2)
if $v > $big:
    return "%.2f万元" % ($v / 10000)
return "%.2f元" % $v""",
        """
const $v = Math.round(Number($a || 0)) / 100;
if ($v > $big) {
  return `${($v / 10000).toFixed(2)}万元`;
}
return `${$v.toFixed(2)}元`;""",
    ),
    "sign": (
        """
$v = "&".join("%s=%s" % pair for pair in sorted({"appId": "$word", "$key": str($a)}.items()))
$w = hmac.new(os.environ["$ENV"].encode(), $v.encode(), hashlib.sha256).hexdigest()
return $w.upper()""",
        """
const $v = Object.entries({ appId: '$word', $key: String($a) }).sort().map((pair) => pair.join('=')).join('&');
const $w = crypto.createHmac('sha256', process.env.$ENV).update($v).digest('hex');
return $w.toUpperCase();""",
    ),
    "days": (
        """
$v = datetime.strptime(str($a)[:10], "%Y-%m-%d")
$w = ($v - datetime.now()).days
return "已过期" if $w < 0 else "还有%d天$cn" % $w""",
        """
const $v = new Date(String($a).slice(0, 10));
const $w = Math.floor(($v - Date.now()) / 86400000);
return $w < 0 ? '已过期' : `还有${$w}天$cn`;""",
    ),
    "speak": (
        """
$v = []
for item in ($a or [])[:$n]:
    $v.append("%s，%s" % (item["$field"], item.get("$key", "无")))
return "。".join($v) or "没有查到$cn" """,
        """
const $v = [];
for (const item of ($a || []).slice(0, $n)) {
  $v.push(`${item.$field}，${item.$key || '无'}`);
}
return $v.join('。') || '没有查到$cn';""",
    ),
    "check": (
        """
$v = str($a or "").strip()
if not re.match(r"^[1-9]\\d{$n,1$d}$$", $v):
    raise ValueError("$cn格式不正确")
return $v""",
        """
const $v = String($a || '').trim();
if (!/^[1-9]\\d{$n,1$d}$$/.test($v)) {
  throw new Error('$cn格式不正确');
}
return $v;""",
    ),
    "queue": (
        """
$v = [("sg-$word", $n), ("sg-$field", $m), ("sg-default", 0)]
for $w, least in $v:
    if len(str($a)) >= least and waiting($w) < $e:
        return $w
return "sg-overflow-$d" """,
        """
const $v = [['sg-$word', $n], ['sg-$field', $m], ['sg-default', 0]];
for (const [$w, least] of $v) {
  if (String($a).length >= least && (await waiting($w)) < $e) return $w;
}
return 'sg-overflow-$d';""",
    ),
    "score": (
        """
$v = {"1": "非常满意", "2": "满意", "3": "一般", "$d": "不满意"}
$w = $v.get(str($a), "未评价")
logger.info("$cn评分 %s", $w)
return {"score": $e - int($a) if str($a).isdigit() else 0, "text": $w}""",
        """
const $v = { 1: '非常满意', 2: '满意', 3: '一般', $d: '不满意' };
const $w = $v[$a] || '未评价';
console.log('$cn评分', $w);
return { score: /^\\d$$/.test($a) ? $e - Number($a) : 0, text: $w };""",
    ),
    "otp": (
        """
$v = "".join(random.choice("0123456789") for _ in range($d))
cache_set("$word:otp:%s" % $a, $v, $n * 60)
return $v""",
        """
const $v = Array.from({ length: $d }, () => Math.floor(Math.random() * 10)).join('');
await cacheSet(`$word:otp:${$a}`, $v, $n * 60);
return $v;""",
    ),
    "retry": (
        """
for $v in range($d):
    try:
        return call_service("$word", "$path", $a)
    except (OSError, ValueError) as $w:
        logger.warning("第%d次$cn失败 %s", $v, $w)
        time.sleep($m)
return None""",
        """
for (let $v = 0; $v < $d; $v += 1) {
  try {
    return await callService('$word', '$path', $a);
  } catch ($w) {
    console.warn(`第${$v}次$cn失败`, $w);
    await sleep($m * 1000);
  }
}
return null;""",
    ),
    "ticket": (
        """
$v = {"title": "$cn", "category": "$word-$n", "priority": $d, "$key": $a, "source": "ivr"}
$w = call_service("ticket", "$path", $v)
logger.info("工单 %s", $w)
return ($w or {}).get("$field")""",
        """
const $v = { title: '$cn', category: '$word-$n', priority: $d, $key: $a, source: 'ivr' };
const $w = await callService('ticket', '$path', $v);
console.log('工单', $w);
return ($w || {}).$field;""",
    ),
    "area": (
        """
$v = {"010": "北京", "021": "上海", "0755": "深圳", "0$n$m": "$cn"}
for $w in ("0" + str($a)[:3], str($a)[:4], str($a)[:3]):
    if $w in $v:
        return $v[$w]
return "$word" """,
        """
const $v = { '010': '北京', '021': '上海', '0755': '深圳', '0$n$m': '$cn' };
for (const $w of [`0${String($a).slice(0, 3)}`, String($a).slice(0, 4), String($a).slice(0, 3)]) {
  if ($v[$w]) return $v[$w];
}
return '$word';""",
    ),
}  # fmt: skip

# What teams write around the steps: (Python, JavaScript), each a head, and the handler with places for its parts.
HOUSES: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = (
    (
        ("import json\nimport logging\n\nlogger = logging.getLogger()\n", "'use strict';\nconst axios = require('axios');\n"),
        (
            "def $entry(event, context):\n    evt = json.loads(event)\n$reads\n$calls\n    return json.dumps($answer)\n",
            "module.exports.$entry = async (event, context) => {\n  const evt = JSON.parse(event);\n"
            "$reads\n$calls\n  return JSON.stringify($answer);\n};\n",
        ),
    ),
    (
        (
            "# -*- coding: utf-8 -*-\nimport json\nimport logging\n\nlogger = logging.getLogger('ivr')\n\n\n"
            "def ok(data):\n    return json.dumps({**data, 'ok': True}, ensure_ascii=False)\n",
            "const axios = require('axios');\n\nfunction ok(data) {\n  return JSON.stringify({ ...data, ok: true });\n}\n",
        ),
        (
            "def $entry(event, context):\n    logger.info('request %s', context.request_id)\n    try:\n"
            "        params = json.loads(event)\n    except ValueError:\n        params = {}\n"
            "    evt = params\n$reads\n$calls\n    return ok($answer)\n",
            "exports.$entry = async function (event, context) {\n  console.log('request', context.requestId);\n"
            "  const evt = JSON.parse(event.toString());\n$reads\n$calls\n  return ok($answer);\n};\n",
        ),
    ),
    (
        (
            "import json\nimport os\nimport time\nimport logging\n\nfrom common.log import get_logger\n\nlogger = get_logger(__name__)\n",
            "const axios = require('axios');\nconst { logger } = require('./common/log');\n",
        ),
        (
            "def process(evt):\n$reads\n$calls\n    return $answer\n\n\ndef $entry(event, context):\n    start = time.time()\n"
            "    result = process(json.loads(event))\n    logger.info('cost %s', time.time() - start)\n    return json.dumps(result)\n",
            "async function process(evt) {\n$reads\n$calls\n  return $answer;\n}\n\n"
            "exports.$entry = (event, context, callback) => {\n  const start = Date.now();\n"
            "  process(JSON.parse(event)).then((result) => {\n    logger.info('cost', Date.now() - start);\n"
            "    callback(null, JSON.stringify(result));\n  });\n};\n",
        ),
    ),
)

# What a step needs to be imported, by a text that shows it.
MODULES = {
    "requests.": "import requests", "redis.R": "import redis", "pymysql.": "import pymysql", "OTSClient": "from tablestore import OTSClient",
    "SendSmsRequest": "from alibabacloud_dysmsapi20170525.models import SendSmsRequest", "datetime.": "from datetime import datetime, timedelta, timezone",
    "hmac.": "import hashlib\nimport hmac", "re.match": "import re", "random.": "import random", "call_service": "from common.rpc import call_service",
    "redis.create": "const redis = require('redis');", "mysql.": "const mysql = require('mysql2/promise');",
    "TableStore.": "const TableStore = require('tablestore');", "crypto.": "const crypto = require('crypto');",
    "callService": "const { callService } = require('./common/rpc');",
}  # fmt: skip
